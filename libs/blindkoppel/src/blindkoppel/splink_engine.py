# SPDX-License-Identifier: MIT
"""Splink as the engine: our names and match keys, its comparisons, training and databases.

DuckDB on one machine, Spark beyond it, with the same pairs: weights are learned once, on
DuckDB, and carried over. Needs the extra ``splink``, and for Spark the extra ``spark`` and
Java. ``linking.link`` finds more and is the default; this is for who already works with
Splink, wants its charts, or has files that do not fit one machine.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from blindkoppel.arrays import Booleans, Float64s
from blindkoppel.block import Candidates
from blindkoppel.block.join import PAIRS_A_RECORD, kept_keys
from blindkoppel.decide.calibration import NonMatches, calibrate, pair_ratio
from blindkoppel.decide.transitivity import add_transitive_pairs
from blindkoppel.errors import BlindkoppelError
from blindkoppel.linking import Linkage, exclusive
from blindkoppel.names.vocabulary import NO_WORD, Vocabulary
from blindkoppel.proposing import key_sets
from blindkoppel.reading.records import Columns, Records, Schema, read_records

LEAST_PROBABILITY = 0.001
# Share of the true pairs that agree on both names and the birth date; Splink asks for it.
_SURE_RECALL = 0.6
_PAIRS_FOR_CHANCE = 1e6
# After more, what matches never do becomes so unlikely that Splink cannot write it down.
_MOST_ROUNDS = 10
_SEED = 20_240_101
_KEY = "keys"
_SIDES = ("a_left", "b_right")  # in the order of the alphabet, in which Splink gives a pair
_ERRORS = 40  # a level of the module logging


class Engine(StrEnum):
    """Where Splink runs."""

    DUCKDB = "splink"
    SPARK = "splink-spark"


class EngineMissing(BlindkoppelError):
    """An engine that is not installed here."""


class TrainingFailed(BlindkoppelError):
    """Files that Splink finds no weights for."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """The columns Splink compares, by how it compares them."""

    exact: tuple[str, ...]
    texts: tuple[str, ...]
    born: bool


@dataclass(frozen=True, slots=True)
class _Learned:
    """What training found: probabilities per level of every comparison, and the prior."""

    prior: float
    levels: tuple[tuple[list[float], list[float]], ...]


@dataclass(frozen=True, slots=True)
class _Predicted:
    """Pairs with their probability, and which of them lie within one of two files."""

    pairs: Candidates
    probability: Float64s
    within: Booleans


def link_with_splink(
    left: Columns,
    right: Columns | None,
    schema: Schema,
    engine: Engine = Engine.DUCKDB,
    *,
    spark: Any = None,
) -> Linkage:
    """The linkage of two files, or the duplicates in one (``right`` is None), found by Splink.

    As in ``linking``, nobody is twice on a list of two, and a person may be there more
    than twice in one. ``spark`` is a session with a checkpoint folder; without it a local
    one is made and stopped again. Raises ``EngineMissing`` with what to install.

    Parameters
    ----------
    left : Columns
        Values by column of the first file.
    right : Columns | None
        Values by column of the second file, or None.
    schema : Schema
        Which columns say what.
    engine : Engine
        Where Splink runs.
    spark : Any
        A Spark session with a checkpoint folder; a local one is made without it.

    Returns
    -------
    Linkage
        Pairs with their probability.

    Raises
    ------
    EngineMissing
        If Splink, or Spark, is not installed.
    TrainingFailed
        If Splink finds no weights for these files.

    References
    ----------
    R. Linacre, S. Lindsay, T. Manassis, Z. Slade and T. Hepworth, "Splink: free software for
        probabilistic record linkage at scale", International Journal of Population Data Science
        7, 2022.
    """
    _require("splink", "splink")
    sides = [left] if right is None else [left, right]
    tables, fields = _tables(sides, schema)
    with _on_duckdb() as api:
        learned = _train(_linker(api, tables, fields, None), fields)
    with _on_duckdb() if engine is Engine.DUCKDB else _on_spark(spark) as api:
        found = _predicted(_linker(api, tables, fields, learned))
    if right is None:
        return Linkage(*add_transitive_pairs(found.pairs, found.probability), len(found.pairs))
    return _set_right(found, (len(tables[0]), len(tables[1])))


def _set_right(found: _Predicted, sizes: tuple[int, int]) -> Linkage:
    """Two lists that hold nobody twice: pairs within each tell what non-matches look like."""
    certain = np.clip(found.probability, 1e-12, 1 - 1e-12)
    log_odds = np.log(certain / (1 - certain))
    non_matches = NonMatches(log_odds[found.within], pair_ratio(sizes, sizes))
    between = ~found.within
    pairs = Candidates(found.pairs.left[between], found.pairs.right[between])
    return exclusive(pairs, calibrate(log_odds[between], non_matches))


def _require(module: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise EngineMissing(f"{module} is not installed: pip install 'blindkoppel[{extra}]'")


def _tables(sides: Sequence[Columns], schema: Schema) -> tuple[list[Any], _Fields]:
    """One Arrow table per file: prepared names, the fields to compare, and the keys."""
    vocabulary = Vocabulary()
    records = [read_records(side, schema, vocabulary) for side in sides]
    keys = _keys(records, vocabulary)
    exact = [name for name in (schema.sex, schema.nationality, schema.place) if name]
    fields = _Fields((*exact, *schema.identifiers), schema.texts, bool(schema.birth))
    made = [
        _table(side, one, vocabulary, fields, of_row)
        for side, one, of_row in zip(sides, records, keys, strict=True)
    ]
    return made, _renamed(fields)


def _renamed(fields: _Fields) -> _Fields:
    # Column names of a user may be anything; these are safe in every dialect of SQL.
    return _Fields(
        tuple(f"exact{at}" for at in range(len(fields.exact))),
        tuple(f"text{at}" for at in range(len(fields.texts))),
        fields.born,
    )


def _table(
    side: Columns, records: Records, vocabulary: Vocabulary, fields: _Fields, keys: list[list[int]]
) -> Any:
    import pyarrow as pa

    made: dict[str, Any] = {
        "unique_id": pa.array(range(len(records)), pa.int64()),
        **_first_and_last(records, vocabulary),
        _KEY: pa.array(keys, pa.list_(pa.int64())),
    }
    if fields.born:
        made["born"] = [_date(*parts) for parts in records.birth.tolist()]
    for kind, names in (("exact", fields.exact), ("text", fields.texts)):
        for at, name in enumerate(names):
            values = [value.strip().casefold() or None for value in side[name]]
            made[f"{kind}{at}"] = pa.array(values, pa.string())
    return pa.table(made)


def _first_and_last(records: Records, vocabulary: Vocabulary) -> dict[str, list[str | None]]:
    """The first and last word of every name in the order of the alphabet, and their sounds."""
    made: dict[str, list[str | None]] = {"first": [], "last": []}
    made |= {f"{end}_sound": [] for end in made}
    forms = [(token.everyday, token.fine) for token in vocabulary.tokens]
    for row in records.words.tolist():
        words = sorted(forms[word] for word in row if word != NO_WORD)
        ends = {"first": words[:1], "last": words[1:][-1:]}
        for end, found in ends.items():
            made[end].append(found[0][0] if found else None)
            made[f"{end}_sound"].append(found[0][1] if found else None)
    return made


def _date(year: int, month: int, day: int) -> str | None:
    return f"{year:04}-{month:02}-{day:02}" if year and month and day else None


def _keys(records: Sequence[Records], vocabulary: Vocabulary) -> list[list[list[int]]]:
    """Per file and row the keys that propose pairs; the same pairs that ``join`` gives."""
    within = len(records) == 1
    most = PAIRS_A_RECORD * (len(records[0]) + len(records[-1]))
    of_rows: list[list[list[int]]] = [[[] for _ in range(len(one))] for one in records]
    for sets in key_sets(records[0], records[-1], vocabulary):
        kept = kept_keys(*sets, most, within=within)
        for of_row, keys in zip(of_rows, sets, strict=False):
            chosen = np.isin(keys.keys, kept)
            signed = keys.keys[chosen].view(np.int64).tolist()
            for row, key in zip(keys.rows[chosen].tolist(), signed, strict=True):
                of_row[row].append(key)
    return of_rows


def _comparisons(fields: _Fields, learned: _Learned | None) -> list[Any]:
    """Only comparisons that every database of Splink computes alike, so no Jaro-Winkler."""
    import splink.comparison_library as compare_by

    made: list[Any] = [_word_comparison("first"), _word_comparison("last")]
    if fields.born:
        made.append(compare_by.DateOfBirthComparison("born", input_is_string=True))
    for name in fields.exact:
        rare = compare_by.ExactMatch(name).configure(term_frequency_adjustments=True)
        made.append(rare)
    made += [compare_by.LevenshteinAtThresholds(name, [1, 3]) for name in fields.texts]
    if learned:
        for comparison, (m, u) in zip(made, learned.levels, strict=True):
            comparison.configure(m_probabilities=m, u_probabilities=u)
    return made


def _word_comparison(word: str) -> Any:
    """One word of a name: the same, the same by sound, a letter or two apart, or another."""
    import splink.comparison_level_library as level
    import splink.comparison_library as compare_by

    return compare_by.CustomComparison(
        output_column_name=word,
        comparison_levels=[
            level.NullLevel(word),
            level.ExactMatchLevel(word, term_frequency_adjustments=True),
            level.ExactMatchLevel(f"{word}_sound"),
            level.LevenshteinLevel(word, 1),
            level.LevenshteinLevel(word, 2),
            level.ElseLevel(),
        ],
    )


def _linker(api: Any, tables: Sequence[Any], fields: _Fields, learned: _Learned | None) -> Any:
    from splink import Linker, SettingsCreator, block_on

    kinds = ("dedupe_only",) if len(tables) == 1 else ("link_only", "link_and_dedupe")
    settings = SettingsCreator(
        link_type=kinds[-1] if learned else kinds[0],
        comparisons=_comparisons(fields, learned),
        max_iterations=_MOST_ROUNDS,
        blocking_rules_to_generate_predictions=[block_on(_KEY, arrays_to_explode=[_KEY])],
        **({"probability_two_random_records_match": learned.prior} if learned else {}),
    )
    registered = [
        api.register(table, dataset_display_name=side)
        for table, side in zip(tables, _SIDES, strict=False)
    ]
    return Linker(registered, settings, log_level=_ERRORS)


def _train(linker: Any, fields: _Fields) -> _Learned:
    from splink import block_on

    training = linker.training
    sure = ("first", "last", "born") if fields.born else ("first", "last")
    training.estimate_probability_two_random_records_match([block_on(*sure)], recall=_SURE_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=_PAIRS_FOR_CHANCE, seed=_SEED)
    for rule in (("first", "last"), ("born",)) if fields.born else (("first",), ("last",)):
        try:
            training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        except ValueError as error:
            raise TrainingFailed(
                "Splink cannot learn from these files: too few people on them are the same, or "
                "all of them write alike. Leave --engine out to match without Splink"
            ) from error
    model = linker.misc.save_model_to_json()
    return _Learned(
        model["probability_two_random_records_match"],
        tuple(_level_probabilities(comparison) for comparison in model["comparisons"]),
    )


def _level_probabilities(comparison: dict[str, Any]) -> tuple[list[float], list[float]]:
    levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
    # A level that training never met keeps Splink's own guess.
    return [one.get("m_probability") for one in levels], [
        one.get("u_probability") for one in levels
    ]


def _predicted(linker: Any) -> _Predicted:
    found = linker.inference.predict(threshold_match_probability=LEAST_PROBABILITY).as_record_list()
    rows = sorted(
        (
            row["unique_id_l"],
            row["unique_id_r"],
            row.get("source_dataset_l") == row.get("source_dataset_r"),
            row["match_probability"],
        )
        for row in found
    )
    left, right, within, probability = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    pairs = Candidates(left.astype(np.int64), right.astype(np.int64))
    return _Predicted(pairs, probability, within.astype(bool))


@contextlib.contextmanager
def _on_duckdb() -> Iterator[Any]:
    import duckdb
    from splink.backends.duckdb import DuckDBAPI

    with duckdb.connect() as connection:
        yield DuckDBAPI(connection=connection)


@contextlib.contextmanager
def _on_spark(spark: Any) -> Iterator[Any]:
    _require("pyspark", "spark")
    from splink.backends.spark import SparkAPI

    if spark is not None:
        yield SparkAPI(spark_session=spark)
        return
    with _local_session() as session:
        yield SparkAPI(spark_session=session)


@contextlib.contextmanager
def _local_session() -> Iterator[Any]:
    """Spark in this process on all cores, with what it writes in a folder that goes away."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    with tempfile.TemporaryDirectory() as folder:
        session = (
            SparkSession.builder.master("local[*]")
            .config("spark.jars", similarity_jar_location())
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.local.dir", folder)
            .config("spark.sql.warehouse.dir", f"{folder}/warehouse")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.driver.memory", "4g")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(f"{folder}/checkpoints")
        try:
            yield session
        finally:
            session.stop()
