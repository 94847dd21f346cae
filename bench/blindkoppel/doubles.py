# SPDX-License-Identifier: MIT
"""Doubles inside public demonstration sets: Splink beside this library.

    python bench/blindkoppel/doubles.py FOLDER

``FOLDER`` holds the three files of ``SETS``; one that is absent is said to be. Neither
side sees the truth, and each side's default decides at a probability of a half.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import splink.comparison_library as compare_by
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from blindkoppel.block import Candidates
from blindkoppel.evaluate.truth import pairs_within, truth_report
from blindkoppel.linking import Weights, find_doubles
from blindkoppel.records import guess_schema
from blindkoppel.tables import read_columns

Columns = dict[str, list[str]]
Found = tuple[Candidates, np.ndarray]


@dataclass(frozen=True, slots=True)
class Set:
    """A file, its truth, and what Splink's own guide would compare and block on."""

    file: str
    truth: str
    comparisons: tuple[object, ...]
    blocking: tuple[tuple[str, ...], ...]
    training: tuple[tuple[str, ...], ...]
    sure: tuple[tuple[str, ...], ...]


SETS: dict[str, Set] = {
    "RLdata10000": Set(
        "RLdata10000.csv",
        "identity",
        (
            compare_by.JaroWinklerAtThresholds("fname_c1").configure(
                term_frequency_adjustments=True
            ),
            compare_by.JaroWinklerAtThresholds("lname_c1").configure(
                term_frequency_adjustments=True
            ),
            compare_by.DateOfBirthComparison("dob", input_is_string=True),
        ),
        (("dob",), ("fname_c1", "lname_c1"), ("lname_c1", "year"), ("fname_c1", "year", "month"),
         ("lname_c1", "month", "day"), ("fname_c1", "month", "day"), ("fname_c1", "year", "day")),
        (("dob",), ("fname_c1", "lname_c1")),
        (("fname_c1", "dob"), ("lname_c1", "dob")),
    ),
    "fake_1000": Set(
        "fake_1000.csv",
        "cluster",
        (
            compare_by.NameComparison("first_name"),
            compare_by.NameComparison("surname"),
            compare_by.DateOfBirthComparison("dob", input_is_string=True),
            compare_by.ExactMatch("city").configure(term_frequency_adjustments=True),
            compare_by.EmailComparison("email"),
        ),
        (("first_name", "city"), ("surname",), ("dob",), ("email",), ("first_name",)),
        (("first_name", "surname"), ("dob",)),
        (("first_name", "surname", "dob"), ("email",)),
    ),
    "historical 50k": Set(
        "historical_figures_with_errors_50k.parquet",
        "cluster",
        (
            compare_by.ForenameSurnameComparison("first_name", "surname"),
            compare_by.DateOfBirthComparison("dob", input_is_string=True),
            compare_by.PostcodeComparison("postcode_fake"),
            compare_by.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            compare_by.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ),
        (("substr(first_name, 1, 3)", "substr(surname, 1, 4)"), ("surname", "dob"),
         ("first_name", "dob"), ("postcode_fake", "first_name"), ("postcode_fake", "surname"),
         ("dob", "birth_place"), ("substr(postcode_fake, 1, 3)", "dob"),
         ("substr(postcode_fake, 1, 3)", "first_name"),
         ("substr(postcode_fake, 1, 3)", "surname"),
         ("substr(first_name, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)")),
        (("first_name", "surname"), ("dob",)),
        (("first_name", "surname", "dob"),),
    ),
}  # fmt: skip


def _table(engine: duckdb.DuckDBPyConnection, columns: Columns) -> None:
    kept = dict(columns)
    if "by" in kept:
        # "by" is a word of SQL.
        kept |= {"year": kept.pop("by"), "month": kept.pop("bm"), "day": kept.pop("bd")}
        dates = zip(kept["year"], kept["month"], kept["day"], strict=True)
        kept["dob"] = [f"{year}-{month:0>2}-{day:0>2}" for year, month, day in dates]
    kept.pop("unique_id", None)
    names = ", ".join(f"{name} VARCHAR" for name in kept)
    engine.execute(f"CREATE TABLE people (unique_id BIGINT, {names})")
    rows = [
        (number, *(value or None for value in values))
        for number, values in enumerate(zip(*kept.values(), strict=True))
    ]
    marks = ", ".join("?" for _ in range(len(kept) + 1))
    for at in range(0, len(rows), 1000):
        some = rows[at : at + 1000]
        values = ", ".join(f"({marks})" for _ in some)
        engine.execute(f"INSERT INTO people VALUES {values}", [v for row in some for v in row])


def splink(columns: Columns, chosen: Set) -> Found:
    """Splink as its guide has it: trained without labels, by two blocking rules."""
    engine = duckdb.connect()
    _table(engine, {name: column for name, column in columns.items() if name != chosen.truth})
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=list(chosen.comparisons),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in chosen.blocking],
    )
    backend = DuckDBAPI(connection=engine)
    linker = Linker([backend.register("people")], settings, log_level=40)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on(*rule) for rule in chosen.sure], recall=0.6
    )
    train.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in chosen.training:
        train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=0.001).as_record_list()
    ends = np.array([(row["unique_id_l"], row["unique_id_r"]) for row in found]).reshape(-1, 2)
    return Candidates(ends[:, 0], ends[:, 1]), np.array([row["match_probability"] for row in found])


def _ours(weights: Weights | None) -> Callable[[Columns, Set], Found]:
    def run(columns: Columns, chosen: Set) -> Found:
        schema = guess_schema([name for name in columns if name != chosen.truth])
        linkage = find_doubles(columns, schema, weights)
        return linkage.pairs, linkage.probability

    return run


TOOLS: dict[str, Callable[[Columns, Set], Found]] = {
    "Splink 5": splink,
    "blindkoppel, shipped weights": _ours(Weights.LEARNED),
    "blindkoppel (default)": _ours(None),
}


def main() -> None:
    """Run every tool on every set and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    print("| | | best F1 | F1 at 0.5 | true pairs proposed | CPU s |\n|---|---|---|---|---|---|")
    for title, chosen in SETS.items():
        if not (options.folder / chosen.file).is_file():
            print(f"| {title} | not run: {chosen.file} is absent | | | | |")
            continue
        columns = read_columns(options.folder / chosen.file)
        persons = np.array(columns[chosen.truth])
        wanted = pairs_within(columns[chosen.truth])
        for name, run in TOOLS.items():
            started = time.process_time()
            pairs, probability = run(columns, chosen)
            spent = time.process_time() - started
            told = truth_report(
                pairs, probability, persons=(persons, persons), wanted=wanted, threshold=0.5
            )
            proposed = (persons[pairs.left] == persons[pairs.right]).sum() / wanted
            print(
                f"| {title} | {name} | {told['best_f1']:.3f} | {told['f1']:.3f} "
                f"| {proposed:.3f} | {spent:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
