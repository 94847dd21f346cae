# SPDX-License-Identifier: MIT
"""Linkers of two files, side by side on the same files.

    python bench/blindkoppel/linking.py A.parquet B.parquet --truth person

Splink gets the columns as they are, and once more with the name preparation of
blindkoppel. All results are one to one. Times are CPU seconds, training included.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import splink.comparison_library as compare_by
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from blindkoppel.blindround import sealed_round
from blindkoppel.block import Candidates
from blindkoppel.decide import one_to_one
from blindkoppel.evaluate.truth import pairs_between, truth_report
from blindkoppel.linking import Weights, link
from blindkoppel.names import prepare
from blindkoppel.records import guess_schema
from blindkoppel.tables import read_columns

Columns = dict[str, list[str]]
Found = tuple[Candidates, np.ndarray]


def as_they_are(columns: Columns) -> Columns:
    """First and last name as written, lower case."""
    return {
        "first": [name.lower() for name in columns["given"]],
        "last": [name.lower() for name in columns["surname"]],
    }


def prepared(columns: Columns) -> Columns:
    """First and second word of the name after blindkoppel's preparation, order-free."""
    names = [" ".join(both) for both in zip(columns["given"], columns["surname"], strict=True)]
    words = [sorted(token.everyday for token in prepare(name).tokens) for name in names]
    return {
        "first": [found[0] if found else "" for found in words],
        "last": [found[-1] if len(found) > 1 else "" for found in words],
    }


def _table(engine: duckdb.DuckDBPyConnection, name: str, columns: Columns, names: Columns) -> None:
    kept = {**names, **{column: columns[column] for column in ("dob", "sex", "nat", "mun", "tel")}}
    engine.execute(
        f"CREATE TABLE {name} (unique_id BIGINT, "
        + ", ".join(f"{column} VARCHAR" for column in kept)
        + ")"
    )
    rows = [
        (number, *(value or None for value in values))
        for number, values in enumerate(zip(*kept.values(), strict=True))
    ]
    marks = ", ".join("?" for _ in range(len(kept) + 1))
    engine.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def splink(left: Columns, right: Columns, names: Callable[[Columns], Columns]) -> Found:
    """Splink with its own recommended comparisons, trained without labels."""
    engine = duckdb.connect()
    _table(engine, "a", left, names(left))
    _table(engine, "b", right, names(right))
    backend = DuckDBAPI(connection=engine)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare_by.NameComparison("first"),
            compare_by.NameComparison("last"),
            compare_by.DateOfBirthComparison("dob", input_is_string=True),
            compare_by.ExactMatch("sex"),
            compare_by.ExactMatch("nat"),
            compare_by.ExactMatch("mun"),
            compare_by.ExactMatch("tel"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("dob"),
            block_on("first", "last"),
            block_on("last", "substr(dob, 1, 4)"),
            block_on("first", "substr(dob, 1, 4)"),
            block_on("tel"),
        ],
    )
    tables = [backend.register(name) for name in "ab"]
    linker = Linker(tables, settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first", "last", "dob"), block_on("tel")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first", "last"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    pairs = Candidates(
        np.array([row["unique_id_l"] for row in found]),
        np.array([row["unique_id_r"] for row in found]),
    )
    return pairs, np.array([row["match_probability"] for row in found])


def _ours(blind: Sequence[str]) -> Callable[[Columns, Columns], Found]:
    def run(left: Columns, right: Columns) -> Found:
        schema = guess_schema([column for column in left if column != "person"])
        if blind:
            linkage = sealed_round(left, right, schema)
        else:
            linkage = link(left, right, schema, Weights.LEARNED)
        return linkage.pairs, linkage.probability

    return run


def _em(left: Columns, right: Columns) -> Found:
    schema = guess_schema([column for column in left if column != "person"])
    linkage = link(left, right, schema, Weights.EM)
    return linkage.pairs, linkage.probability


LINKERS: dict[str, Callable[[Columns, Columns], Found]] = {
    "Splink 5": lambda left, right: splink(left, right, as_they_are),
    "Splink 5, names prepared": lambda left, right: splink(left, right, prepared),
    "blindkoppel, weights learned from these files": _em,
    "blindkoppel": _ours(()),
    "blindkoppel, blind": _ours(("blind",)),
}


def main() -> None:
    """Run every linker and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--truth", default="person")
    options = parser.parse_args()
    left, right = read_columns(options.left), read_columns(options.right)
    persons = left[options.truth], right[options.truth]
    wanted = pairs_between(*persons)
    print("| | best F1 | F1 at 0.5 | recall at P 99 % | CPU s |\n|---|---|---|---|---|")
    for name, run in LINKERS.items():
        started = time.process_time()
        pairs, probability = run(left, right)
        spent = time.process_time() - started
        kept = one_to_one(pairs, probability)
        pairs, probability = Candidates(pairs.left[kept], pairs.right[kept]), probability[kept]
        told = truth_report(pairs, probability, persons=persons, wanted=wanted, threshold=0.5)
        figures = told["best_f1"], told["f1"], told["recall_at_99_precision"]
        print(
            f"| {name} |",
            " | ".join(f"{figure:.3f}" for figure in figures),
            f"| {spent:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
