# SPDX-License-Identifier: EUPL-1.2
"""Reports and what hangs on them. Of a reporter only dates are kept, never a time of day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.core.classification import classified
from ketenzicht.core.clock import local_date
from ketenzicht.core.guard import GuardedManager
from ketenzicht.core.unordered import unordered
from ketenzicht.intake.card import Age
from ketenzicht.intake.states import ReferralState, ReportState, Urgency
from ketenzicht.offers.offer import OFFER, Offer
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

#: How the audit names a report.
KIND = "report"
CLOSED = ReportState.CLOSED.value


def _kept(prefix: str, now: datetime) -> Q:
    """Nobody reads what is past its term, also when the sweep has not come yet."""
    over = {f"{prefix}delete_after__lt": local_date(now)}
    return ~Q(**over) | Q(**{f"{prefix}delete_after__isnull": True})


@unordered
@classified(
    internal="id received_on state urgency wish reporter_type setting age haste subject"
    " municipality region language envelope_id holder due_at feedback_on silence ended_as"
    " closed_on delete_after escalated_at joined_to unread asked keyed_for code_key version",
    sensitive="signs words whereabouts identifiers reason",
)
class Report(models.Model):
    """What somebody told us. Exactly one organisation holds it, from the first moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    received_on = models.DateField()
    state = models.CharField(max_length=20, default=ReportState.NEW)
    urgency = models.CharField(max_length=12, default=Urgency.DAYS)
    wish = models.CharField(max_length=12)
    reporter_type = models.CharField(max_length=40)
    setting = models.CharField(max_length=40, blank=True)
    age = models.CharField(max_length=12, default=Age.UNKNOWN)
    haste = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    municipality = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="nl")

    envelope_id = models.UUIDField(unique=True)
    signs = SealedField()
    words = SealedField()
    whereabouts = SealedField()
    identifiers = SealedField()
    reason = SealedField()

    holder = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    feedback_on = models.DateField(null=True)
    silence = models.CharField(max_length=20, blank=True)
    ended_as = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True)
    delete_after = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    unread = models.BooleanField(default=False)
    # The last word was ours; the messages of a day keep no order from which it could be told.
    asked = models.BooleanField(default=False)
    keyed_for = models.UUIDField(null=True)
    code_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReportState]),
                name="report_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=CLOSED) | Q(due_at__isnull=False),
                name="an_open_report_has_a_target_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=CLOSED)
                | (Q(closed_on__isnull=False) & (Q(feedback_on__isnull=False) | ~Q(silence=""))),
                name="a_report_closes_with_feedback_or_a_reason_for_silence",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.DUPLICATE.value) | Q(joined_to__isnull=False),
                name="a_known_report_names_the_earlier_one",
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("id")),
                name="a_report_is_not_joined_to_itself",
            ),
        )
        indexes = (
            models.Index(fields=["holder", "state", "urgency"], name="report_inbox"),
            models.Index(fields=["delete_after"], name="report_retention"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """A short name to speak of this report; says nothing about it."""
        return f"M-{self.id.hex[:6].upper()}"

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the holder reads a report, and not after its term."""
        return Q(holder=actor.organisation_id) & _kept("", now)


@unordered
@classified(internal="id report envelope_id delete_after", sensitive="name contact rules")
class ReporterIdentity(models.Model):
    """Who made a report, kept apart from it under its own key, and for a shorter time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.OneToOneField(Report, models.CASCADE, related_name="reporter")
    envelope_id = models.UUIDField(unique=True)
    name = SealedField()
    contact = SealedField()
    rules = SealedField()
    delete_after = models.DateField(null=True)

    objects = GuardedManager()

    class Meta:
        verbose_name_plural = "reporter identities"

    def __str__(self) -> str:
        return f"reporter of {self.report_id}"

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the holder of the report."""
        return Q(report__holder=actor.organisation_id) & _kept("report__", now)


@unordered
@classified(internal="id report place from_reporter kind author written_on", sensitive="body")
class Message(models.Model):
    """One turn in the talk between the reporter and the holder, in the report's own envelope.

    `place` counts what one side wrote on one day: whether the reporter answered before or after
    another question of that day is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    from_reporter = models.BooleanField()
    kind = models.CharField(max_length=12)
    author = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    body = SealedField()
    written_on = models.DateField()

    objects = GuardedManager()

    class Meta:
        ordering = ("report", "written_on", "from_reporter", "place")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "written_on", "from_reporter", "place"],
                name="one_message_per_place",
            ),
            models.CheckConstraint(
                condition=Q(from_reporter=True, author__isnull=True)
                | Q(from_reporter=False, author__isnull=False),
                name="a_reporter_has_no_account",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the holder of the report."""
        return Q(report__holder=actor.organisation_id) & _kept("report__", now)


@classified(
    internal=f"id report offered_by {OFFER}",
    sensitive="question reply",
)
class Referral(Offer):
    """An offer of a report to another organisation. Until it says yes the giver holds it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="referrals")
    state = models.CharField(max_length=12, default=ReferralState.OFFERED)
    envelope_id = models.UUIDField(unique=True)
    question = SealedField()
    reply = SealedField()
    offered_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()

    objects = GuardedManager()

    class Meta:
        # What is sealed is bound to the name of its table.
        db_table = "intake_forward"
        ordering = ("answer_by",)
        constraints = (
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state=ReferralState.OFFERED.value),
                name="one_open_forward_per_report",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="a_forward_goes_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.REFUSED.value) | ~Q(refusal=""),
                name="a_refused_forward_says_why",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("offered_at")), name="a_forward_leaves_time_to_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} → {self.receiver_id} ({self.state})"

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Both sides see the offer; seeing the offer is not seeing the report."""
        own = Q(giver=actor.organisation_id) | Q(receiver=actor.organisation_id)
        return own & _kept("report__", now)


@unordered
@classified(internal="id report kind state place at member organisation", sensitive="note")
class ReportStep(models.Model):
    """One thing that happened to a report. What the reporter did is dated, not timed.

    `place` counts what happened at one moment; of what the reporter did that moment is the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    member = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    note = SealedField()

    objects = GuardedManager()

    class Meta:
        ordering = ("report", "at", "place")
        constraints = (
            models.UniqueConstraint(fields=["report", "at", "place"], name="one_step_per_place"),
        )

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the holder of the report."""
        return Q(report__holder=actor.organisation_id) & _kept("report__", now)


@unordered
@classified(internal="id report organisation kind token")
class ReportKey(models.Model):
    """A keyed fingerprint of an address, plate or number, comparable inside one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="keys")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    token = models.CharField(max_length=64)

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "organisation", "kind", "token"], name="one_key_per_identifier"
            ),
        )
        indexes = (models.Index(fields=["organisation", "token"], name="report_same_thing"),)

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the organisation whose key it was made with."""
        return Q(organisation=actor.organisation_id) & _kept("report__", now)
