# SPDX-License-Identifier: EUPL-1.2
"""A wait that lasted too long, kept so that it can be counted and can escalate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.cases.file.models import Block, Case, of_case
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(internal="id case rule reason waits_on since late_since ended_at")
class Stall(models.Model):
    """One rule of the alarm list that a case breaks, since when, and who is waited for."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=24)
    waits_on = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    late_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(ended_at__isnull=True),
                name="one_open_stall_per_case_and_rule",
            ),
        )

    def __str__(self) -> str:
        return self.rule

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever reaches the case, and whoever is waited for."""
        awaited = Q(waits_on_id=actor.organisation_id) & ~Block.hides(actor)
        return of_case(actor, now) | awaited
