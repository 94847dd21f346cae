# SPDX-License-Identifier: MIT
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import two_files

from blindkoppel.block import Candidates, all_pairs, candidates
from blindkoppel.cli import main
from blindkoppel.compare.records import compare, comparison
from blindkoppel.decide import Band, Bands, exclusive_probability, fit_prior, one_to_one
from blindkoppel.decide.em import learn_weights
from blindkoppel.decide.levels import Field, fields_of
from blindkoppel.encode.blocking_keys import (
    BLOCKING_KEYS,
    TEXT_BLOCKING_KEYS,
    KeySet,
    all_phonetic_key_codes,
    key_set,
)
from blindkoppel.linking import (
    LEAST_LOG_ODDS,
    Weights,
    default_weights,
    exclusive,
    find_duplicates,
    link,
)
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.proposing import pairs_not_proposed, propose
from blindkoppel.reading.records import guess_schema, read_records
from blindkoppel.reading.tables import read_columns, read_rows, write_columns, write_rows


def keep_all(left, right):
    return np.ones(len(left), dtype=bool)


def pairs_of(linkage, least):
    chosen = linkage.probability >= least
    return set(
        zip(linkage.pairs.left[chosen].tolist(), linkage.pairs.right[chosen].tolist(), strict=True)
    )


@pytest.mark.parametrize("weights", list(Weights))
def test_people_written_in_another_order_and_spelling_are_found(weights):
    left, right = two_files(shared=60, alone=60)
    linkage = link(left, right, guess_schema(list(left)), weights)
    assert pairs_of(linkage, 0.5) == {(row, row) for row in range(60)}


def test_what_is_next_to_impossible_is_nobodys_rival_and_no_result():
    pairs = Candidates(np.array([0, 0, 1]), np.array([0, 1, 1]))
    found = exclusive(pairs, np.array([2.0, LEAST_LOG_ODDS - 1, LEAST_LOG_ODDS - 1]))
    assert (found.pairs.left.tolist(), found.pairs.right.tolist()) == ([0], [0])
    assert found.probability[0] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert found.compared == 3


def test_nobody_is_linked_twice():
    left, right = two_files(shared=40, alone=80)
    linkage = link(left, right, guess_schema(list(left)))
    assert len(set(linkage.pairs.left.tolist())) == len(linkage.pairs)
    assert len(set(linkage.pairs.right.tolist())) == len(linkage.pairs)


def test_duplicates_inside_one_file_are_found_and_never_with_themselves():
    left, right = two_files(shared=30, alone=40)
    both = {name: left[name] + right[name] for name in left}
    linkage = find_duplicates(both, guess_schema(list(both)))
    assert pairs_of(linkage, 0.5) == {(row, row + 70) for row in range(30)}


def duplicated_file():
    """800 people of whom 200 are there twice, and who cannot be told apart by nationality."""
    left, right = two_files(shared=200, alone=400)
    return {name: left[name] + right[name] for name in left if name != "nat"}


def test_the_share_of_duplicates_in_one_file_is_found_without_labels():
    columns = duplicated_file()
    linkage = find_duplicates(columns, guess_schema(list(columns)), Weights.EM)
    assert linkage.probability.sum() == pytest.approx(200, rel=0.1)


def test_files_unlike_those_the_shipped_weights_learned_from_get_weights_of_their_own():
    known, more = guess_schema(list(duplicated_file())), guess_schema([*duplicated_file(), "nat"])
    addressed = guess_schema([*duplicated_file(), "nat", "postcode"])
    assert default_weights(known, within=True) is Weights.EM
    assert default_weights(more, within=True) is Weights.LEARNED
    assert default_weights(known) is Weights.LEARNED
    assert default_weights(addressed) is Weights.EM


@given(st.integers(2, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39))))
def test_pairs_drawn_as_non_matches_are_no_candidates_and_nobody_with_themselves(size, proposed):
    ordered = [(a, b) for a, b in proposed if a < b < size]
    taken = Candidates(*np.array(ordered, dtype=np.int64).reshape(-1, 2).T)
    drawn = pairs_not_proposed((size, size), taken, within=True)
    assert (drawn.left < drawn.right).all()
    assert not set(zip(drawn.left.tolist(), drawn.right.tolist(), strict=True)) & set(ordered)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=15))
