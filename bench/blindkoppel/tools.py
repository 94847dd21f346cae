# SPDX-License-Identifier: MIT
"""The linkers, each as a function from a set to scored pairs.

Every peer gets what its own guide recommends for such columns, learns without labels, and
where it says so the name preparation of this library. Where nobody is twice on a list,
``records.py`` makes every result one to one.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.blindkoppel.sets import Columns, Set, with_parts
from blindkoppel.block import Candidates
from blindkoppel.linking import Weights, find_duplicates, link
from blindkoppel.reading.records import guess_schema
from blindkoppel.rounds.matching import sealed_round
from blindkoppel.splink_engine import link_with_splink

Found = tuple[Candidates, np.ndarray]
Tool = Callable[[Set], Found]


def _sides(chosen: Set) -> list[Columns]:
    return [with_parts(side, chosen) for side in (chosen.left, chosen.right) if side is not None]


def splink_linker(chosen: Set) -> tuple[Any, Any, list[Any]]:
    """Splink 5 on DuckDB with its recommended comparisons, trained without labels.

    Also its database and the tables in it, one per file.
    """
    import duckdb
    import splink.comparison_library as compare_by
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    import pyarrow as pa  # isort: skip  # comes with Splink

    engine = duckdb.connect()
    backend = DuckDBAPI(connection=engine)
    tables = []
    safe = {part: f"part{at}" for at, part in enumerate(p for g in chosen.blocking for p in g)}
    for at, side in enumerate(_sides(chosen)):
        known = {
            safe.get(name, name): [value or None for value in column]
            for name, column in side.items()
        }
        kept = {name: known[name] for name in set(safe.values()) & set(known)}
        kept |= {name: [value or None for value in side[name]] for name in chosen.used}
        table = pa.table({"unique_id": list(range(len(side[chosen.date]))), **kept})
        engine.register(f"arrow{at}", table)
        engine.execute(f"CREATE TABLE side{at} AS SELECT * FROM arrow{at}")
        tables.append(backend.register(f"side{at}"))
    rules = [tuple(safe[part] for part in group) for group in chosen.blocking]
    settings = SettingsCreator(
        link_type="dedupe_only" if chosen.right is None else "link_only",
        comparisons=[
            compare_by.ForenameSurnameComparison(*chosen.names),
            compare_by.DateOfBirthComparison(chosen.date, input_is_string=True),
            *(
                compare_by.ExactMatch(name).configure(term_frequency_adjustments=True)
                for name in chosen.exact
            ),
            *(compare_by.JaroWinklerAtThresholds(name) for name in chosen.texts),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    linker = Linker(tables, settings, log_level=40)
    train = linker.training
    sure = tuple(dict.fromkeys(rules[0] + rules[1]))
    train.estimate_probability_two_random_records_match([block_on(*sure)], recall=0.6)
    train.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in rules[:2]:
        train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker, backend, tables


def splink(chosen: Set) -> Found:
    """What Splink finds."""
    linker, _, _ = splink_linker(chosen)
    found = linker.inference.predict(threshold_match_probability=0.001).as_record_list()
    ends = np.array([(row["unique_id_l"], row["unique_id_r"]) for row in found]).reshape(-1, 2)
    return Candidates(ends[:, 0], ends[:, 1]), np.array([row["match_probability"] for row in found])


def ecm(chosen: Set) -> Found:
    """recordlinkage: Jaro-Winkler and equality, classified by expectation-maximisation."""
    import pandas as pd
    import recordlinkage as peer

    frames = [pd.DataFrame(side).replace("", None).rename_axis("row") for side in _sides(chosen)]
    index = peer.Index()
    for group in chosen.blocking:
        index.block(list(group))
    pairs = index.index(*frames)
    compare = peer.Compare()
    for name in (*chosen.names, *chosen.texts):
        compare.string(name, name, method="jarowinkler", threshold=0.85)
    for name in (chosen.date, *chosen.exact):
        compare.exact(name, name)
    features = compare.compute(pairs, *frames)
    classifier = peer.ECMClassifier()
    classifier.fit(features)
    probability = np.array(classifier.prob(features))
    one, other = (features.index.get_level_values(level).to_numpy() for level in (0, 1))
    if chosen.right is None:
        one, other = np.minimum(one, other), np.maximum(one, other)
    return Candidates(one, other), probability


def anonlink(chosen: Set) -> Found:
    """clkhash encodings of two-letter parts, all pairs compared by anonlink, in the blind."""
    import clkhash.clk
    from anonlink.candidate_generation import find_candidate_pairs
    from anonlink.similarities import dice_coefficient
    from clkhash.comparators import ExactComparison, NgramComparison
    from clkhash.field_formats import BitsPerFeatureStrategy, FieldHashingProperties, StringSpec
    from clkhash.schema import Schema

    def field(name: str) -> StringSpec:
        exact = name in chosen.exact
        how = ExactComparison() if exact else NgramComparison(2)
        bits = BitsPerFeatureStrategy(100 if exact else 200)
        return StringSpec(name, FieldHashingProperties(how, bits))

    schema = Schema([field(name) for name in chosen.used], 1024)
    encoded = [
        clkhash.clk.generate_clks(
            list(zip(*(side[name] for name in chosen.used), strict=True)),
            schema, "a secret of this run", validate=False, max_workers=1,
        )
        for side in _sides(chosen)
    ]  # fmt: skip
    both = encoded if len(encoded) == 2 else encoded * 2
    similarity, _, (one, other) = find_candidate_pairs(both, dice_coefficient, 0.75, k=20)
    scores, left, right = (np.array(part) for part in (similarity, one, other))
    if chosen.right is None:
        once = left < right
        scores, left, right = scores[once], left[once], right[once]
    return Candidates(left.astype(np.int64), right.astype(np.int64)), scores


def ours(weights: Weights | None = None) -> Tool:
    """This library in clear text."""

    def run(chosen: Set) -> Found:
        schema = guess_schema([name for name in chosen.left if name != chosen.truth])
        if chosen.right is None:
            found = find_duplicates(chosen.left, schema, weights)
        else:
            found = link(chosen.left, chosen.right, schema, weights)
        return found.pairs, found.probability

    return run


def ours_through_splink(chosen: Set) -> Found:
    """Splink with the names and match keys of this library."""
    schema = guess_schema([name for name in chosen.left if name != chosen.truth])
    found = link_with_splink(chosen.left, chosen.right, schema)
    return found.pairs, found.probability


def ours_blind(chosen: Set) -> Found:
    """This library between two organisations, through match keys and encodings."""
    schema = guess_schema([name for name in chosen.left if name != chosen.truth])
    found = sealed_round(chosen.left, chosen.right or chosen.left, schema)
    return found.pairs, found.probability


# The threshold is the one at which the tool decides when nobody says otherwise.
TOOLS: dict[str, tuple[Tool, float]] = {
    "Splink 5": (splink, 0.5),
    "Splink 5, names prepared": (lambda chosen: splink(chosen.prepared()), 0.5),
    "recordlinkage ECM": (ecm, 0.5),
    "recordlinkage ECM, names prepared": (lambda chosen: ecm(chosen.prepared()), 0.5),
    "anonlink, blind": (anonlink, 0.85),
    "anonlink, blind, names prepared": (lambda chosen: anonlink(chosen.prepared()), 0.85),
    "blindkoppel": (ours(), 0.3),
    "blindkoppel, weights from the files": (ours(Weights.EM), 0.3),
    "blindkoppel, --engine splink": (ours_through_splink, 0.5),
    "blindkoppel, blind": (ours_blind, 0.3),
}
