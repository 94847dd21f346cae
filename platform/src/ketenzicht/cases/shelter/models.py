# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays, and the beds that are asked for and offered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.file.models import REACH, Block
from ketenzicht.cases.shelter.states import LOOKING, STANDING_OFFERS, BedState, RequestState
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.offers.offer import OFFER, Offer
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case organisation place shelter_type envelope_id since until document_day "
    "longer_reason longer_until",
    vault="address",
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
    document_day = models.DateField(null=True)  # until when, by the decision about the place
    longer_reason = models.CharField(max_length=20, blank=True)  # why it lasts beyond its term
    longer_until = models.DateField(null=True)  # when somebody looks at that again

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True),
                name="a_person_stays_at_one_place",
            ),
            models.CheckConstraint(
                condition=Q(longer_reason="") | Q(longer_until__isnull=False),
                name="a_longer_stay_has_a_day_to_look_again",
            ),
        )

    def __str__(self) -> str:
        return self.place

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The sheltering organisation alone, and never a member blocked on the case."""
        return Q(organisation_id=actor.organisation_id) & ~Block.hides(actor)


@classified(
    internal="id case state shelter_type region risk asked_by since needed_by envelope_id interim "
    "interim_until outcome ended_at version",
    sensitive="age_band gender children words",
)
class BedRequest(models.Model):
    """A bed that is looked for: what the shelters that were asked read before they answer.

    What it says of the person lies in an envelope of its own; no name and no story is in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, default=RequestState.OPEN)
    shelter_type = models.CharField(max_length=24)
    region = models.CharField(max_length=24)
    risk = models.CharField(max_length=4)
    age_band = SealedField()
    gender = SealedField()
    children = SealedField()
    words = SealedField()
    asked_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    needed_by = models.DateTimeField()
    envelope_id = models.UUIDField()
    interim = models.CharField(max_length=20, blank=True)
    interim_until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuardedManager()

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[state.value for state in LOOKING]),
                name="one_bed_is_looked_for_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RequestState]),
                name="a_request_for_a_bed_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ENDED) | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="a_request_without_a_bed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(interim="") | Q(interim_until__isnull=False),
                name="an_interim_bed_has_an_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The holder of the case, and whoever was asked and is not told that it ended."""
        asked = BedOffer.objects.whole_table(why=REACH).filter(
            receiver=actor.organisation_id, state__in=STANDING_OFFERS
        )
        grounds = Q(case__holder_id=actor.organisation_id) | Q(pk__in=asked.values("request"))
        return grounds & ~Block.hides(actor)


@classified(
    internal=f"id case request shelter begins ends alternative alternative_organisation {OFFER}",
    sensitive="answer",
)
class BedOffer(Offer):
    """One shelter is asked for a bed; its yes says from when until when, and where.

    For COSM the national coordination centre is asked, and its yes names the shelter.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    request = models.ForeignKey(BedRequest, models.CASCADE, related_name="offers")
    shelter = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    alternative = models.CharField(max_length=20, blank=True)
    alternative_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    answer = SealedField()

    objects = GuardedManager()

    class Meta:
        ordering = ("offered_at",)
        indexes = (models.Index(fields=["receiver", "state"], name="beds_asked_of_a_shelter"),)
        constraints = (
            models.UniqueConstraint(
                fields=["request", "receiver"],
                condition=Q(state__in=[state.value for state in STANDING_OFFERS]),
                name="a_shelter_is_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=[BedState.CHOSEN, BedState.PLACED]),
                name="one_bed_is_chosen",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BedState]),
                name="an_offer_of_a_bed_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="nobody_asks_itself_for_a_bed"
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=False, answer_by__gte=F("offered_at")),
                name="a_question_about_a_bed_has_an_answer_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BedState.ACCEPTED, BedState.CHOSEN, BedState.PLACED])
                | Q(answered_by__isnull=False, begins__isnull=False, shelter__isnull=False),
                name="a_bed_that_is_offered_says_where_and_from_when",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("begins")),
                name="an_offered_bed_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=BedState.REFUSED)
                | Q(answered_by__isnull=False) & ~Q(refusal="") & ~Q(alternative=""),
                name="a_no_about_a_bed_has_reason_and_alternative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.state}"

    @property
    def open(self) -> bool:
        """Whether the answer is still awaited."""
        return self.state == BedState.OFFERED

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The holder of the case, and the shelter that was asked."""
        mine = actor.organisation_id
        return (Q(case__holder_id=mine) | Q(receiver_id=mine)) & ~Block.hides(actor)


@classified(
    internal="id organisation shelter_type beds genders age_bands children from_day closed_reason "
    "closed_until stated_at by"
)
class Places(models.Model):
    """How many beds of one kind a shelter has from a day on, and for whom; rows are never changed.

    A correction is a later row, also for an earlier day. How many are taken is counted from stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    shelter_type = models.CharField(max_length=24)
    beds = models.PositiveSmallIntegerField()
    genders = models.CharField(max_length=40, blank=True)
    age_bands = models.CharField(max_length=120, blank=True)
    children = models.BooleanField(default=False)
    from_day = models.DateField()
    closed_reason = models.CharField(max_length=20, blank=True)
    closed_until = models.DateField(null=True)
    stated_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")

    objects = GuardedManager()

    class Meta:
        ordering = ("from_day", "stated_at")
        indexes = (
            models.Index(fields=["organisation", "shelter_type"], name="places_of_a_shelter"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_reason="", closed_until__isnull=True)
                | ~Q(closed_reason="") & Q(closed_until__gte=F("from_day")),
                name="a_closed_place_says_why_and_until_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.shelter_type}: {self.beds}"

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """A shelter's own; the board counts those of all."""
        return Q(organisation_id=actor.organisation_id)
