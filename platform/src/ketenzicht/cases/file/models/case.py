# SPDX-License-Identifier: EUPL-1.2
"""The person, the case and what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q, QuerySet

from ketenzicht.cases.file.models.grounds import REACH, Block, BreakGlass, Grant
from ketenzicht.cases.file.states import CaseState, Section
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

OPEN = ~Q(state=CaseState.CLOSED)


def _cases_of(model: type[Grant | BreakGlass], rows: Q) -> QuerySet[Any, Any]:
    return model.objects.whole_table(why=REACH).filter(rows).values("case")


@classified(
    internal="id envelope_id version created_at",
    sensitive="name other_names birth_date gender nationality second_nationality languages",
)
class Person(models.Model):
    """Somebody who needs help, in an envelope of their own; outside it is only the case code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    envelope_id = models.UUIDField()
    name = SealedField()
    other_names = SealedField()
    birth_date = SealedField()
    gender = SealedField()
    nationality = SealedField()
    second_nationality = SealedField()
    languages = SealedField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = GuardedManager()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever may see the identity section of the case."""
        seen = Case.objects.whole_table(why=REACH).filter(Case.reach(actor, now, Section.IDENTITY))
        return Q(pk__in=seen.values("person"))


@classified(
    internal="id code person holder worker region state risk victim_status decided_by report_id "
    "envelope_id decoy opened_at opened_by holder_since last_contact_at review_at "
    "closed_at closure_reason adult_from first_signal_on residence_status "
    "register_stale version events",
    sensitive="forms risk_domains outcomes register_handle",
)
class Case(models.Model):
    """The care for one person. `holder` is never empty: somebody is always to act."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    worker = models.ForeignKey("accounts.Member", models.SET_NULL, null=True, related_name="+")
    region = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default=CaseState.INTAKE)
    risk = models.CharField(max_length=2, default="r2")
    victim_status = models.CharField(max_length=12, default="possible")
    decided_by = models.CharField(max_length=20, blank=True)
    report_id = models.UUIDField(null=True, unique=True)
    envelope_id = models.UUIDField()
    forms = SealedField()
    risk_domains = SealedField()
    outcomes = SealedField()
    register_handle = SealedField()
    decoy = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    holder_since = models.DateTimeField()
    last_contact_at = models.DateTimeField(null=True)
    review_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closure_reason = models.CharField(max_length=20, blank=True)
    # The first day of the month somebody comes of age in, while that is ahead: of the date of
    # birth, which stays closed, no more is told.
    adult_from = models.DateField(null=True)
    # The day the report came that led here, where one did; the register counts from then.
    first_signal_on = models.DateField(null=True)
    # Which right to stay somebody has: insurance, income and who pays follow from it.
    residence_status = models.CharField(max_length=20, blank=True, default="", db_default="")
    # The person or the forms changed since the register was told.
    register_stale = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1)
    events = models.PositiveIntegerField(default=0)

    objects = GuardedManager()

    class Meta:
        ordering = ("-opened_at",)
        indexes = (models.Index(fields=["holder", "state"], name="cases_of_a_holder"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CaseState]),
                name="case_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(closure_reason="")
                | OPEN & Q(closed_at__isnull=True),
                name="a_closed_case_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.PAUSED) | Q(review_at__isnull=False),
                name="a_paused_case_has_a_review_date",
            ),
            models.CheckConstraint(
                condition=~Q(victim_status="recognised") | ~Q(decided_by=""),
                name="a_recognition_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def open(self) -> bool:
        return self.state != CaseState.CLOSED

    @classmethod
    def reach(cls, actor: Member, now: datetime, section: Section | None = None) -> Q:
        """The one authorisation query: lists, search, counts, detail and export all start here.

        A member sees a case because their organisation holds it, because it was granted a part
        of it, or because they broke the glass; never when they are blocked on it.
        """
        granted = Grant.live(actor.organisation_id, now)
        if section is not None:
            granted &= Q(sections__contains=f",{section},")
        grounds = (
            Q(holder_id=actor.organisation_id)
            | Q(pk__in=_cases_of(Grant, granted))
            | Q(pk__in=_cases_of(BreakGlass, BreakGlass.live(actor, now)))
        )
        return grounds & ~Block.hides(actor, "pk")


def of_case(actor: Member, now: datetime, section: Section | None = None) -> Q:
    """Rows of every case the actor reaches (with this section, when one is named)."""
    return Q(case__in=Case.objects.whole_table(why=REACH).filter(Case.reach(actor, now, section)))


class OnCase(models.Model):
    """A row that belongs to one case and is seen with one section of it."""

    section: ClassVar[Section]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    objects = GuardedManager()

    class Meta:
        abstract = True

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever may see this section of the case."""
        return of_case(actor, now, cls.section)


def own_work(actor: Member, now: datetime, mine: Q) -> Q:
    """Work on a case: all of it for whoever sees the needs, else what is one's own."""
    return of_case(actor, now, Section.NEEDS) | of_case(actor, now, Section.TASKS) & mine


@classified(internal="id case seq at kind actor organisation detail")
class CaseEvent(OnCase):
    """One thing that happened, in order. Replaying them gives the stored case."""

    section = Section.TRACKS

    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    actor = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=["case", "seq"], name="events_of_a_case_are_numbered"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
