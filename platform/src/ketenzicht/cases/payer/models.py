# SPDX-License-Identifier: EUPL-1.2
"""A disagreement about who pays. It has its own clock and never stops the care."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.file.models import Block
from ketenzicht.cases.payer.states import Said
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

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

    @property
    def reference(self) -> str:
        """How the dispute is called by who may not know which case it is about."""
        return self.pk.hex[:8].upper()

    def name_for(self, actor: Member) -> str:
        """The code of the case for whoever may read cases, else the reference of the dispute."""
        known = CasePermission.CASE_READ in actor.permissions
        return self.case.code if known else self.reference

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The holder, both municipalities, and who directs the chain there: the same record."""
        mine = actor.organisation_id
        parties = Q(case__holder_id=mine) | Q(first_id=mine) | Q(second_id=mine)
        if CasePermission.DISPUTE_DECIDE in actor.permissions:
            parties |= Q(case__region__in=[area.region for area in actor.organisation.areas.all()])
        return parties & ~Block.hides(actor)


@classified(internal="id dispute seq kind payer organisation by at envelope_id", sensitive="words")
class PayerStatement(models.Model):
    """What one of those who see a disagreement said about who pays, and why; in order.

    A proposal stands until the municipality that is named answers, or it is settled. It has no
    clock of its own: that of the disagreement goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    payer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    envelope_id = models.UUIDField()
    words = SealedField()

    objects = GuardedManager()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(
                fields=["dispute", "seq"], name="what_was_said_in_a_dispute_is_numbered"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Said]),
                name="what_was_said_about_who_pays_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever sees the disagreement."""
        return Q(dispute__in=Dispute.objects.for_reader(actor, now))
