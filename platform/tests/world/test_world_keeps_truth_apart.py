# SPDX-License-Identifier: EUPL-1.2
"""Who an observed thing is about stands in the truth only."""

import gzip
import re
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from statistics import mean

import numpy as np

from ketenzicht.world import World, events, observed_events, truth_blocks, write_world
from ketenzicht.world.events import RegisterEntered
from ketenzicht.world.identifiers import Identifiers

TODAY = date(2026, 11, 1)
PERSON = re.compile(r"P\d{7}")


def texts(folder, part):
    return {
        path.name: gzip.decompress(path.read_bytes()).decode() for path in (folder / part).iterdir()
    }


def test_no_person_number_reaches_an_observed_file(tmp_path):
    write_world(tmp_path, seed=3, people=600, years=3, today=TODAY)
    truth, observed = texts(tmp_path, "truth"), texts(tmp_path, "observed")
    assert len(PERSON.findall(truth["people.csv.gz"])) == 600
    assert {name: PERSON.findall(text) for name, text in observed.items()} == {
        "entries.csv.gz": [],
        "reports.csv.gz": [],
        "events.jsonl.gz": [],
    }


def test_no_observed_type_has_a_field_for_the_true_person():
    kinds = [kind for kind in vars(events).values() if is_dataclass(kind)]
    named = {field.name for kind in kinds for field in fields(kind)}
    assert {"entry", "case", "report"} <= named
    assert named.isdisjoint({"number", "person_number", "truth", "victim", "visible"})


def test_every_link_of_the_truth_leads_to_something_observed(truth, person_of, events):
    seen = {
        getattr(event, name)
        for event in events
        for name in ("entry", "case", "report")
        if isinstance(getattr(event, name, None), str)
    }
    assert set(person_of) <= seen
    entries = {event.entry for event in events if isinstance(event, RegisterEntered)}
    assert {link.observed for block in truth for link in block.links if link.kind == "entry"} == (
        entries
    )


def test_opaque_names_do_not_tell_the_order_of_people(truth):
    for block in truth:
        links = [link for link in block.links if link.kind == "entry"]
        by_name = [link.person for link in sorted(links, key=lambda link: link.observed)]
        ranks = np.corrcoef(by_name, range(len(by_name)))[0, 1]
        assert abs(ranks) < 4 / len(by_name) ** 0.5


def test_neighbours_by_opaque_name_are_not_the_same_person_more_often_than_by_chance(truth):
    links = sorted(
        (link for block in truth for link in block.links if link.kind == "entry"),
        key=lambda link: link.observed,
    )
    together = mean(a.person == b.person for a, b in pairwise(links))
    assert together < 0.005


def test_some_people_do_stand_on_several_lists_so_that_a_link_is_worth_hiding(truth):
    people = [link.person for block in truth for link in block.links if link.kind == "entry"]
    assert len(people) - len(set(people)) > 200


def test_opaque_names_of_one_source_never_repeat():
    names = Identifiers(np.random.default_rng(1)).take("e", 50_000)
    assert len(set(names)) == 50_000


def test_reports_about_nobody_have_no_link():
    world = World(seed=8, people=3000, years=3, today=TODAY)
    linked = {link.observed for block in truth_blocks(world) for link in block.links}
    reports = {e.report for e in observed_events(world) if isinstance(e, events.ReportReceived)}
    unlinked = reports - linked
    assert 0.03 < len(unlinked) / len(reports) < 0.25
