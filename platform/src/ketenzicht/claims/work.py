# SPDX-License-Identifier: EUPL-1.2
"""A part asks to be looked at again, and a proposed change waits for a second person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.accounts.handover import Member, Organisation
from ketenzicht.accounts.selectors import carrying, national_coordination
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.services import CHANGE, PART
from ketenzicht.claims.states import ChangeState
from ketenzicht.claims.wording import label, language
from ketenzicht.core.clock import local_date, midnight, now, today
from ketenzicht.core.obligations.kinds import Describe, Kind, register, said_of_rows, thing_of_rows
from ketenzicht.core.obligations.states import Item, Said, Standing
from ketenzicht.reference import Entry
from ketenzicht.reference.catalogue import past_due
from ketenzicht.reference.contradictions import contradicted

LOOK, CONTRADICTED, SEE = "claim.look", "claim.contradicted", "claim.see"
NAMED = 5  # rows on a line of the day; the list behind it has all
NEXT_DAY = timedelta(days=1)  # no term: what has to be looked at by a day asks so on the next


def _of_part(part: Part) -> Iterator[Standing]:
    if part.due_on is not None:
        begins = midnight(part.due_on + NEXT_DAY)
        yield Standing(
            kind=LOOK,
            owner=part.owner_id,
            person=part.steward_id,
            since=begins,
            shows_from=begins,
        )
    if part.contradicted:
        yield Standing(
            kind=CONTRADICTED,
            owner=part.owner_id,
            person=part.steward_id,
            since=part.counted_at,
            shows_from=part.counted_at,
        )


def _of_change(change: Change) -> Iterator[Standing]:
    if change.state == ChangeState.PROPOSED:
        yield Standing(
            kind=SEE,
            owner=_sees(change).pk,
            since=change.proposed_at,
            shows_from=change.proposed_at,
            not_for=change.proposed_by_id,
        )


def _sees(change: Change) -> Organisation:
    """Who decides: of a region's row somebody there who did not propose it, else the national."""
    there = carrying(ClaimPermission.CLAIM_CHANGE, now()).filter(
        organisation__areas__region=change.region
    )
    others = there.exclude(pk=change.proposed_by_id).select_related("organisation")
    found = others.order_by("organisation__name", "pk").first() if change.region else None
    return found.organisation if found else national_coordination()


def _name(part: Part) -> str:
    return reference.code("claim_parts", part.code, by=today()).label(language())


def _look(part: Part, now: datetime) -> Said:
    sentence = _("%(part)s: look again whether this still holds.") % {"part": _name(part)}
    return _about_rows(part, sentence, past_due(local_date(now)), "due")


def _contradicted(part: Part, now: datetime) -> Said:
    sentence = _("%(part)s: sources contradict each other.") % {"part": _name(part)}
    return _about_rows(part, sentence, contradicted(local_date(now)), "contradicted")


def _about_rows(part: Part, sentence: str, found: Iterable[Entry], standing: str) -> Said:
    """Name the rows of a part that it is about, and count those that do not fit on a line."""
    names = list(dict.fromkeys(label(each.fact) for each in found if each.part == part.code))
    named, more = names[:NAMED], len(names) - NAMED
    rows = ", ".join(named)
    if more > 0:
        rows = _("%(rows)s and %(number)s more") % {"rows": rows, "number": more}
    address = f"{reverse('claims:list')}?part={part.code}&standing={standing}"
    return Said(f"{sentence} {rows}." if rows else sentence, _("Have a look"), address, None)


def _of_parts(say: Callable[[Part, datetime], Said]) -> Describe:
    """Say items about parts as they are at this moment."""

    def describe(items: Sequence[Item], actor: Member, now: datetime) -> Mapping[UUID, Said]:
        return said_of_rows(Part, lambda part: say(part, now))(items, actor, now)

    return describe


def _see(change: Change) -> Said:
    sentence = _("%(claim)s: a proposed change waits for a second person.") % {"claim": change}
    return Said(sentence, _("Have a look"), reverse("claims:change", args=[change.pk]), None)


register(
    thing_of_rows(PART, Part, _of_part),
    [
        Kind(
            code=LOOK,
            thing=PART,
            permission=ClaimPermission.CLAIM_CHANGE,
            describe=_of_parts(_look),
        ),
        Kind(
            code=CONTRADICTED,
            thing=PART,
            permission=ClaimPermission.CLAIM_CHANGE,
            describe=_of_parts(_contradicted),
        ),
    ],
)
register(
    thing_of_rows(CHANGE, Change, _of_change),
    [
        Kind(
            code=SEE,
            thing=CHANGE,
            permission=ClaimPermission.CLAIM_CHANGE,
            describe=said_of_rows(Change, _see),
        )
    ],
)
