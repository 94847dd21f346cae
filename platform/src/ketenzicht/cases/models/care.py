# SPDX-License-Identifier: EUPL-1.2
"""What is done in a case: next steps, contacts, notes, needs, wishes, tracks, whereabouts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.models.case import OnCase, of_case
from ketenzicht.cases.models.sharing import Block
from ketenzicht.cases.states import NeedState, Section
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case organisation by made_at due done_at done_by version", sensitive="words"
)
class Action(OnCase):
    """A step with a date and an organisation that does it. The earliest open one is next."""

    section = Section.NEEDS

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    words = SealedField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    due = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due",)
        indexes = (models.Index(fields=["case", "done_at", "due"], name="next_action_of_a_case"),)

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case organisation by at channel reached", sensitive="words")
class Contact(OnCase):
    """A try to reach the person, and whether it worked."""

    section = Section.NOTES

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=12)
    reached = models.BooleanField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case organisation by at", sensitive="words")
class Note(OnCase):
    """Something worth keeping, in the words of who wrote it."""

    section = Section.NOTES

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(
    internal="id case service responsible asked asked_at answer_by state since settled_at version",
    sensitive="words",
)
class Need(OnCase):
    """Something the person needs and the one organisation that answers for it.

    Asking another organisation changes nothing until that organisation says yes.
    """

    section = Section.NEEDS

    service = models.CharField(max_length=24)
    responsible = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    asked = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=NeedState.OPEN)
    since = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    words = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=Q(asked__isnull=True)
                | Q(asked_at__isnull=False, answer_by__isnull=False) & ~Q(asked=F("responsible")),
                name="a_question_about_a_need_has_an_answer_by",
            ),
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, settled_at__isnull=True)
                | Q(settled_at__isnull=False) & ~Q(state=NeedState.OPEN),
                name="a_settled_need_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.service


@classified(internal="id case by at", sensitive="words")
class Wish(OnCase):
    """What the person wants, in their own words. The newest stands on top."""

    section = Section.NEEDS

    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case version at by", sensitive="rules number cover voicemail")
class SafeContact(OnCase):
    """How to reach the person without harm; the rules are read before the number."""

    section = Section.CONTACT

    rules = SealedField()
    number = SealedField()
    cover = SealedField()
    voicemail = SealedField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], name="one_way_of_safe_contact_per_case"),
        )

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case track step since due rule by at ended_at")
class TrackStep(OnCase):
    """Where one procedure stands since when; the open step of a track is where it stands now."""

    section = Section.TRACKS

    track = models.CharField(max_length=16)
    step = models.CharField(max_length=24)
    since = models.DateTimeField()
    due = models.DateTimeField(null=True)
    rule = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("since", "at")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "track"],
                condition=Q(ended_at__isnull=True),
                name="a_track_stands_at_one_step",
            ),
        )

    def __str__(self) -> str:
        return f"{self.track}: {self.step}"


@classified(internal="id case organisation envelope_id", sensitive="words")
class Label(models.Model):
    """What an organisation calls a case among its own people."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    envelope_id = models.UUIDField()
    words = SealedField()

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "organisation"], name="one_label_per_case_and_organisation"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Only the own organisation, and only while it reaches the case."""
        return of_case(actor, now) & Q(organisation_id=actor.organisation_id)


@classified(
    internal="id case organisation place shelter_type envelope_id since until", vault="address"
)
class Whereabouts(models.Model):
    """Where the person stays. Only the sheltering organisation opens the address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    place = models.CharField(max_length=12)
    shelter_type = models.CharField(max_length=24)
    envelope_id = models.UUIDField()
    address = SealedField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True),
                name="a_person_stays_at_one_place",
            ),
        )

    def __str__(self) -> str:
        return self.place

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The sheltering organisation alone, and never a member blocked on the case."""
        return Q(organisation_id=actor.organisation_id) & ~Block.hides(actor)
