# SPDX-License-Identifier: EUPL-1.2
"""The procedures that run beside the care, each on its own line. Steps and terms are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases.file.law import asylum_regime
from ketenzicht.core.clock import local_date
from ketenzicht.core.terms import end_of
from ketenzicht.reference import Code, Deadline


@dataclass(frozen=True, slots=True)
class Track:
    """One procedure: its code list, and where it may begin (anywhere when empty)."""

    code: str
    label: Promise
    codes: str
    begins: tuple[str, ...] = ()


#: A victim is offered time to reflect; a witness, and who cannot cooperate, each goes another way.
RESIDENCE_BEGINS = ("indication", "reflection_offered", "witness_report", "cannot_cooperate")
DOSSIER = "dossier"
"""The track of the kind of dossier at CoMensha; the register is told when it changes."""

TRACKS = {
    track.code: track
    for track in (
        Track("residence", _("Right to stay"), "b8_3_steps", RESIDENCE_BEGINS),
        Track("asylum", _("Asylum"), "asylum_track"),
        Track("criminal", _("Police and court"), "criminal_track"),
        Track("shelter", _("Shelter"), "placement_states", ("asked",)),
        Track("municipality", _("Municipality and money"), "municipal_track", ("unknown",)),
        Track("registration", _("Registration at CoMensha"), "registration_track"),
        Track(DOSSIER, _("Dossier at CoMensha"), "dossier_types"),
        Track("compensation", _("Compensation"), "compensation_routes"),
    )
}


def steps_of(track: str, day: date) -> tuple[Code, ...]:
    """All steps a track can come to on a day, in their order."""
    return reference.codes(TRACKS[track].codes, day)


def step(track: str, code: str, day: date) -> Code:
    """One step of a track, as it was when the case came to it."""
    return reference.code(TRACKS[track].codes, code, by=day)


def next_steps(track: str, standing: str | None, day: date) -> tuple[Code, ...]:
    """The steps that may follow on a day; a list without transitions allows any other step."""
    steps = steps_of(track, day)
    if standing is None:
        begins = TRACKS[track].begins
        return tuple(one for one in steps if not begins or one.code in begins)
    allowed = step(track, standing, day).next
    return tuple(
        one for one in steps if one.code != standing and (allowed is None or one.code in allowed)
    )


def conflict_since(standing: Mapping[str, tuple[str, datetime]]) -> datetime | None:
    """Since when two procedures touch each other; ``standing`` has step and beginning by track."""
    found = (
        (rule, max(standing[side][1] for side in sides))
        for rule in reference.code_versions("track_conflicts")
        if (sides := _sides(rule, standing))
    )
    return min((day for rule, day in found if rule.holds_on(local_date(day))), default=None)


def _sides(rule: Code, standing: Mapping[str, tuple[str, datetime]]) -> tuple[str, ...]:
    """The tracks of a conflict, when each stands at one of the steps that clash."""
    said = rule.attributes
    sides = {str(said["track"]): said["steps"], str(said["other"]): said["other_steps"]}
    clash = all(
        side in standing and isinstance(steps, tuple) and standing[side][0] in steps
        for side, steps in sides.items()
    )
    return tuple(sides) if clash else ()


DUBLIN = "dublin"
"""The reflection period of somebody for whom another country may be responsible (Dublin III or
AMMR, by the day the application was registered), as a variant of a step."""


def variants_of(track: str, code: str, day: date) -> tuple[str, ...]:
    """The ways in which a step can run, each with a term of its own; mostly one, unnamed."""
    has_dublin = "term_dublin" in step(track, code, day).attributes
    return ("", DUBLIN) if has_dublin else ("",)


def term_of(
    track: str,
    code: str,
    since: datetime,
    variant: str = "",
    *,
    registered: date | None = None,
    region: str = "",
) -> tuple[datetime | None, str]:
    """Return when a step ends and the version of the rule that says so; nothing when none does.

    Of a rule that is not known there is no end, and its version all the same.
    """
    found = next(
        (
            rule
            for name in _terms(track, code, since, variant, registered)
            if (rule := _in_force(name, since, region))
        ),
        None,
    )
    if found is None:
        return None, ""
    return (None if found.term is None else end_of(found, since)), found.version


def _terms(
    track: str, code: str, since: datetime, variant: str, registered: date | None
) -> Iterator[str]:
    """The names of the terms a step can have, the one of the variant first."""
    attributes = step(track, code, local_date(since)).attributes
    if variant == DUBLIN and "term_dublin" in attributes:
        yield str(asylum_regime(registered, local_date(since)).attributes["term"])
    if "term" in attributes:
        yield str(attributes["term"])


def counted_from(track: str, code: str, day: date) -> tuple[str, ...]:
    """The earlier steps from whose day the term of this one runs; none when from its own."""
    found = step(track, code, day).attributes.get("counted_from", ())
    return found if isinstance(found, tuple) else (str(found),)


def goes_on_in(track: str, code: str, day: date) -> bool:
    """Tell whether the period that stands goes on in this step, with its end."""
    return bool(step(track, code, day).attributes.get("within_period"))


def _in_force(term: str, since: datetime, region: str) -> Deadline | None:
    """The term that held then; before the Dublin rule the ordinary one counted for everybody."""
    with suppress(LookupError):
        return reference.deadline(term, local_date(since), region)
    return None
