# SPDX-License-Identifier: EUPL-1.2
"""A disagreement about who pays. It has its own clock and never stops the care."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.file.models import Block
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case first second interim_payer step opened_at opened_by resolved_at resolved_by "
    "payer ladder version"
)
class Dispute(models.Model):
    """Two municipalities both say *not ours*; one of them pays meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    first = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    second = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    interim_payer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    step = models.CharField(max_length=16, default="disputed")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    # Which agreement about who pays holds: women's shelter, homeless shelter, youth help.
    ladder = models.CharField(max_length=20, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)

    objects = GuardedManager()

    class Meta:
        ordering = ("opened_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(resolved_at__isnull=True),
                name="one_open_dispute_per_case",
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second"))
                & (Q(interim_payer=F("first")) | Q(interim_payer=F("second"))),
                name="one_of_the_two_pays_meanwhile",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(payer__isnull=False),
                name="a_resolved_dispute_names_the_payer",
            ),
        )

    def __str__(self) -> str:
        return self.step

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The holder of the case and both municipalities: the same record, the same clock."""
        mine = actor.organisation_id
        parties = Q(case__holder_id=mine) | Q(first_id=mine) | Q(second_id=mine)
        return parties & ~Block.hides(actor)
