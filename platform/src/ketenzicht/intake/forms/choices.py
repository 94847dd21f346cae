# SPDX-License-Identifier: EUPL-1.2
"""Choices from the code lists, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import local_date, now, today
from ketenzicht.core.folding import fold
from ketenzicht.reference import Municipality

Choices = list[tuple[str, str]]
#: Names people use that the list does not.
ALSO = {
    "bergen_l": ("Bergen Limburg",),
    "bergen_nh": ("Bergen Noord-Holland",),
    "den_haag": ("'s-Gravenhage",),
    "s_hertogenbosch": ("Den Bosch",),
}


def language() -> str:
    """The language of this page."""
    return get_language() or "nl"


def label(list_name: str, code: str) -> str:
    """The label of a code, empty for no code."""
    return reference.code(list_name, code, by=today()).label(language()) if code else ""


def of_list(list_name: str, *only: str) -> Callable[[], Choices]:
    """Choices of a code list, evaluated when the form is shown."""

    def choices() -> Choices:
        wanted: Iterable[str] = only or [
            each.code for each in reference.codes(list_name, by=today())
        ]
        return [(code, label(list_name, code)) for code in wanted]

    return choices


def municipality_name(code: str) -> str:
    """The name of a municipality, empty for no code; one that ended says where it went."""
    everywhere = {each.code: each for each in reference.municipalities(by=today())}
    found = everywhere.get(code)
    if found is None:
        return ""
    if found.valid_to is None or found.joined is None or local_date(now()) <= found.valid_to:
        return found.nl
    words = {"name": found.nl, "now": everywhere[found.joined].nl}
    return _("%(name)s (now %(now)s)") % words


def municipality_names() -> list[str]:
    """The names of today, for the suggestions beside the field."""
    return [each.nl for each in _today()]


def municipality_code(name: str) -> str | None:
    """The code for a name as typed, None when there is no such municipality, or more than one."""
    found = municipalities_called(name)
    return found[0].code if len(found) == 1 else None


def ended_municipality(name: str) -> tuple[str, str] | None:
    """The name of a municipality that ended and of the one it joined, for a name as typed."""
    everywhere = {each.code: each for each in reference.municipalities(by=today())}
    wanted = _written(name)
    gone = set(everywhere) - {each.code for each in _today()}
    for each in (everywhere[code] for code in sorted(gone)):
        if each.joined and wanted in {_written(one) for one in _names(each)}:
            return each.nl, everywhere[each.joined].nl
    return None


def _today() -> tuple[Municipality, ...]:
    return reference.municipalities(today())


def municipalities_called(name: str) -> list[Municipality]:
    """Every municipality that is meant by a name as typed; more than one has to be asked about."""
    wanted = _written(name)
    everywhere = _today()
    exact = [each for each in everywhere if wanted in {_written(one) for one in _names(each)}]
    return exact or [each for each in everywhere if wanted == _written(_without_place(each.nl))]


def _names(each: Municipality) -> tuple[str, ...]:
    return (each.nl, each.en, *ALSO.get(each.code, ()))


def _without_place(name: str) -> str:
    """The name without what tells it from another: Bergen (NH) is Bergen to who lives there."""
    return name.partition(" (")[0]


def _written(name: str) -> str:
    bare = fold(name).removeprefix("gemeente ").replace(" a d ", " aan den ")
    return bare.replace(" ", "")


def municipalities_like(name: str) -> list[str]:
    """Names that resemble what was typed, at most five."""
    wanted = fold(name)
    if not wanted:
        return []
    names = municipality_names()
    found = [each for each in names if wanted in fold(each)]
    return (found or [each for each in names if fold(each)[:3] == wanted[:3]])[:5]
