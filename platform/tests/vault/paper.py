# SPDX-License-Identifier: EUPL-1.2
"""Two models with sealed columns that exist only in tests and have no table."""

from uuid import uuid4

from django.db import models

from ketenzicht.vault.fields import SealedField


class Paper(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4)
    envelope_id = models.UUIDField()
    story = SealedField()
    address = SealedField()

    class Meta:
        app_label = "papers"
        managed = False

    def __str__(self) -> str:
        return str(self.pk)


class PaperTwin(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4)
    story = SealedField()

    class Meta:
        app_label = "papers"
        managed = False

    def __str__(self) -> str:
        return str(self.pk)