def test_inside_one_file_every_pair_that_shares_a_key_comes_once(rows):
    keys = as_keys(rows)
    found = candidates([(keys, keys)], (100, 100), keep_all, within=True)
    expected = {(a, b) for a, key in rows for b, other in rows if key == other and a < b}
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
    assert len(found) == len(expected)


def learned_from_names(frequency_of_non_matches):
    """Weights of two fields over 2,000 pairs, a quarter of them matches."""
    draw = np.random.default_rng(4)
    same = np.arange(2000) < 500
    agree = np.where(same, 2, np.where(draw.random(2000) < 0.3, 2, 1)).astype(np.int8)
    inverse_frequency = np.where(agree == 2, np.where(same, 6.0, frequency_of_non_matches), 0.0)
    sure = Field("sure", np.where(draw.random(2000) < 0.02, 2 - same, 1 + same).astype(np.int8))
    name = Field("name", agree, inverse_frequency.astype(np.float32))
    others = [Field("sure", np.ones(500, np.int8)), Field("name", np.ones(500, np.int8))]
    return learn_weights([sure, name], others, 100_000), name


def test_sharing_something_rare_says_more_than_sharing_something_common():
    learned, name = learned_from_names(frequency_of_non_matches=2.0)
    weight = learned.of_field(name)
    non_matches_that_agree = np.flatnonzero((name.levels == 2) & (np.arange(2000) >= 500))
    assert weight[0] - weight[non_matches_that_agree[0]] == pytest.approx(4.0)


def test_what_namesakes_share_anyway_says_little():
    draw = np.random.default_rng(6)
    same, alike = np.arange(4000) < 500, np.arange(4000) < 1500
    sure = Field("sure", np.where(draw.random(4000) < 0.02, 2 - same, 1 + same).astype(np.int8))
    # NonMatches with like names nearly always share the country, others seldom do.
    shared = draw.random(4000) < np.where(same, 0.95, np.where(alike, 0.9, 0.1))
    country = Field("country", (1 + shared).astype(np.int8), given=alike.astype(np.int8))
    others = [
        Field("sure", np.ones(500, np.int8)),
        Field("country", np.ones(500, np.int8), given=np.zeros(500, np.int8)),
    ]
    weights = learn_weights([sure, country], others, 50_000).weights["country"]
    assert abs(weights[1, 2]) < 0.3
    assert weights[0, 2] > 2


def test_facts_of_namesakes_are_counted_apart():
    columns = {"name": ["Ngozi Okonkwo", "Ngozi Okonkwo", "Jan Silva"], "nat": ["ng", "ng", "nl"]}
    vocabulary = Vocabulary()
    records = read_records(columns, guess_schema(list(columns)), vocabulary)
    pairs = Candidates(np.array([0, 0]), np.array([1, 2]))
    rows = compare(comparison(records, records, vocabulary), pairs)
    fields = {field.name: field for field in fields_of(rows, records, records, pairs)}
    assert fields["nationality"].given.tolist() == [2, 0]
    assert fields["identifier"].given is None


def test_a_column_without_another_role_brings_people_together():
    columns = {
        "name": ["Jan Bakker", "Sam Silva"],
        "dob": ["1980", ""],
        "postcode": ["1011", "1011"],
    }
    vocabulary = Vocabulary()
    records = read_records(columns, guess_schema(list(columns)), vocabulary)
    keys = key_set(records, all_phonetic_key_codes(vocabulary), TEXT_BLOCKING_KEYS[1])
    assert keys.rows.tolist() == [0]


