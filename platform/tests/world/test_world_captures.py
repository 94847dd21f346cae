# SPDX-License-Identifier: EUPL-1.2
"""Capture histories out of truth and out of observed entries are the same people."""

from collections import Counter, defaultdict
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.world import exposed, histories, on_lists, true_histories
from ketenzicht.world.capture import AFTERMATH_DAYS
from ketenzicht.world.events import RegisterEntered
from ketenzicht.world.profile import profile

LISTS = profile().list_codes


def entries(events):
    return [e for e in events if isinstance(e, RegisterEntered)]


def rows(events):
    return [(e.entry, e.list, e.at.date()) for e in entries(events)]


def test_entries_under_the_true_link_give_the_true_histories(truth, events, person_of):
    assert histories(rows(events), LISTS, person_of) == true_histories(truth)


def test_a_linkage_that_misses_pairs_sees_too_many_people(truth, events):
    nobody_linked = histories(rows(events), LISTS, {})
    true = true_histories(truth)
    assert {year: counts.total() for year, counts in nobody_linked.items()} == Counter(
        e.at.year for e in entries(events)
    )
    assert all(nobody_linked[year].total() > 1.2 * true[year].total() for year in true)


def test_linking_on_what_was_written_misses_pairs_that_the_truth_knows(truth, events):
    written = {e.entry: (e.person.given, e.person.family, e.person.birth) for e in entries(events)}
    found = histories(rows(events), LISTS, written)
    true = true_histories(truth)
    assert sum(c.total() for c in found.values()) > 1.1 * sum(c.total() for c in true.values())


def test_nobody_is_counted_who_could_not_be_listed_that_year(world, truth):
    could_be = sum((exposed(block, world) for block in truth), Counter())
    per_year = defaultdict(int)
    for (year, _), count in could_be.items():
        per_year[year] += count
    true = true_histories(truth)
    shares = {year: true[year].total() / per_year[year] for year in world.calendar_years}
    assert all(0.05 < share < 0.3 for share in shares.values())


def test_every_listing_falls_within_reach_of_its_episode(truth):
    for block in truth:
        rows, episodes = block.listings, block.episodes
        assert (rows.day >= episodes.start[rows.episode]).all()
        assert (rows.day <= episodes.end[rows.episode] + AFTERMATH_DAYS).all()
        assert (rows.person == episodes.person[rows.episode]).all()


def test_lists_depend_on_each_other(truth):
    listed = np.zeros((sum(len(b.people.number) for b in truth), len(LISTS)), dtype=bool)
    offset = 0
    for block in truth:
        listed[offset + block.listings.person, block.listings.maker] = True
        offset += len(block.people.number)
    care, shelter = LISTS.index("care_coordination"), LISTS.index("shelter")
    expected = listed[:, care].mean() * listed[:, shelter].mean()
    assert (listed[:, care] & listed[:, shelter]).mean() > 3 * expected


def test_referrals_bring_people_from_one_list_to_the_next(truth):
    shelter, care = LISTS.index("shelter"), LISTS.index("care_coordination")
    brought = 0
    for block in truth:
        rows = block.listings
        on_care = set(rows.episode[rows.maker == care].tolist())
        referred = rows.episode[(rows.maker == shelter) & rows.referred].tolist()
        brought += sum(episode in on_care for episode in referred)
    assert brought > 50


def test_the_hidden_share_is_that_of_a_world_worth_estimating(truth):
    seen = sum(len(np.unique(block.listings.person)) for block in truth)
    everybody = sum(len(block.people.number) for block in truth)
    assert 0.12 < seen / everybody < 0.28


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["a", "b", "c"]), st.integers(2020, 2022)),
        max_size=60,
    )
)
def test_histories_count_each_person_once_a_year(captures):
    made = [(f"e{i}", maker, date(year, 5, 1)) for i, (_, maker, year) in enumerate(captures)]
    link = {f"e{i}": person for i, (person, _, _) in enumerate(captures)}
    counted = histories(made, ["a", "b", "c"], link)
    for year, counts in counted.items():
        of_year = [(person, maker) for person, maker, y in captures if y == year]
        assert counts.total() == len({person for person, _ in of_year})
        assert sum(len(on_lists(m, "abc")) * n for m, n in counts.items()) == len(set(of_year))
