# SPDX-License-Identifier: EUPL-1.2
"""Components: what they say, what they link, and what no template may hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.web import messages
from ketenzicht.web.openline import SeenLine
from ketenzicht.web.tracks import MOST_TICKS, Deadline, Touch, Track, Tracks

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TEMPLATES = sorted(messages.PLATFORM.glob("*/templates/**/*.html"))


def shown(source: str, **values: object) -> str:
    with translation.override("nl"):
        return Template("{% load web %}" + source).render(Context(values))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_holds_a_script_a_style_or_a_handler(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text) == []
    # A block of JSON is data that never runs; the content policy does not look at it.
    assert re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text) == []


@pytest.mark.parametrize("kind", ["neutral", "waits", "late", "settled"])
def test_a_state_is_a_word_a_shape_and_a_colour(kind: str) -> None:
    html = shown("{% state kind 'te laat' %}", kind=kind)
    assert "te laat" in html
    assert "<svg" in html
    assert f"kz-state--{kind}" in html


def test_states_have_different_shapes() -> None:
    kinds = ("neutral", "waits", "late", "settled")
    assert len({shown("{% shape kind %}", kind=kind) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("years", [1, 40, 400, 1500])
def test_lines_of_any_length_have_an_axis_that_can_be_read(years: int) -> None:
    tracks = Tracks([Track("Verblijf", NOW.replace(year=NOW.year - years))], NOW)
    assert 0 < len(tracks.ticks) <= MOST_TICKS + 1


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="urgent"):
        shown("{% state 'urgent' 'nu' %}")


@given(st.text("0123456789", min_size=1, max_size=30))
def test_a_receipt_loses_no_figure_in_its_groups(code: str) -> None:
    groups = re.findall(r"<span>(\d+)</span>", shown("{% receipt code %}", code=code))
    assert "".join(groups) == code
    assert all(len(group) == 4 for group in groups[:-1])


def test_safe_contact_rules_stand_before_the_number() -> None:
    from ketenzicht.web.parts import SafeContact

    contact = SafeContact(("Bel op dinsdag.",), ("Stuur geen bericht.",), number="06 12")
    html = shown("{% safe_contact contact %}", contact=contact)
    assert html.index("Stuur geen bericht.") < html.index("Bel op dinsdag.") < html.index("06 12")


def test_the_line_between_organisations_closes_only_on_acceptance() -> None:
    asked = shown("{% handover_line 'SHOP' 'Moviera' %}")
    accepted = shown("{% handover_line 'SHOP' 'Moviera' accepted=True %}")
    assert "kz-line--open" in asked
    assert "kz-line--open" not in accepted


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_the_seen_line_draws_everything_within_its_bounds(seen: int, sizes: list[int]) -> None:
    low, estimate, high = sorted(sizes)
    high = max(high, seen)
    marks = SeenLine(seen, estimate, low, high).marks
    assert all(0 <= float(mark.rstrip("%")) <= 100 for mark in marks.values())


def test_a_seen_line_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="seen <= high"):
        SeenLine(seen=10, estimate=5, low=4, high=6)


moments = st.integers(-2000, 2000).map(lambda days: NOW + timedelta(days=days))


@given(moments, moments, st.lists(moments, max_size=4))
def test_tracks_stay_within_their_axis_and_in_order(
    one: datetime, two: datetime, deadlines: list[datetime]
) -> None:
    start, end = min(one, two), max(one, two)
    track = Track("Bedenktijd", start, end, [Deadline(at, "besluit") for at in deadlines])
    laid = Tracks((track,), NOW)
    (lane,) = laid.lanes
    places = [lane.start, lane.known, lane.end, laid.today, *(dot.x for dot in lane.dots)]
    assert all(0 <= float(place.rstrip("%")) <= 100 for place in places)
    known = [float(place.rstrip("%")) for place in (lane.start, lane.known, lane.end)]
    assert known == sorted(known)
    assert len(laid.ticks) <= 8


def test_tracks_say_in_a_list_what_they_draw() -> None:
    rest = Track("Bedenktijd", NOW, NOW + timedelta(days=9), [Deadline(NOW, "aangifte")])
    stay = Track("Vergunning", NOW, None, [Deadline(NOW + timedelta(days=5), "besluit")])
    touch = Touch("Bedenktijd", "Vergunning", NOW + timedelta(days=9), "Kijk naar beide.")
    html = shown("{% tracks tracks %}", tracks=Tracks((rest, stay), NOW, (touch,)))
    listed = html[html.index("<details") :]
    assert "Bedenktijd: aangifte" in listed
    assert "Vergunning: besluit" in listed
    assert "Kijk naar beide." in html
