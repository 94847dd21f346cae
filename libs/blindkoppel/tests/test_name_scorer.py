# SPDX-License-Identifier: MIT
import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blindkoppel.cli import main
from blindkoppel.errors import TableError
from blindkoppel.evaluate import score_at
from blindkoppel.names import default_scorer, prepare, same_name_probability
from blindkoppel.names.alignment import alignment_scores, units_of
from blindkoppel.names.ensemble import Ensemble
from blindkoppel.names.score import read_scorer, save_scorer
from blindkoppel.reading.tables import read_rows

SAME = [
    ("Мария Симеонова", "SIMEONOVA Mariya"),
    ("Володимир Коваленко", "Wolodymyr Kowalenko"),
    ("محمد رضا محمدی", "Mohammad Reza MOHAMMADI"),
    ("Nguyễn Thị Bạch Mai", "NGUYEN Thi Bach Mai"),
    ("Johannes van der Meer", "VAN DER MEER, Johannes Willem"),
    ("김철수", "Kim Chul-soo"),
]
DIFFERENT = [
    ("Мария Симеонова", "PETROVA Mariya"),
    ("Oleg Vladimirovich GARIN", "Олег Владимирович СЕВОСТЬЯНОВ"),
    ("محمد رضا محمدی", "Ahmad Wahidi"),
    ("Joop van der Meer", "Joop van den Berg"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_under_two_spellings_is_probable(one, other):
    assert same_name_probability(one, other) > default_scorer().threshold


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people_who_share_a_part_of_their_name_are_improbable(one, other):
    assert same_name_probability(one, other) < default_scorer().threshold


names = st.text("abcdeмариясوحمد김林 -'", max_size=25)


@settings(max_examples=60, deadline=None)
@given(names, names)
def test_which_name_comes_first_does_not_matter(one, other):
    assert same_name_probability(one, other) == same_name_probability(other, one)


def test_a_pair_scores_the_same_alone_and_among_others():
    pairs = [(prepare(one), prepare(other)) for one, other in SAME + DIFFERENT]
    together = default_scorer().probabilities(pairs)
    alone = [default_scorer().probabilities([pair])[0] for pair in pairs]
    assert together.tolist() == pytest.approx(alone, abs=1e-6)


def test_a_name_without_letters_is_nobody():
    assert same_name_probability("···", "Maria Petrova") == 0.0


def test_no_pairs_give_no_probabilities():
    assert default_scorer().probabilities([]).tolist() == []


def test_a_sound_aligned_with_itself_scores_above_a_sound_aligned_with_another():
    odds = default_scorer().odds
    words = [units_of("mariya")] * 2, [units_of("mariya"), units_of("boguslav")]
    same, other = alignment_scores(odds, *words, np.zeros(2, dtype=np.int64))
    assert same > 0 > other


def test_parameters_survive_being_written_and_read():
    scorer = default_scorer()
    again = read_scorer(save_scorer(scorer))
    pair = [(prepare("Мария Симеонова"), prepare("Mariya Simeonova"))]
    assert again.probabilities(pair) == scorer.probabilities(pair)
    assert again.digest != read_scorer(save_scorer(replace(scorer, threshold=0.1))).digest


def test_trees_add_the_leaves_a_row_ends_in():
    stump = Ensemble(
        feature=np.array([[1, 0, 0]], dtype=np.int32),
        threshold=np.array([[0.5, np.inf, np.inf]], dtype=np.float32),
        left=np.array([[1, 1, 2]], dtype=np.int32),
        right=np.array([[2, 1, 2]], dtype=np.int32),
        value=np.array([[0, -1, 2]], dtype=np.float32),
        depth=3,
    )
    rows = np.array([[9, 0.5], [9, 0.6]], dtype=np.float32)
    assert stump.log_odds(rows).tolist() == [-1.0, 2.0]


def write_pairs(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([("name1", "name2", "label"), *rows])
    return path


def test_the_command_reports_quality_where_the_truth_is_known(tmp_path, capsys):
    rows = [(*pair, 1) for pair in SAME] + [(*pair, 0) for pair in DIFFERENT]
    path = write_pairs(tmp_path / "pairs.csv", rows)
    assert main(["names", "score", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["pairs"], report["f1"]) == (10, 1.0)


def test_the_command_writes_a_probability_for_every_pair(tmp_path):
    path = write_pairs(tmp_path / "pairs.csv", [("Мария Петрова", "Maria Petrova", "")])
    main(["names", "score", str(path), "--out", str(tmp_path / "out.csv")])
    assert [row["name1"] for row in read_rows(tmp_path / "out.csv")] == ["Мария Петрова"]
    assert float(read_rows(tmp_path / "out.csv")[0]["probability"]) > 0.9


def test_a_file_without_the_columns_is_refused_with_their_names(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("name\nMaria\n", encoding="utf-8")
    with pytest.raises(TableError, match="no column name1, name2; it has name"):
        read_rows(path, required=("name1", "name2"))


def test_public_persons_are_found_across_scripts(linkage_data):
    rows = read_rows(linkage_data / "xname_pairs.csv")[::4]
    pairs = [(prepare(row["name1"]), prepare(row["name2"])) for row in rows]
    same = np.array([row["label"] == "1" for row in rows])
    scorer = default_scorer()
    assert score_at(scorer.threshold, scorer.probabilities(pairs), same).f1 > 0.94
