# SPDX-License-Identifier: EUPL-1.2
"""What is said beside the question for consent: who agrees at which age, and what the law says."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.law import sentences_at
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.values import Circumstances, age_from
from ketenzicht.cases.sharing.states import PARENTS, GivenBy
from ketenzicht.reference import Code

PLACES = ("police", "abroad")


def law_said(today: date) -> list[str]:
    """The dated sentences about police, papers and borders; a withdrawn one is not said."""
    return [row.label(language()) for place in PLACES for row in sentences_at(place, today)]


def who_agrees(case: Case, known: Circumstances, today: date) -> list[str]:
    """Say who agrees at this age; a parent who exploits is left out."""
    if case.adult_from is None or case.adult_from <= today:
        return []
    age = age_from(case.adult_from, today)
    rows = [row for row in reference.codes("consent_ages", today) if _counts_at(row, age)]
    said = [row.label(language()) for row in rows]
    if not any(row.attributes["asks_parent"] for row in rows):
        return said
    if known.parent_involved:
        return [*said, _("Here no parent is asked: a parent is involved. A guardian decides.")]
    if known.parent_involved is None:
        return [*said, _("A parent can be the exploiter: find that out before you ask a parent.")]
    return said


def may_answer(case: Case, known: Circumstances, today: date) -> tuple[GivenBy, ...]:
    """Return who can agree about a minor, never a parent who exploits; none for an adult."""
    if case.adult_from is None or case.adult_from <= today:
        return ()
    age = age_from(case.adult_from, today)
    rows = [row for row in reference.codes("consent_ages", today) if _counts_at(row, age)]
    said = {code for row in rows for code in _codes(row)}
    shut_out = PARENTS if known.parent_involved else frozenset()
    return tuple(each for each in GivenBy if each in said and each not in shut_out)


def _codes(row: Code) -> tuple[str, ...]:
    found = row.attributes["given_by"]
    return found if isinstance(found, tuple) else (str(found),)


def _counts_at(row: Code, age: int) -> bool:
    first, last = row.attributes["from_age"], row.attributes.get("to_age", age)
    return isinstance(first, int) and isinstance(last, int) and first <= age <= last
