# SPDX-License-Identifier: MIT
"""``blindkoppel match``: link two files in the clear, or find duplicates in one."""

import argparse
import json
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blindkoppel.cli.arguments import share
from blindkoppel.cli.registry import Commands
from blindkoppel.decide import Bands
from blindkoppel.encode.parameters import read_parameters
from blindkoppel.errors import TableError
from blindkoppel.evaluate.truth import pairs_between, pairs_within, truth_report
from blindkoppel.linking import Linkage, Weights, find_duplicates, link
from blindkoppel.reading.columns import aligned_columns
from blindkoppel.reading.records import Columns, Schema, guess_schema, known_values, schema_from
from blindkoppel.reading.tables import read_columns, write_rows
from blindkoppel.rounds.files import read_encoded
from blindkoppel.rounds.matching import match_round, sealed_round
from blindkoppel.splink_engine import Engine, link_with_splink

# For counting, missed and false pairs should balance; for telling somebody, they should
# not. Shipped probabilities are on the low side, so the balance lies below a half.
COUNTING_THRESHOLD = 0.3


def schema_of(options: argparse.Namespace, columns: Columns, without: str | None) -> Schema:
    """The schema that was given, or the one the column names suggest."""
    if not options.fields:
        return guess_schema([column for column in columns if column != without])
    roles = {}
    for field in options.fields:
        role, _, named = field.partition("=")
        roles[role] = named.split(",")
    missing = [column for named in roles.values() for column in named if column not in columns]
    if "names" not in roles or missing:
        raise TableError(
            "--fields needs names=COLUMN[,COLUMN] and columns that exist"
            + (f"; not found: {', '.join(missing)}" if missing else "")
        )
    return schema_from(roles)


def _rows(
    linkage: Linkage, left: Columns, right: Columns, options: argparse.Namespace
) -> Iterator[dict[str, object]]:
    bands = Bands(match=options.match_from, review=options.review_from)
    for one, other, probability in zip(
        linkage.pairs.left.tolist(),
        linkage.pairs.right.tolist(),
        linkage.probability.tolist(),
        strict=True,
    ):
        band = bands.band(probability)
        if band != "no":
            yield {
                "left": left[options.id][one] if options.id else one,
                "right": right[options.id][other] if options.id else other,
                "probability": f"{probability:.4f}",
                "band": band.value,
            }


def _truth(
    linkage: Linkage, left: Columns, right: Columns, options: argparse.Namespace
) -> dict[str, object]:
    persons = known_values(left[options.truth]), known_values(right[options.truth])
    wanted = pairs_between(*persons) if options.right else pairs_within(persons[0])
    return truth_report(
        linkage.pairs,
        linkage.probability,
        persons=persons,
        wanted=wanted,
        threshold=options.threshold,
    )


def _people(columns: Columns, options: argparse.Namespace) -> Columns:
    return {name: values for name, values in columns.items() if name != options.truth}


def _alike(
    left: Columns, right: Columns, options: argparse.Namespace
) -> tuple[Schema, Columns, Columns]:
    """What to compare. Where nobody said which columns, files may call them differently."""
    one, other = _people(left, options), _people(right, options)
    if not options.fields and any(c not in other for c in guess_schema(list(one)).columns):
        guess_schema(list(other))  # refuses a file without names
        one, other = aligned_columns(one, other)
    return schema_of(options, one, None), one, other


def _linked(left: Columns, right: Columns, options: argparse.Namespace) -> tuple[Schema, Linkage]:
    schema, one, other = _alike(left, right, options)
    if options.engine:
        engine = Engine(options.engine)
        return schema, link_with_splink(one, other if options.right else None, schema, engine)
    weights = Weights(options.weights) if options.weights else None
    if not options.right:
        return schema, find_duplicates(one, schema, weights)
    if options.blind:
        return schema, sealed_round(one, other, schema)
    return schema, link(one, other, schema, weights)


def _received(options: argparse.Namespace) -> tuple[Linkage, Columns, Columns]:
    """What a matching point does: encoded files in, pairs of handles out."""
    if not options.parameters or not options.right:
        raise TableError("encoded files need --parameters, and two of them")
    parameters = read_parameters(options.parameters)
    left, right = read_encoded(options.left), read_encoded(options.right)
    options.id = "handle"
    handles = {"handle": list(left.handles)}, {"handle": list(right.handles)}
    return match_round(left, right, parameters), *handles


def _compared(schema: Schema) -> dict[str, list[str]]:
    """Which columns were compared as what."""
    roles = ("names", "birth", "sex", "nationality", "place", "identifiers", "texts")
    named = {role: getattr(schema, role) for role in roles}
    return {
        role: [columns] if isinstance(columns, str) else list(columns)
        for role, columns in named.items()
        if columns
    }


def _match(options: argparse.Namespace) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    fields: dict[str, object] = {}
    if options.left.suffix == ".npz":
        linkage, left, right = _received(options)
    else:
        needed = [column for column in (options.id, options.truth) if column]
        left = read_columns(options.left, needed)
        right = read_columns(options.right, needed) if options.right else left
        schema, linkage = _linked(left, right, options)
        fields = {"fields": _compared(schema)}
    found = list(_rows(linkage, left, right, options))
    report: dict[str, object] = {
        "left": len(next(iter(left.values()))),
        "right": len(next(iter(right.values()))),
        "compared": linkage.compared,
        "bands": dict(Counter(str(row["band"]) for row in found)),
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **fields,
    }
    if options.truth:
        report |= _truth(linkage, left, right, options)
    if options.out:
        write_rows(options.out, found, ["left", "right", "probability", "band"])
    print(json.dumps(report, indent=2) if options.json else _as_text(report))


def _as_text(report: dict[str, object]) -> str:
    return "\n".join(f"{name.replace('_', ' '):>24}  {value}" for name, value in report.items())


def register(commands: Commands) -> None:
    """Add ``match`` to the command line."""
    parser = commands.add_parser("match", help="link two files, or find duplicates in one")
    parser.add_argument("left", type=Path, help="CSV, Parquet, or encoded (.npz)")
    parser.add_argument(
        "right", type=Path, nargs="?", help="the other file; without it, duplicates"
    )
    parser.add_argument("--out", type=Path, help="write matches and pairs to review here, as CSV")
    parser.add_argument("--id", help="the column that names a record; row numbers without it")
    parser.add_argument(
        "--fields",
        action="append",
        metavar="ROLE=COLUMN,...",
        help="names, birth, sex, nationality, place, identifiers or texts; may be repeated",
    )
    parser.add_argument(
        "--blind", action="store_true", help="through encodings under a throw-away key"
    )
    parser.add_argument("--parameters", type=Path, help="of the round, for encoded files (.npz)")
    parser.add_argument(
        "--engine",
        choices=[engine.value for engine in Engine],
        help="let Splink match, on this machine or on Spark; our names and keys, in the clear",
    )
    parser.add_argument("--weights", choices=[weights.value for weights in Weights])
    parser.add_argument("--truth", metavar="COLUMN", help="who it really is; then quality is told")
    parser.add_argument("--threshold", type=share, default=COUNTING_THRESHOLD)
    parser.add_argument("--match-from", type=share, default=Bands().match)
    parser.add_argument("--review-from", type=share, default=Bands().review)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_match)