@pytest.mark.parametrize(
    ("file", "truth"), [("RLdata10000.csv", "identity"), ("fake_1000.csv", "cluster")]
)
def test_the_default_is_within_a_point_of_the_best_on_public_duplicates(
    linkage_data, capsys, file, truth
):
    main(["match", str(linkage_data / file), "--truth", truth, "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["best_f1"] - report["f1"] < 0.01


@pytest.mark.parametrize("without", [("nat",), ("dob",), ("sex", "nat", "mun", "tel")])
def test_the_default_is_within_a_few_points_of_the_best_where_columns_are_missing(
    linkage_data, tmp_path, capsys, without
):
    for side in "ab":
        columns = read_columns(linkage_data / f"chain10k_{side}.parquet")
        known = {name: values for name, values in columns.items() if name not in without}
        write_columns(tmp_path / f"{side}.csv", known)
    main(
        ["match", *(str(tmp_path / f"{side}.csv") for side in "ab"), "--truth", "person", "--json"]
    )
    report = json.loads(capsys.readouterr().out)
    assert report["best_f1"] > (0.92 if "dob" in without else 0.95)
    assert report["best_f1"] - report["f1"] < 0.01


@pytest.mark.parametrize("shared_texts", [True, False])
def test_people_under_another_name_are_proposed_by_an_address_few_have(shared_texts):
    left, right = two_files(shared=30, alone=30)
    right["given"], right["surname"] = ["Xu"] * 60, ["Qwerty"] * 60
    for name in ("address_1", "postcode"):
        left[name] = [f"{name} {row}" for row in range(60)]
        right[name] = [*left[name][:30], *(f"other {name} {row}" for row in range(30))]
    if not shared_texts:
        right["address_1"] = right["postcode"] = [f"unlike {row}" for row in range(60)]
    schema = guess_schema([name for name in left if name != "person"])
    vocabulary = Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    found = propose(one, other, vocabulary)
    both = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert {(row, row) for row in range(30)}.issubset(both) == shared_texts


def test_two_files_without_a_common_person_give_no_match():
    left, right = two_files(shared=0, alone=80)
    linkage = link(left, right, guess_schema(list(left)))
    assert pairs_of(linkage, Bands().match) == set()


key_rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=12)


def as_keys(rows):
    return KeySet(
        BLOCKING_KEYS[0],
        np.array([row for row, _ in rows], dtype=np.int64),
        np.array([key for _, key in rows], dtype=np.uint64),
    )


@given(key_rows, key_rows)
def test_the_join_proposes_exactly_the_pairs_that_share_a_key(left, right):
    found = candidates([(as_keys(left), as_keys(right))], (100, 100), keep_all)
    expected = {(a, b) for a, key in left for b, other in right if key == other}
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
    assert len(found) == len(expected)


def test_the_commonest_key_is_left_out_when_pairs_run_over():
    left = [(0, 1), *((row, 2) for row in range(10))]
    sides = as_keys(left), as_keys(left)
    found = candidates([sides], (10, 10), keep_all, pairs_a_record=1)
    assert (found.left.tolist(), found.right.tolist()) == ([0], [0])


def test_small_files_are_compared_all_with_all():
    found = all_pairs((2, 3), keep_all)
    assert (found.left.tolist(), found.right.tolist()) == ([0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2])


def test_a_key_is_made_only_when_every_part_is_known():
    columns = {"name": ["Maria Petrova", "Maria Petrova"], "dob": ["1990-05-04", ""]}
    vocabulary = Vocabulary()
    records = read_records(columns, guess_schema(list(columns)), vocabulary)
    blocking_key = next(
        blocking_key for blocking_key in BLOCKING_KEYS if blocking_key.name == "word, year"
    )
    assert key_set(records, all_phonetic_key_codes(vocabulary), blocking_key).rows.tolist() == [
        0,
        0,
    ]


def test_a_first_of_january_is_no_birth_day():
    columns = {"name": ["Maria Petrova"], "dob": ["1990-01-01"]}
    vocabulary = Vocabulary()
    records = read_records(columns, guess_schema(list(columns)), vocabulary)
    blocking_key = next(
        blocking_key for blocking_key in BLOCKING_KEYS if blocking_key.name == "word, day"
    )
    assert len(key_set(records, all_phonetic_key_codes(vocabulary), blocking_key).keys) == 0


pair_lists = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(-9, 9)),
    unique_by=lambda pair: pair[:2],
    min_size=1,
    max_size=20,
)


