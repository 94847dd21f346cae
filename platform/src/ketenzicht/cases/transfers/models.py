# SPDX-License-Identifier: EUPL-1.2
"""Hand-overs. Until the receiver says yes, nothing about the case changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.file.models import REACH, Block
from ketenzicht.cases.file.rules import DECIDING, rule_for
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.transfers.states import OPEN_TRANSFER, RECEIVED, Ground, Level, TransferState
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.offers.offer import OFFER, Offer
from ketenzicht.reference import Claim
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case fallback ground sections stays stays_until drafted_at drafted_by alternative "
    f"alternative_organisation expired_at handed_over_at completed_at escalated {OFFER}",
    sensitive="summary answer",
)
class Transfer(Offer):
    """A proposal to take a case over, with an answer-by moment and a fallback.

    `summary` and `answer` lie in the transfer's own envelope: the receiver opens that one before it
    decides, and the envelope of the case only after it accepted.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    fallback = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=TransferState.DRAFT)
    ground = models.CharField(max_length=12, default=Ground.AGREED)
    sections = models.CharField(max_length=80, blank=True)
    stays = models.CharField(max_length=80, blank=True)
    stays_until = models.DateTimeField(null=True)
    summary = SealedField()
    answer = SealedField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    alternative = models.CharField(max_length=20, blank=True)
    alternative_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    expired_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    escalated = models.BooleanField(default=False)

    objects = GuardedManager()

    class Meta:
        ordering = ("answer_by",)
        indexes = (models.Index(fields=["receiver", "state"], name="transfers_of_a_receiver"),)
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[state.value for state in OPEN_TRANSFER]),
                name="one_open_transfer_per_case",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in TransferState]),
                name="transfer_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="nobody_hands_over_to_themself"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TransferState.DRAFT, TransferState.WITHDRAWN])
                | Q(offered_at__isnull=False, answer_by__gte=F("offered_at")),
                name="an_offer_has_an_answer_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in RECEIVED])
                | Q(answered_at__isnull=False)
                & (Q(answered_by__isnull=False) | Q(ground=Ground.UNREACHABLE)),
                name="an_acceptance_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.REFUSED)
                | Q(answered_by__isnull=False) & ~Q(refusal="") & ~Q(alternative=""),
                name="a_refusal_has_reason_and_alternative",
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.EXPIRED) | Q(expired_at__isnull=False),
                name="an_expiry_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"

    @property
    def drafted(self) -> bool:
        return self.state == TransferState.DRAFT

    @property
    def offered(self) -> bool:
        return self.state == TransferState.OFFERED

    @property
    def refused(self) -> bool:
        return self.state == TransferState.REFUSED

    @property
    def scope(self) -> list[Section]:
        """The sections that go along."""
        return [section for section in Section if f",{section}," in self.sections]

    @property
    def remains(self) -> list[Section]:
        """The sections the giver may go on seeing for a while."""
        return [section for section in Section if f",{section}," in self.stays]

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The giver; the receiver from the offer on; the fallback once it was escalated."""
        mine = actor.organisation_id
        return (
            Q(giver_id=mine)
            | Q(receiver_id=mine) & Q(offered_at__isnull=False)
            | Q(fallback_id=mine, escalated=True)
        ) & ~Block.hides(actor)


@classified(internal="id transfer organisation by at", sensitive="words")
class TransferMessage(models.Model):
    """A question or an answer about a proposal. Asking does not stop the clock."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    objects = GuardedManager()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever may see the proposal."""
        return Q(
            transfer__in=Transfer.objects.whole_table(why=REACH).filter(Transfer.reach(actor, now))
        )


@classified(
    internal="id case transfer reason level organisation raised_at due escalated_at "
    "resolved_at resolved_by resolution version"
)
class Escalation(models.Model):
    """A hand-over that got stuck, and who must now decide. It ends only by a decision."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    transfer = models.ForeignKey(Transfer, models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=16)
    level = models.CharField(max_length=12, default=Level.SUPERVISOR)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    due = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuardedManager()

    class Meta:
        ordering = ("due",)
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(resolved_at__isnull=True),
                name="one_open_escalation_per_case",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | ~Q(resolution=""),
                name="an_escalation_ends_by_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason}: {self.level}"

    @property
    def claim(self) -> Claim:
        """By which rule it has to be decided."""
        return rule_for(DECIDING, self.escalated_at or self.raised_at, self.case.region).claim

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """Whoever must decide, and the holder who waits for it."""
        mine = actor.organisation_id
        return (Q(organisation_id=mine) | Q(case__holder_id=mine)) & ~Block.hides(actor)
