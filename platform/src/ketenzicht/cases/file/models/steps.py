# SPDX-License-Identifier: EUPL-1.2
"""What is planned, where procedures stand, and what an organisation calls a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.cases.file.models.case import OnCase, of_case, own_work
from ketenzicht.cases.file.states import Section
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case organisation by made_at due term done_at done_by version", sensitive="words"
)
class Action(OnCase):
    """A step with a date and an organisation that does it. The earliest open one is next."""

    section = Section.NEEDS

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    words = SealedField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    due = models.DateTimeField()
    term = models.CharField(max_length=80, blank=True)  # the version `due` follows from
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due",)
        indexes = (models.Index(fields=["case", "done_at", "due"], name="next_action_of_a_case"),)

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever sees the needs, and whoever does this step."""
        return own_work(actor, now, Q(organisation_id=actor.organisation_id))


@classified(internal="id case track step since due computed document_day rule by at ended_at")
class TrackStep(OnCase):
    """Where one procedure stands since when; the open step of a track is where it stands now."""

    section = Section.TRACKS

    track = models.CharField(max_length=16)
    step = models.CharField(max_length=24)
    since = models.DateTimeField()
    due = models.DateTimeField(null=True)  # the day on the decision, else the computed one
    computed = models.DateTimeField(null=True)  # by the rule, a guess where a decision says its day
    document_day = models.DateField(null=True)
    rule = models.CharField(max_length=80, blank=True)
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


@classified(internal="id case organisation envelope_id indexed", sensitive="words")
class Label(models.Model):
    """What an organisation calls a case among its own people."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    envelope_id = models.UUIDField()
    words = SealedField()
    indexed = models.BooleanField(default=False, db_default=False)

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
