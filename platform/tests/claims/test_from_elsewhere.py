# SPDX-License-Identifier: EUPL-1.2
"""A file of another installation that somebody edited is refused whole, in words."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.claims import services
from ketenzicht.claims.models import Change
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.reference.own_rows import OwnRow
from ketenzicht.reference.writing import write_rows
from tests.claims.conftest import new_row


def a_file(**said: object) -> str:
    row = new_row("deadlines", "grant", length="P30D", **said)
    return write_rows([OwnRow(part="deadlines", section="deadlines", row=row)])


@pytest.fixture
def take_in(world, now):
    def taken(written: str) -> list[Change]:
        return services.propose_from_elsewhere(
            actor=world.comensha["platform_administrator"], written=written, now=now
        )

    return taken


def without(written: str, key: str) -> str:
    return "\n".join(line for line in written.splitlines() if not line.strip().startswith(key))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (lambda: without(a_file(), "valid_from"), "valid_from"),
        (lambda: without(a_file(), "nl:"), "'nl' is missing"),
        (lambda: without(a_file(), "code:"), "code"),
        (lambda: without(a_file(), "source:"), "'source' is missing"),
        (lambda: a_file(valid_to="2026-01-01").replace("'2026-01-01'", "2026-01-01"), "valid_to"),
        (lambda: a_file(valid_from="morgen"), "valid_from"),
        (lambda: a_file(supersedes="grant@2027-01-01"), "supersedes"),
        (lambda: a_file(supersedes="nergens"), "supersedes"),
        (lambda: a_file().replace("part: deadlines", "part: ../../settings"), "part"),
        (lambda: "own_rows: &a [*a]", "niet te lezen"),
        (lambda: "own_rows: [{part: deadlines, section: deadlines, row: {1: 2}}]", "deadlines"),
    ],
)
def test_an_edited_file_is_refused_in_words_and_leaves_nothing(take_in, written, why):
    with pytest.raises(Refused) as refusal:
        take_in(written())
    assert why in str(refusal.value.sentence)
    assert not Change.objects.whole_table(why="test").exists()


def test_a_row_that_held_elsewhere_begins_here_today_and_moves_nothing_that_began_before(
    take_in, now
):
    earlier = local_date(now) - timedelta(days=40)
    (change,) = take_in(a_file(valid_from=earlier))
    assert change.begins == local_date(now)


def test_one_bad_row_refuses_the_whole_file_and_is_named(take_in):
    good = a_file()
    bad = a_file().replace("code: grant", "code: answer_longest").replace("P30D", "lang")
    with pytest.raises(Refused) as refusal:
        take_in(good + bad.partition("own_rows:\n")[2])
    assert "answer_longest" in str(refusal.value.sentence)
    assert not Change.objects.whole_table(why="test").exists()


def test_what_was_confirmed_elsewhere_is_named_as_theirs(take_in):
    """An organisation that does not exist here may stand for a row; a second person decides."""
    confirmed = {"organisation": "Regio Elders", "role": "coördinator", "day": "2026-11-01"}
    written = a_file(confirmed=confirmed).replace("'2026-11-01'", "2026-11-01")
    (change,) = take_in(written)
    assert "Regio Elders" in change.why


def test_ten_thousand_rows_are_refused_at_once(take_in):
    row = a_file().partition("own_rows:\n")[2]
    begun = monotonic()
    with pytest.raises(Refused) as refusal:
        take_in("own_rows:\n" + row * 10_000)
    # fewer than a steward could ever look at one by one
    assert "200" in str(refusal.value.sentence)
    assert monotonic() - begun < 60


def test_the_page_says_what_is_wrong_and_gives_the_text_back(world, as_member):
    client = as_member(Client(), world.comensha["platform_administrator"])
    answer = client.post(reverse("claims:take-in"), {"written": without(a_file(), "nl:")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dit kan zo niet" in page
    assert "length: P30D" in page
