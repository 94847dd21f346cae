# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime
from uuid import uuid4

from django.db import models

from ketenzicht.accounts.handover import Member
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager


@classified(internal="id owner name lent_at")
class Bicycle(models.Model):
    """A bicycle of an organisation, and since when it is lent."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    owner = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    lent_at = models.DateTimeField(null=True)
    objects = GuardedManager["Bicycle"]()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> models.Q:
        return models.Q(owner=actor.organisation_id)
