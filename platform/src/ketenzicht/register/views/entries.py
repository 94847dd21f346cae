# SPDX-License-Identifier: EUPL-1.2
"""One entry in words: what it says, and what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.register.models import Change, Entry
from ketenzicht.register.states import CODED, OUTCOME_LABELS, TRACED, Age, Outcome
from ketenzicht.web.parts import Column, Fact, Table


def entry_facts(entry: Entry) -> list[Fact]:
    """What an entry says, as far as it says anything."""
    told = [
        Fact(_("First signal"), date_format(date(entry.year, entry.month, 1), "F Y")),
        Fact(
            _("Written down"),
            date_format(date(entry.registered_year, entry.registered_month, 1), "F Y"),
        ),
        Fact(_("How"), str(OUTCOME_LABELS[Outcome(entry.outcome)])),
        Fact(_("Reporter"), _label("reporter_types", entry.reporter)),
    ]
    spoken = ((name, said(name, str(getattr(entry, name)))) for name in TRACED[2:])
    return told + [Fact(names()[name], words) for name, words in spoken if words]


def changes_table(changes: Sequence[Change]) -> Table | None:
    """What was changed in which month; nothing where nothing was."""
    if not changes:
        return None
    rows = [
        (
            names()[one.name],
            said(one.name, one.before) or "–",
            said(one.name, one.after) or "–",
            date_format(date(one.year, one.month, 1), "F Y"),
        )
        for one in changes
    ]
    columns = (_("What"), _("Before"), _("Since"), _("Changed in"))
    return Table(_("What was changed"), [Column(head) for head in columns], rows, stacks=True)


def names() -> dict[str, str]:
    """What the things an entry says are called."""
    return {
        "year": _("Year"),
        "month": _("Month"),
        "region": _("Region"),
        "age": _("Age"),
        "cross_border_sex": _("Brought across a border for prostitution (sub 3)"),
        "dossier": _("Kind of dossier"),
        "victim_status": _("Seen as"),
        "decided_by": _("Who says so"),
        "gender": _("Gender"),
        "nationality": _("Nationality"),
        "second_nationality": _("Second nationality"),
        "band": _("Age at the first signal"),
        "start_band": _("Age when it began"),
        "route": _("Route"),
        "place": _("Where the exploitation was"),
        "forms": _("Kind of exploitation"),
        "sectors": _("Kind of work"),
        "means": _("How forced"),
        "recruitment": _("How found"),
        "relation": _("Who the exploiter is"),
        "family": _("Family along"),
        "earlier": _("Registered before"),
    }


def said(name: str, value: str) -> str:
    """What an entry says of one thing, in words; nothing where it says nothing."""
    if name in CODED:
        return ", ".join(_label(CODED[name], code) for code in value.split(",") if code)
    if name == "cross_border_sex":
        return _("Yes") if value == str(True) else ""
    if name == "age":
        return age_label(value)
    if name == "region":
        found = {region.code: region for region in reference.regions(today())}.get(value)
        return found.label(get_language() or "nl") if found else value
    return value


def age_label(age: str) -> str:
    """Minor or adult, in words."""
    return {
        Age.MINOR: _("Under 18"),
        Age.ADULT: _("18 or older"),
        Age.UNKNOWN: _("Not known"),
    }[Age(age)]


def _label(codes: str, code: str) -> str:
    return reference.code(codes, code, by=today()).label(get_language() or "nl")
