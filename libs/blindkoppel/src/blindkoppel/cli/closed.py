# SPDX-License-Identifier: MIT
"""``blindkoppel round``: the matching point's two steps, and an agent reading its answer."""

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from blindkoppel.cli.registry import Commands
from blindkoppel.closedround import (
    Hit,
    close_round,
    open_round,
    read_answer,
    read_sealed,
    require_own,
    write_sealed,
)
from blindkoppel.decide import Bands
from blindkoppel.encode.parameters import read_parameters
from blindkoppel.roundfiles import read_elements, read_key
from blindkoppel.tables import read_rows, write_rows

DEFAULT_PACE = 60


def _open(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    open_round(options.folder, read_parameters(options.parameters))
    print("round.json goes to the organisations; round.key stays with the closed process")


def _wait_for_the_beat(started: float, pace: float) -> None:
    """Answers leave on a beat, so that how long they took tells no more than how many."""
    if pace:
        time.sleep(-(time.monotonic() - started) % pace)


def _match(options: argparse.Namespace) -> None:
    started = time.monotonic()
    parameters = read_parameters(options.parameters)
    secret = options.folder / "round.key"
    private = read_key(secret, "round")
    submissions = (
        read_sealed(options.left, "submission"),
        read_sealed(options.right, "submission"),
    )
    bands = Bands(match=options.match_from, review=options.review_from)
    answers = close_round(private, submissions, parameters, bands)
    _wait_for_the_beat(started, options.pace)
    for answer in answers:
        write_sealed(options.folder / f"{answer.sender}.answer", answer)
    secret.unlink()
    print("an answer for each organisation; round.key is destroyed, no submission opens any more")


def _read(options: argparse.Namespace) -> None:
    answer = read_sealed(options.answer, "answer")
    request = read_elements(options.folder / "request.blind", "values")
    require_own(request.sender, answer.sender)
    hits = list(read_answer(answer, read_key(options.folder / "answer.key", "answer")))
    records = {
        row["handle"]: row["record"]
        for row in read_rows(options.folder / "handles.csv", ("handle", "record"))
    }
    write_rows(options.out, _rows(hits, records), ["record", "left", "right", "band"])
    print(f"{len(hits)} of {len(records)} records are perhaps known to the other organisation")
    if options.canaries:
        _warn_of_fishing({records[hit.own] for hit in hits}, options.canaries)


def _rows(hits: Iterable[Hit], records: dict[str, str]) -> Iterable[dict[str, str]]:
    for hit in hits:
        left, right = hit.pair
        yield {"record": records[hit.own], "left": left, "right": right, "band": hit.band.value}


def _warn_of_fishing(found: set[str], canaries: Path) -> None:
    invented = {row["record"] for row in read_rows(canaries, ("record",))}
    if caught := len(found & invented):
        print(
            f"{caught} invented records were found: the other organisation asked about people "
            "it cannot know",
            file=sys.stderr,
        )


def register(commands: Commands) -> None:
    """Add the steps of ``round`` to the command line."""
    parser = commands.add_parser("round", help="open a round, match in it, read its answer")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    opening = steps.add_parser("open", help="matching point: make the key of one round")
    opening.add_argument("folder", type=Path)
    opening.add_argument("--parameters", type=Path, required=True)
    opening.set_defaults(run=_open)
    match = steps.add_parser("match", help="matching point: match, answer, destroy the key")
    match.add_argument("folder", type=Path, help="where the round was opened")
    match.add_argument("left", type=Path, help="submission.sealed of one organisation")
    match.add_argument("right", type=Path, help="submission.sealed of the other")
    match.add_argument("--parameters", type=Path, required=True)
    match.add_argument("--match-from", type=float, default=Bands().match)
    match.add_argument("--review-from", type=float, default=Bands().review)
    match.add_argument(
        "--pace", type=float, default=DEFAULT_PACE, help="seconds from one beat to the next"
    )
    match.set_defaults(run=_match)
    read = steps.add_parser("read", help="agent: read the answer")
    read.add_argument("folder", type=Path)
    read.add_argument("--answer", type=Path, required=True)
    read.add_argument("--out", type=Path, required=True)
    read.add_argument("--canaries", type=Path, help="CSV with the records that were invented")
    read.set_defaults(run=_read)