def as_candidates(pairs):
    left, right, odds = zip(*pairs, strict=True)
    return Candidates(np.array(left), np.array(right)), np.array(odds)


@given(pair_lists)
def test_the_probabilities_of_one_record_never_add_up_to_more_than_one(pairs):
    proposed, odds = as_candidates(pairs)
    probability = exclusive_probability(proposed, odds)
    assert np.bincount(proposed.left, probability).max() <= 1 + 1e-9
    assert np.bincount(proposed.right, probability).max() <= 1 + 1e-9


@given(pair_lists)
def test_one_to_one_keeps_the_best_pair_and_leaves_no_free_pair_out(pairs):
    proposed, odds = as_candidates(pairs)
    kept = one_to_one(proposed, odds)
    assert odds[kept].max() == odds.max()
    taken = set(proposed.left[kept].tolist()), set(proposed.right[kept].tolist())
    for left, right in zip(proposed.left.tolist(), proposed.right.tolist(), strict=True):
        assert left in taken[0] or right in taken[1]


def test_the_share_of_matches_is_found_without_labels():
    draw = np.random.default_rng(5)
    same = draw.random(20_000) < 0.05
    evidence = np.where(same, draw.normal(3, 6**0.5, 20_000), draw.normal(-3, 6**0.5, 20_000))
    fitted = fit_prior(evidence + np.log(0.5 / 0.5), prior=0.5)
    assert (1 / (1 + np.exp(-fitted))).mean() == pytest.approx(0.05, abs=0.005)


@given(st.floats(0, 1))
def test_a_wrong_match_weighs_twenty_missed_ones(probability):
    is_match = Bands().band(probability) is Band.MATCH
    assert is_match == (probability >= 20 / 21)


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_weights_learned_without_labels_follow_agreement(seed):
    draw = np.random.default_rng(seed)
    same = draw.random(3000) < 0.3
    levels = [np.where(draw.random(3000) < np.where(same, 0.9, 0.1), 2, 1) for _ in range(4)]
    fields = [Field(f"f{at}", level.astype(np.int8)) for at, level in enumerate(levels)]
    non_matches = [
        Field(field.name, np.where(draw.random(3000) < 0.1, 2, 1).astype(np.int8))
        for field in fields
    ]
    learned = learn_weights(fields, non_matches, all_pairs=10_000)
    assert all(weights[0, 2] > 0 > weights[0, 1] for weights in learned.weights.values())
    explained = learned.explain(fields, 0)
    total = sum(explained.values()) + np.log(learned.share / (1 - learned.share))
    assert total == pytest.approx(learned.log_odds(fields)[0], abs=0.05)


def test_the_command_tells_quality_and_writes_the_pairs(tmp_path, capsys):
    for name, side in zip("ab", two_files(shared=40, alone=40), strict=True):
        rows = [dict(zip(side, values, strict=True)) for values in zip(*side.values(), strict=True)]
        write_rows(tmp_path / f"{name}.csv", rows, list(side))
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    out = tmp_path / "pairs.csv"
    assert (
        main(["match", *files, "--truth", "person", "--id", "person", "--out", str(out), "--json"])
        == 0
    )
    report = json.loads(capsys.readouterr().out)
    assert (report["f1"], report["true_pairs"]) == (1.0, 40)
    matches = [row for row in read_rows(out) if row["band"] == "match"]
    assert {row["left"] for row in matches} == {row["right"] for row in matches}


def test_a_truth_column_that_is_not_there_is_refused(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("name,dob\nMaria Petrova,1990\n", encoding="utf-8")
    assert main(["match", str(tmp_path / "a.csv"), "--truth", "person"]) == 2
    assert "a.csv has no column person" in capsys.readouterr().err


@pytest.mark.parametrize("blind", [[], ["--blind"]], ids=["clear", "blind"])
def test_people_of_the_simulated_chain_are_found(linkage_data, capsys, blind):
    files = [str(linkage_data / f"chain10k_{side}.parquet") for side in "ab"]
    main(["match", *files, "--truth", "person", "--json", *blind])
    assert json.loads(capsys.readouterr().out)["best_f1"] > 0.95
