# SPDX-License-Identifier: MIT
"""Splink as the engine: our names and keys, on one machine and beyond it."""

import shutil
from importlib.util import find_spec

import numpy as np
import pytest
from people import two_files

from blindkoppel import splink_engine
from blindkoppel.block import Candidates
from blindkoppel.block.join import join, kept_keys
from blindkoppel.encode.blocking_keys import BLOCKING_KEYS, KeySet
from blindkoppel.reading.records import Columns, guess_schema
from blindkoppel.splink_engine import Engine, EngineMissing, link_with_splink

SCHEMA = guess_schema(["given", "surname", "dob", "sex", "nat"])
needs_splink = pytest.mark.skipif(find_spec("splink") is None, reason="needs blindkoppel[splink]")
needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs blindkoppel[spark] and Java; make spark",
)


@pytest.fixture(scope="module")
def files() -> tuple[Columns, Columns]:
    return two_files(400, 300)


def _persons(found: splink_engine.Linkage, left: Columns, right: Columns) -> list[bool]:
    sure = found.probability > 0.5
    return [
        left["person"][one] == right["person"][other]
        for one, other in zip(found.pairs.left[sure], found.pairs.right[sure], strict=True)
    ]


@needs_splink
def test_people_on_two_lists_are_found_by_splink_with_our_names_and_keys(files):
    left, right = files
    same = _persons(link_with_splink(left, right, SCHEMA), left, right)
    assert sum(same) >= 0.9 * 400
    assert sum(same) >= 0.95 * len(same)


@needs_splink
def test_as_many_matches_are_expected_as_there_are_where_lists_hardly_overlap():
    left, right = two_files(40, 1200)
    found = link_with_splink(left, right, SCHEMA)
    assert found.probability.sum() == pytest.approx(40, abs=4)


@needs_splink
def test_non_matches_within_a_list_take_from_the_probability_of_those_between():
    pairs = Candidates(np.arange(400), np.arange(400))
    within = np.arange(400) >= 200
    alike = splink_engine._Predicted(pairs, np.full(400, 0.9), within)
    unlike = splink_engine._Predicted(pairs, np.where(within, 0.01, 0.9), within)
    one, other = (
        splink_engine._set_right(found, (300, 300)).probability for found in (alike, unlike)
    )
    assert one.max() < 0.1
    assert other.min() > 0.8


@needs_splink
def test_duplicates_in_one_file_come_once_lower_row_first(files):
    left, right = files
    both = {name: [*left[name], *right[name]] for name in left}
    found = link_with_splink(both, None, SCHEMA)
    assert (found.pairs.left < found.pairs.right).all()
    assert sum(_persons(found, both, both)) >= 0.9 * 400


@needs_splink
@needs_spark
def test_spark_gives_the_same_pairs_as_one_machine(files):
    here, beyond = (link_with_splink(*files, SCHEMA, engine) for engine in Engine)
    assert (here.pairs.left == beyond.pairs.left).all()
    assert (here.pairs.right == beyond.pairs.right).all()
    np.testing.assert_allclose(here.probability, beyond.probability, atol=1e-9)


def test_an_engine_that_is_absent_says_what_to_install(files, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match=r"pip install 'blindkoppel\[splink\]'"):
        link_with_splink(*files, SCHEMA)


@pytest.mark.parametrize("within", [False, True])
def test_records_that_share_a_kept_key_are_the_pairs_of_the_join(within):
    draw = np.random.default_rng(5)
    first, second = (
        KeySet(
            BLOCKING_KEYS[0],
            draw.integers(300, size=900),
            draw.integers(200, size=900).astype("u8"),
        )
        for _ in range(2)
    )
    second = first if within else second
    kept = set(kept_keys(first, second, 1500, within=within).tolist())
    joined = {
        pair
        for rows in join(first, second, 1500, within=within)
        for pair in zip(rows[0].tolist(), rows[1].tolist(), strict=True)
    }
    expected = {
        (one, other)
        for one, key in zip(first.rows.tolist(), first.keys.tolist(), strict=True)
        for other, its in zip(second.rows.tolist(), second.keys.tolist(), strict=True)
        if key == its and key in kept and (one < other or not within)
    }
    assert 0 < len(kept) < 200
    assert joined == expected
