# SPDX-License-Identifier: EUPL-1.2
"""What is asked of every offer and of every answer, whatever is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.terms import term_end, term_in_words
from ketenzicht.offers.offer import Offer
from ketenzicht.offers.states import Alternative


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what instead; a bare no does not exist."""

    reason: str
    alternative: Alternative
    words: str = ""
    organisation_id: UUID | None = None


def check_receiver(*, giver_id: UUID, receiver_id: UUID, able: bool) -> None:
    """Refuse to ask oneself, or an organisation where nobody can answer now.

    Asked again when a draft is sent: who could answer yesterday may not be there today.
    """
    if receiver_id == giver_id:
        raise Refused(_("Your organisation has this already."), field="receiver")
    if not able:
        raise Refused(
            _("Nobody can be reached at this organisation now. Choose another one."),
            field="receiver",
        )


def check_answer_by(answer_by: datetime | None, *, now: datetime) -> None:
    """Refuse an offer without a moment to answer by that lies ahead and within the longest term."""
    if answer_by is None or answer_by <= now:
        raise Refused(_("The moment to answer has to lie ahead."), field="answer_by")
    if answer_by > term_end("answer_longest", now):
        longest = term_in_words("answer_longest", now)
        sentence = _("Ask for an answer within %(longest)s.") % {"longest": longest}
        raise Refused(sentence, field="answer_by")


def check_answer(offer: Offer, refusal: Refusal) -> None:
    """Refuse a no that proposes another organisation without naming one that could do it."""
    other = refusal.organisation_id
    if refusal.alternative is Alternative.OTHER_ORGANISATION and other is None:
        raise Refused(_("Say which organisation can do this."), field="organisation")
    check_refusal(offer, reason=refusal.reason, instead=other)


def check_refusal(offer: Offer, *, reason: str, instead: UUID | None = None) -> None:
    """Refuse a no without a reason, or one that names one of the two as the better one."""
    if not reason:
        raise Refused(_("Say why not."), field="reason")
    if instead in {offer.giver_id, offer.receiver_id}:
        raise Refused(_("Propose another organisation than the two of you."), field="organisation")


def why_not_giver(offer: Offer, actor: Member) -> NotAllowed | None:
    """Return what stands in the way of what only whoever offers may do."""
    if offer.giver_id == actor.organisation_id:
        return None
    return NotAllowed(_("Only the organisation that offers can do this."))


def why_not_receiver(offer: Offer, actor: Member) -> NotAllowed | None:
    """Return what stands in the way of what only whoever was asked may do."""
    if offer.receiver_id == actor.organisation_id:
        return None
    return NotAllowed(_("Only the organisation that was asked can do this."))
