# SPDX-License-Identifier: EUPL-1.2
"""The states and sections of a case, as plain data; a test holds them equal to the code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

#: How work and the audit name a case.
CASE = "case"


class CaseState(StrEnum):
    """Where the care stands; everything else runs on a track of its own."""

    INTAKE = "intake"
    ACCEPTED = "accepted"
    STABILISING = "stabilising"
    SUPPORT = "support"
    BUILDING = "building"
    AFTERCARE = "aftercare"
    PAUSED = "paused"
    REFERRED_OUT = "referred_out"
    DECLINED = "declined_by_client"
    CLOSED = "closed"


class Section(StrEnum):
    """A part of a case that can be shared on its own. Whereabouts are not among them."""

    NEEDS = "needs"
    CONTACT = "contact"
    IDENTITY = "identity"
    NOTES = "notes"
    TRACKS = "tracks"
    TASKS = "tasks"
    PAYING = "paying"

    @property
    def label(self) -> str:
        return str(SECTION_LABELS[self])


class Alarm(StrEnum):
    """What cannot wait for a clock: it stands the moment somebody says it."""

    RELAPSE = "relapse"
    MISSING = "missing"


SECTION_LABELS = {
    Section.NEEDS: _("Needs and wishes"),
    Section.CONTACT: _("How to reach the person safely"),
    Section.IDENTITY: _("Name and date of birth"),
    Section.NOTES: _("Notes and contacts"),
    Section.TRACKS: _("Procedures and deadlines"),
    Section.TASKS: _("Only the questions and steps that are theirs"),
    Section.PAYING: _("Only what who pays has to know: code, dates, kind of help"),
}
#: What a hand-over can take along; the other two are narrow views of the same.
WHOLE = (Section.NEEDS, Section.CONTACT, Section.IDENTITY, Section.NOTES, Section.TRACKS)
#: Who sees what of the work that is asked: all of it, or one's own.
WORK = frozenset({Section.NEEDS, Section.TASKS})
CASE_NEXT: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.INTAKE: frozenset(
        {CaseState.ACCEPTED, CaseState.REFERRED_OUT, CaseState.DECLINED, CaseState.CLOSED}
    ),
    CaseState.ACCEPTED: frozenset(
        {CaseState.STABILISING, CaseState.REFERRED_OUT, CaseState.CLOSED}
    ),
    CaseState.STABILISING: frozenset(
        {CaseState.SUPPORT, CaseState.REFERRED_OUT, CaseState.PAUSED, CaseState.CLOSED}
    ),
    CaseState.SUPPORT: frozenset(
        {CaseState.BUILDING, CaseState.REFERRED_OUT, CaseState.PAUSED, CaseState.CLOSED}
    ),
    CaseState.BUILDING: frozenset({CaseState.AFTERCARE, CaseState.SUPPORT, CaseState.CLOSED}),
    CaseState.AFTERCARE: frozenset({CaseState.CLOSED, CaseState.SUPPORT}),
    CaseState.PAUSED: frozenset({CaseState.STABILISING, CaseState.SUPPORT, CaseState.CLOSED}),
    CaseState.REFERRED_OUT: frozenset({CaseState.ACCEPTED, CaseState.CLOSED}),
    CaseState.DECLINED: frozenset({CaseState.INTAKE, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.INTAKE}),
}


def joined(sections: Iterable[Section]) -> str:
    """Write sections as one column, in a form that `contains` can search."""
    codes = sorted(str(section) for section in sections)
    return f",{','.join(codes)}," if codes else ""
