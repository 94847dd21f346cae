# SPDX-License-Identifier: EUPL-1.2
"""What a share is for decides what it may open, and which consent it rests on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.sharing.states import INVESTIGATION, POLICE_CONSENT
from ketenzicht.core.clock import today
from ketenzicht.reference import Code

PURPOSES = "sharing_purposes"


def purpose_of(code: str) -> Code | None:
    """One purpose; none for what a hand-over left open, which the two agreed on."""
    known = reference.known(PURPOSES, by=today())
    return reference.code(PURPOSES, code, by=today()) if code in known else None


def sections_of(purpose: Code) -> frozenset[Section]:
    """The parts of a case that may be shared for a purpose, at most."""
    found = purpose.attributes["sections"]
    return frozenset(Section(code) for code in (found if isinstance(found, tuple) else ()))


def consent_for(purpose: str, organisation_kind: str) -> str:
    """The kind of consent that a share for this purpose with this kind of organisation rests on."""
    if organisation_kind in INVESTIGATION:
        return POLICE_CONSENT
    return str(reference.code(PURPOSES, purpose, by=today()).attributes["consent"])


def beyond(purpose: str, shared: frozenset[Section]) -> frozenset[Section]:
    """What a share opens that its purpose does not name; such a share is older than the rule."""
    found = purpose_of(purpose)
    return frozenset() if found is None else shared - sections_of(found)


def is_narrow(purpose: str, shared: frozenset[Section]) -> bool:
    """Tell whether a purpose opens less than the needs of a person, and that is all one sees."""
    found = purpose_of(purpose)
    return found is not None and Section.NEEDS not in sections_of(found) | shared


def purpose_label(code: str) -> str:
    """What a share is for."""
    found = purpose_of(code)
    return found.label(language()) if found else _("After a hand-over")


def in_words(purpose: Code) -> str:
    """A purpose and what may be shared for it."""
    words = {"purpose": purpose.label(language()), "sections": named(sections_of(purpose))}
    return _("%(purpose)s: at most %(sections)s.") % words


def named(sections: frozenset[Section]) -> str:
    """Parts of a case by name."""
    return ", ".join(section.label.lower() for section in Section if section in sections)


def offered(day: date) -> list[Code]:
    """The purposes that hold on a day."""
    return list(reference.codes(PURPOSES, day))
