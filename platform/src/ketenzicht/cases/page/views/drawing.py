# SPDX-License-Identifier: EUPL-1.2
"""The procedures of a case as lines on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.rules import claim_of_term
from ketenzicht.cases.file.tracks import TRACKS, step
from ketenzicht.cases.page.case_file import CaseFile
from ketenzicht.core.clock import local_date
from ketenzicht.web.parts import State
from ketenzicht.web.tracks import Deadline, Touch, Track, Tracks

SOON = timedelta(days=21)  # no term: from when a drawing marks what is near
ON_POLICE = frozenset(
    {"aangifte", "other_cooperation", "permit_assessed", "permit_granted", "investigation_running"}
)


def tracks_of(file: CaseFile, now: datetime) -> Tracks | None:
    """Draw the tracks the reader may see; nothing when there are none."""
    by_track = {
        code: list(steps)
        for code, steps in groupby(file.tracks, key=lambda one: one.track)
        if code in TRACKS
    }
    if not by_track:
        return None
    lines = [_line(code, steps, now) for code, steps in by_track.items()]
    return Tracks(lines, now, _touches(by_track))


def _name(code: str, steps: Sequence[TrackStep]) -> str:
    last = steps[-1]
    found = step(code, last.step, local_date(last.since))
    return f"{TRACKS[code].label}: {found.label(language()).lower()}"


def _line(code: str, steps: Sequence[TrackStep], now: datetime) -> Track:
    standing = steps[-1]
    deadlines = []
    if standing.due is not None:
        state = State.LATE if standing.due <= now + SOON else State.WAITS
        words = _("ends by the decision") if standing.document_day else _("ends, computed")
        claim = None if standing.document_day else claim_of_term(standing.rule)
        deadlines.append(Deadline(standing.due, words, state, claim))
    return Track(_name(code, steps), steps[0].since, deadlines=deadlines)


def _touches(by_track: dict[str, list[TrackStep]]) -> list[Touch]:
    """Where two procedures bite: the permit leans on a criminal case that has stopped."""
    criminal, residence = by_track.get("criminal"), by_track.get("residence")
    if not criminal or not residence:
        return []
    if criminal[-1].step != "dismissed" or residence[-1].step not in ON_POLICE:
        return []
    return [
        Touch(
            _name("criminal", criminal),
            _name("residence", residence),
            criminal[-1].since,
            _("The criminal case stopped while the right to stay leans on it. Call the lawyer."),
        )
    ]
