# SPDX-License-Identifier: EUPL-1.2
"""Reading claims, the rows of this installation, and who looks after which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.states import ChangeState
from ketenzicht.claims.wording import value_of
from ketenzicht.core.errors import NotFound
from ketenzicht.core.folding import fold
from ketenzicht.reference import Entry, OwnRow
from ketenzicht.reference.catalogue import ended
from ketenzicht.reference.contradictions import contradicting
from ketenzicht.reference.writing import read_rows

WHY = "what this installation says in the place of the reference data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for among the claims; empty means all."""

    words: str = ""
    kind: str = ""
    certainty: str = ""
    part: str = ""
    standing: str = ""


def claims(wanted: Wanted, today: date) -> list[Entry]:
    """The claims somebody looks for, those that asked longest to be looked at again first.

    A claim that has the words in its source only comes after those that say them.
    """
    words = fold(wanted.words).split()
    found = [
        each
        for each in reference.entries()
        if wanted.kind in {"", each.claim.kind}
        and wanted.certainty in {"", each.claim.certainty}
        and wanted.part in {"", each.part}
        and _stands(each, wanted.standing, today)
        and all(word in _text(each) for word in words)
    ]
    in_source_only = {
        each.reference for each in found if not all(word in _said(each) for word in words)
    }
    return sorted(found, key=lambda each: (each.reference in in_source_only, each.claim.look_again))


def _stands(each: Entry, standing: str, today: date) -> bool:
    claim = each.claim
    return {
        "": True,
        "unconfirmed": claim.confirmed is None,
        "due": claim.is_due(today) and not ended(each, today),
        "contradicted": bool(claim.contradicted_by or contradicting(each, today)),
        "unknown": claim.unknown,
        "own": claim.set_by is not None,
    }[standing]


def _text(each: Entry) -> str:
    sources = fold(f"{each.fact.source} {each.fact.source_in('nl')}")
    return f"{_said(each)} {sources}"


def _said(each: Entry) -> str:
    fact = each.fact
    return fold(f"{each.reference} {fact.nl} {fact.en} {value_of(fact)}")


def versions_of(section: str, code: str) -> list[Entry]:
    """Every version of one claim, the newest first; a claim that is none is refused."""
    found = [
        each for each in reference.entries() if (each.section, each.fact.code) == (section, code)
    ]
    if not found:
        raise NotFound
    return sorted(found, key=lambda each: each.claim.valid_from or date.min, reverse=True)


def used_by(section: str, code: str) -> list[Entry]:
    """The other rows that lean on this one, such as the step whose term it is."""
    return [
        each
        for each in reference.entries()
        if each.fact.code != code and code in _leans_on(each, section)
    ]


def _leans_on(each: Entry, section: str) -> Iterator[str]:
    if not isinstance(each.fact, reference.Code):
        return
    targets = reference.all_lists()[each.section].refers_to
    for name, value in each.fact.attributes.items():
        term = section == "deadlines" and (name.startswith("term") or name == "deadline")
        if targets.get(name) == section or term:
            yield from value if isinstance(value, tuple) else (str(value),)


def changes(actor: Member, now: datetime) -> QuerySet[Change]:
    """All changes, what waits for a decision first."""
    rows = Change.objects.for_reader(actor, now).select_related(
        "proposed_by__user", "proposed_by__organisation", "decided_by__user"
    )
    return rows.order_by("decided_at", "-proposed_at")


def change_for(actor: Member, change_id: UUID, now: datetime) -> Change:
    """One change; a number that is none is refused."""
    found = changes(actor, now).filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def changes_of(section: str, code: str, actor: Member, now: datetime) -> QuerySet[Change]:
    """What was proposed about one claim."""
    return changes(actor, now).filter(section=section, code=code)


def parts(actor: Member, now: datetime) -> QuerySet[Part]:
    """The parts with who looks after them."""
    return Part.objects.for_reader(actor, now).select_related("steward__user", "owner")


def taken() -> QuerySet[Change]:
    """The changes that hold, in the order in which they were taken."""
    rows = Change.objects.whole_table(why=WHY).filter(state=ChangeState.ACCEPTED)
    return rows.order_by("decided_at", "id")


def taken_rows() -> Sequence[OwnRow]:
    """The rows of this installation, in the order in which they were taken."""
    return [own for change in taken() for own in read_rows(change.written)]


def last_taken() -> tuple[int, datetime | None]:
    """How many changes were taken, and when the last: what differs when one more holds.

    The moment alone is not enough: what was decided first may be stored last.
    """
    found = taken().aggregate(number=Count("pk"), last=Max("decided_at"))
    return found["number"], found["last"]
