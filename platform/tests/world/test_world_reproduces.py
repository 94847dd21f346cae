# SPDX-License-Identifier: EUPL-1.2
"""The same seed and size give the same world, however it is consumed."""

import gzip
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenzicht.world import World, draw_block, observed_events, truth_blocks, write_world, writing

TODAY = date(2026, 11, 1)


def columns(block):
    parts = (block.people, block.episodes, block.listings)
    return [getattr(part, name) for part in parts for name in part.__dataclass_fields__]


def test_the_same_seed_gives_the_same_world(world, truth, events):
    again = list(truth_blocks(world))
    for one, other in zip(truth, again, strict=True):
        assert all(map(np.array_equal, columns(one), columns(other)))
        assert one.links == other.links
    assert list(observed_events(world)) == events


def test_another_seed_gives_another_world(world, truth):
    other = World(seed=world.seed + 1, people=world.people, years=world.years, today=world.today)
    assert not np.array_equal(next(truth_blocks(other)).people.given, truth[0].people.given)


def test_a_block_does_not_depend_on_the_blocks_drawn_before_it(world, blocks):
    for block, (true, seen) in reversed(list(zip(world.blocks(), blocks, strict=True))):
        alone, alone_seen = draw_block(world, block)
        assert all(map(np.array_equal, columns(alone), columns(true)))
        assert alone_seen == seen


def test_everybody_is_in_exactly_one_block(world, truth):
    numbers = np.concatenate([block.people.number for block in truth])
    assert numbers.tolist() == list(range(world.people))


def test_observed_events_come_in_order_of_time_and_none_is_lost(blocks, events):
    assert [e.at for e in events] == sorted(e.at for e in events)
    assert len(events) == sum(len(seen.events) for _, seen in blocks)


@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(1, 9))
@settings(max_examples=15, deadline=None)
def test_nothing_is_seen_outside_the_years_of_the_world(seed, people, years):
    world = World(seed=seed, people=people, years=years, today=TODAY)
    days = [event.at.date() for event in observed_events(world)]
    assert all(world.first_day <= day <= TODAY for day in days)


def test_a_written_world_is_the_same_to_the_last_byte(tmp_path):
    made = [
        write_world(tmp_path / name, seed=5, people=400, years=3, today=TODAY)
        for name in ("one", "two")
    ]
    one, two = (
        {p.relative_to(m.parent): p.read_bytes() for p in m.parent.rglob("*") if p.is_file()}
        for m in made
    )
    assert one == two
    assert json.loads(made[0].read_text())["digest"] == json.loads(made[1].read_text())["digest"]
    other = write_world(tmp_path / "three", seed=6, people=400, years=3, today=TODAY)
    assert json.loads(other.read_text())["digest"] != json.loads(made[0].read_text())["digest"]


def test_what_is_written_is_what_is_observed(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "LINES_PER_SPOOL", 100)  # many stretches, as in a large world
    world = World(seed=5, people=500, years=4, today=TODAY)
    write_world(tmp_path, seed=5, people=500, years=4, today=TODAY)
    written = gzip.decompress((tmp_path / "observed/events.jsonl.gz").read_bytes()).decode()
    observed = [writing.event_line(event) for event in observed_events(world)]
    assert written.splitlines(keepends=True) == sorted(observed)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    rows = {each["path"]: each["rows"] for each in manifest["files"]}
    assert rows["observed/events.jsonl.gz"] == len(observed)
    assert rows["truth/people.csv.gz"] == 500


def test_a_written_world_leaves_no_spool_behind(tmp_path):
    write_world(tmp_path, seed=5, people=50, years=2, today=TODAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        "observed",
        "truth",
    ]


MEASURED = """
import sys
from datetime import date
from pathlib import Path
from ketenzicht.world import write_world
write_world(Path(sys.argv[1]), seed=1, people=int(sys.argv[2]), years=5, today=date(2026, 11, 1))
status = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def most_megabytes(folder, people):
    command = [sys.executable, "-c", MEASURED, str(folder / str(people)), str(people)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read where Linux keeps it"
)
def test_memory_does_not_grow_with_the_world(tmp_path):
    growth = most_megabytes(tmp_path, 40_960) - most_megabytes(tmp_path, 4_096)
    assert growth < 15


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"people": 0}, "at least one person"),
        ({"years": 0}, "expected 1 to 50"),
        ({"seed": -1}, "expected zero or more"),
    ],
)
def test_an_impossible_world_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        World(**{"seed": 1, "people": 10, "years": 3, "today": TODAY} | wrong)
