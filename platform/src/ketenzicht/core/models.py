# SPDX-License-Identifier: EUPL-1.2
"""Tables of the platform itself: counters, what is remembered shortly, and messages to send."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from ketenzicht.core.classification import classified


@classified(internal="key window_start window_end count")
class Counter(models.Model):
    """How often something was tried in one window; the key is a fingerprint of the day."""

    key = models.BinaryField(primary_key=True, max_length=32)
    window_start = models.DateTimeField()
    window_end = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} until {self.window_end}"


@classified(internal="key value expires")
class Remembered(models.Model):
    """A small value under the fingerprint of its key, for minutes; see `core.cache`."""

    key = models.BinaryField(primary_key=True, max_length=32)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "remembered"

    def __str__(self) -> str:
        return f"until {self.expires}"


@classified(internal="id kind recipient subject_key queued due attempts sent fault")
class Message(models.Model):
    """A mail to a member. It says that there is something to see, never what."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    recipient = models.EmailField()
    subject_key = models.CharField(max_length=60)
    queued = models.DateTimeField()
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due"], condition=models.Q(sent__isnull=True), name="message_still_to_go"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
