# SPDX-License-Identifier: EUPL-1.2
"""What goes with an exploitation is told in codes that exist, of some and not of all."""

from __future__ import annotations

from collections import Counter

from ketenzicht import reference
from ketenzicht.world.circumstances import CODED
from ketenzicht.world.events import CaseOpened, RegisterEntered

INDUSTRIES = {"sexual": "in", "labour": "out", "criminal": "out"}


def told(events):
    return [event.told for event in events if isinstance(event, CaseOpened | RegisterEntered)]


def test_what_is_told_stands_in_the_code_lists(events):
    for each in told(events):
        for name, listed in CODED.items():
            value = getattr(each, name)
            codes = value if isinstance(value, tuple) else tuple(filter(None, [value]))
            assert set(codes) <= reference.known(listed)
        assert each.residence in reference.known("residence_status")
        assert each.status in reference.known("victim_status")
        assert bool(each.decided_by) == (each.status == "recognised")


def test_the_four_groups_of_the_rapporteur_are_there_and_so_is_not_known(events):
    entered = [event for event in events if isinstance(event, RegisterEntered)]
    groups = Counter(
        (INDUSTRIES.get(event.form.partition("_")[0], ""), event.told.route) for event in entered
    )
    for industry in ("in", "out"):
        assert groups[industry, "domestic"]
        assert groups[industry, "cross_border"]
        assert groups[industry, ""]


def test_much_is_told_and_never_everything_of_everybody(events):
    known = told(events)
    for name in (*CODED, "began", "earlier"):
        share = sum(bool(getattr(each, name)) for each in known) / len(known)
        assert 0.4 < share < 0.95
    assert 0 < sum(bool(each.second_nationality) for each in known) < len(known) / 4
