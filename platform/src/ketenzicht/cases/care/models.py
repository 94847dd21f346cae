# SPDX-License-Identifier: EUPL-1.2
"""What is done for a person: contacts, notes, needs, wishes, and how to reach them safely."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import OnCase, own_work
from ketenzicht.cases.file.states import Section
from ketenzicht.core.classification import classified
from ketenzicht.offers.offer import OFFER, Offer
from ketenzicht.offers.states import OfferState
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


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
    internal="id case service responsible state since resolved_at version", sensitive="words"
)
class Need(OnCase):
    """Something the person needs and the one organisation that answers for it.

    Asking another organisation changes nothing until that organisation says yes.
    """

    section = Section.NEEDS

    service = models.CharField(max_length=24)
    responsible = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=NeedState.OPEN)
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    words = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, resolved_at__isnull=True)
                | Q(resolved_at__isnull=False) & ~Q(state=NeedState.OPEN),
                name="a_resolved_need_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.service

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever sees the needs; else who answers for this one or is asked to."""
        mine = actor.organisation_id
        rows = NeedOffer.objects.whole_table(why="who is asked about a need may read it")
        asked = rows.filter(receiver_id=mine, state=OfferState.OFFERED).values("need")
        return own_work(actor, now, Q(responsible_id=mine) | Q(pk__in=asked))


@classified(
    internal=f"id case need {OFFER} alternative alternative_organisation noted_at",
    sensitive="answer",
)
class NeedOffer(OnCase, Offer):
    """An organisation is asked to answer for a need; it sees the needs of the case already.

    A no, or silence, stays on the day of who asked until that is noted or another is asked.
    """

    section = Section.NEEDS
    envelope_apart = False

    need = models.ForeignKey(Need, models.CASCADE, related_name="offers")
    alternative = models.CharField(max_length=20, blank=True)
    alternative_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    answer = SealedField()
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("offered_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(state=OfferState.OFFERED),
                name="one_open_offer_per_need",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OfferState]),
                name="offer_of_a_need_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="nobody_asks_itself_for_a_need"
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=False, answer_by__gte=F("offered_at")),
                name="a_question_about_a_need_has_an_answer_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OfferState.ACCEPTED, OfferState.REFUSED])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_about_a_need_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.REFUSED) | ~Q(refusal="") & ~Q(alternative=""),
                name="a_no_to_a_need_has_reason_and_alternative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.need_id}: {self.state}"

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever sees the needs, and whoever was asked."""
        return own_work(actor, now, Q(receiver_id=actor.organisation_id))


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
