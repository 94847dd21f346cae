# SPDX-License-Identifier: EUPL-1.2
"""Notices that wait to go out, and the people whose mail comes back."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified
from ketenzicht.core.unordered import unordered


@unordered
@classified(internal="id member recipient language reason queued due attempts sent fault undated")
class Notice(models.Model):
    """A mail that says that there is something to see, never what.

    It is meant for a member, whose address and language are asked for at sending, or for one
    address as it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.UUIDField(null=True)
    recipient = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="nl")
    reason = models.CharField(max_length=60)
    queued = models.DateTimeField()
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    # About an act of a reporter: the row holds its day, no hour, and is gone once it was sent.
    undated = models.BooleanField(default=False)

    class Meta:
        db_table = "core_message"
        indexes: ClassVar = [
            models.Index(fields=["due"], condition=Q(sent__isnull=True), name="message_still_to_go")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) ^ ~Q(recipient=""),
                name="a_notice_has_one_reader",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.id}"


@classified(internal="reader refused since fault")
class Bounce(models.Model):
    """Somebody whose address was refused since their mail last arrived, and how often."""

    reader = models.UUIDField(primary_key=True)
    refused = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    fault = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.refused} times since {self.since}"
