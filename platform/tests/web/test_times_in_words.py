# SPDX-License-Identifier: EUPL-1.2
"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.web.when import spoken, spoken_day

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Amsterdam

DUTCH = [
    (timedelta(minutes=-0.2), "zojuist"),
    (timedelta(minutes=-1), "1 minuut geleden"),
    (timedelta(minutes=25), "over 25 minuten"),
    (timedelta(hours=3), "over 3 uur, vandaag 14:00"),
    (timedelta(hours=-2), "2 uur geleden, 09:00"),
    (timedelta(days=1, hours=1), "morgen 12:00"),
    (timedelta(days=-1), "gisteren 11:00"),
    (timedelta(days=2, hours=1), "over 2 werkdagen, vrijdag 12:00"),
    (timedelta(days=5), "over 3 werkdagen, maandag 11:00"),
    (timedelta(days=-2), "2 dagen geleden, maandag 11:00"),
    (timedelta(days=30), "over 30 dagen, 18 december"),
    (timedelta(days=-21), "21 dagen geleden, 28 oktober"),
    (timedelta(days=120), "18 maart 2027"),
    (timedelta(days=-400), "14 oktober 2025"),
]


@pytest.mark.parametrize(("distance", "words"), DUTCH)
def test_a_moment_is_said_in_dutch(distance: timedelta, words: str) -> None:
    with translation.override("nl"):
        assert spoken(NOW + distance, NOW).words == words


def test_a_moment_is_said_in_english() -> None:
    with translation.override("en"):
        said = spoken(NOW + timedelta(days=2, hours=1), NOW)
    assert said.words == "in 2 working days, Friday 12:00"
    assert said.exact == "Friday 20 November 2026 12:00"
    assert said.machine == "2026-11-20T12:00:00+01:00"


def test_a_weekend_counts_as_days_because_nobody_works() -> None:
    friday = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    with translation.override("nl"):
        assert spoken(friday + timedelta(days=2), friday).words == "over 2 dagen, zondag 11:00"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "morgen"),
        (-2, "over 2 werkdagen, vrijdag"),
        (-30, "over 30 dagen, 18 december"),
        (-120, "18 maart 2027"),
        (0, "vandaag"),
        (1, "gisteren"),
        (2, "2 dagen geleden, maandag"),
        (9, "9 dagen geleden, 9 november"),
    ],
)
def test_midnight_is_a_day_of_which_no_hour_was_kept(days: int, words: str) -> None:
    midnight = datetime(2026, 11, 17, 23, 0, tzinfo=UTC) - timedelta(days=days)
    with translation.override("nl"):
        said = spoken(midnight, NOW)
    assert said.words == words
    assert "00:00" not in said.exact + said.machine


def test_a_day_is_said_without_a_clock() -> None:
    today = date(2026, 11, 18)
    with translation.override("nl"):
        said = [spoken_day(today + timedelta(days=n), today).words for n in (-1, 0, 1, 9, 60)]
    assert said == ["gisteren", "vandaag", "morgen", "27 november", "17 januari 2027"]


@given(st.integers(-(10**6), 10**6))
def test_every_moment_can_be_said_and_read_back(minutes: int) -> None:
    moment = NOW + timedelta(minutes=minutes)
    said = spoken(moment, NOW)
    assert said.words.strip() == said.words != ""
    assert datetime.fromisoformat(said.machine) == moment
