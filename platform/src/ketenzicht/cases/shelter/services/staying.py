# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays: recording it and leaving."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.actions import add_action_by_term
from ketenzicht.cases.file.services.journal import case_for, log
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.cases.shelter.services.answering import note_placed
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import term_end, term_in_words
from ketenzicht.vault.services import new_envelope, shred_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def set_whereabouts(
    *,
    actor: Member,
    case_id: UUID,
    shelter_type: str,
    address: str,
    now: datetime,
    document_day: date | None = None,
) -> Whereabouts:
    """Record where somebody stays. Only the organisation that shelters them can read it back."""
    case = case_for(actor, case_id, Act.SHELTER, now=now).case
    if document_day is not None and document_day < local_date(now):
        raise Refused(_("This day has passed. Look at the decision again."), field="document_day")
    kind = reference.code("shelter_types", shelter_type, by=local_date(now))
    _leave_place(actor, case_id, now)
    envelope = new_envelope(kind="whereabouts", origin=actor.organisation, now=now)
    stay = Whereabouts(
        id=uuid4(),
        case=case,
        organisation=actor.organisation,
        place=f"P-{uuid4().hex[:6].upper()}",
        shelter_type=shelter_type,
        envelope_id=envelope.id,
        since=now,
        document_day=document_day,
    )
    envelope.write(stay, "address", address)
    stay.save(force_insert=True)
    log(case, "placed", actor=actor, now=now, shelter=shelter_type)
    note_placed(case, actor.organisation_id, now=now)
    if kind.attributes.get("mixed_group"):
        _plan_safety_check(case, actor, now)
    return stay


def _plan_safety_check(case: Case, actor: Member, now: datetime) -> None:
    """Whoever recruits looks for people in mixed groups too; somebody has to look, soon."""
    words = _("Check whether it is safe here: the group is mixed")
    add_action_by_term(case, actor=actor, words=str(words), term="mixed_group_check", now=now)


def _leave_place(actor: Member, case_id: UUID, now: datetime) -> None:
    rows = Whereabouts.objects.whole_table(why="a person stays at one place")
    standing = rows.select_for_update(of=("self",)).filter(case_id=case_id, until=None).first()
    if standing is None:
        return
    if standing.organisation_id != actor.organisation_id:
        raise Refused(_("Another shelter still has this person. They say first that they left."))
    _end_stay(standing, now)


@act()
def leave_place(*, actor: Member, case_id: UUID, now: datetime) -> None:
    """Say that somebody left; the address is shredded at once."""
    case = case_for(actor, case_id, Act.LEAVE_SHELTER, now=now).case
    rows = Whereabouts.objects.for_reader(actor, now).select_for_update(of=("self",))
    standing = rows.filter(case=case, until=None).first()
    if standing is None:
        raise Refused(_("Nobody stays with you for this case."))
    _end_stay(standing, now)
    log(case, "left", actor=actor, now=now)


@act()
def explain_stay(
    *, actor: Member, case_id: UUID, reason: str, review: date, now: datetime
) -> Whereabouts:
    """Say why somebody stays longer than is usual, and when that is looked at again."""
    case = case_for(actor, case_id, Act.STAY_LONGER, now=now).case
    rows = Whereabouts.objects.for_reader(actor, now).select_for_update(of=("self",))
    standing = rows.filter(case=case, until=None).first()
    if standing is None:
        raise Refused(_("Nobody stays with you for this case."))
    if not now < midnight(review) <= term_end("stay_review", now, case.region):
        longest = term_in_words("stay_review", now, case.region)
        sentence = _("Choose a day within %(longest)s from now.") % {"longest": longest}
        raise Refused(sentence, field="review")
    standing.longer_reason = reference.code("stay_reasons", reason, by=local_date(now)).code
    standing.longer_until = review
    standing.save(update_fields=["longer_reason", "longer_until"])
    log(case, "stays-longer", actor=actor, now=now, reason=standing.longer_reason)
    return standing


def _end_stay(stay: Whereabouts, now: datetime) -> None:
    stay.until, stay.address = now, None
    stay.save()
    shred_envelope(stay.envelope_id, now=now, reason="left")
