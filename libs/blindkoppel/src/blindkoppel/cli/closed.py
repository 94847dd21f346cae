# SPDX-License-Identifier: MIT
"""``blindkoppel round``: the matching point's steps, and what both organisations read."""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from blindkoppel.cli.arguments import seconds, share
from blindkoppel.cli.registry import Commands
from blindkoppel.cli.signer import add_partners, add_sign, checked, signed
from blindkoppel.decide import Band, Bands
from blindkoppel.encode.parameters import read_parameters
from blindkoppel.private import close_off_process
from blindkoppel.reading.tables import read_rows, write_rows
from blindkoppel.rounds.closed import (
    FishingError,
    close_round,
    read_answer,
    read_question,
    seconds_to_release,
)
from blindkoppel.rounds.elements import read_elements
from blindkoppel.rounds.keys import read_key
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.sealed import SealedFile, open_round, read_sealed, require_own, write_sealed
from blindkoppel.rounds.signing import Maker

DEFAULT_PACE = 60
_HEARD = ("record", "left", "right", "band", "token")
_AGREED = ("left", "token")


def _open(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    open_round(options.folder, read_parameters(options.parameters))
    signed(options, options.folder / "round.json")
    print("round.json goes to the organisations; round.key stays with the closed process")


def _match(options: argparse.Namespace) -> None:
    close_off_process()
    started = time.monotonic()
    parameters = read_parameters(options.parameters)
    secret = options.folder / "round.key"
    private = read_key(secret, "round")
    asker, holder = (read_sealed(path, "submission") for path in (options.asker, options.holder))
    for path, side in ((options.asker, asker), (options.holder, holder)):
        checked(options, path, Maker.ORGANISATION, side.sender)
    bands = Bands(match=options.match_from, review=options.review_from)
    log = ChainedLog(options.log)
    about = {"asker": asker.sender, "holder": holder.sender, "parameters": parameters.digest}
    try:
        answers = close_round(private, asker, holder, parameters, bands)
    except FishingError as error:
        log.note(datetime.now(UTC), {**about, "refused": str(error)})
        secret.unlink()
        raise
    log.note(datetime.now(UTC), about)
    time.sleep(seconds_to_release(time.monotonic() - started, options.pace))
    for answer in answers:
        path = options.folder / f"{answer.sender}.{answer.kind}"
        write_sealed(path, answer)
        signed(options, path)
    secret.unlink()
    print(f"{asker.sender}.question goes to {asker.sender}, {holder.sender}.answer to the other")
    print("round.key is destroyed: no submission opens any more")


def _own(options: argparse.Namespace, kind: str) -> tuple[SealedFile, bytes]:
    """What was sent to this organisation, and the key that opens it."""
    checked(options, options.answer, Maker.MATCHING_POINT)
    file = read_sealed(options.answer, kind)
    request = read_elements(options.folder / "request.blind", "values")
    require_own(request.sender, file.sender)
    return file, read_key(options.folder / "answer.key", "answer")


def _records(options: argparse.Namespace) -> dict[str, str]:
    rows = read_rows(options.folder / "handles.csv", ("handle", "record"))
    return {row["handle"]: row["record"] for row in rows}


def _hear(options: argparse.Namespace) -> None:
    hits, records = list(read_answer(*_own(options, "answer"))), _records(options)
    rows = (
        {
            "record": records[hit.own],
            "left": hit.other,
            "right": hit.own,
            "band": hit.band.value,
            "token": hit.token,
        }
        for hit in hits
    )
    write_rows(options.out, rows, _HEARD)
    print(f"asked about {len(hits)} of {len(records)} records; decide for each, then agree")


def _agree(options: argparse.Namespace) -> None:
    rows = read_rows(options.heard, _HEARD)
    agreed = {Band.MATCH, Band.REVIEW} if options.review else {Band.MATCH}
    kept = [row for row in rows if row["band"] in agreed]
    about = {"heard": len(rows), "agreed": [row["record"] for row in kept]}
    ChainedLog(options.log).note(datetime.now(UTC), about)
    write_rows(options.out, ({"left": row["left"], "token": row["token"]} for row in kept), _AGREED)
    signed(options, options.out)
    print(f"{len(kept)} of {len(rows)} agreed; this file goes to the organisation that asked")


def _read(options: argparse.Namespace) -> None:
    checked(options, options.agreed, Maker.ORGANISATION)
    tokens = {row["left"]: row["token"] for row in read_rows(options.agreed, _AGREED)}
    hits, records = list(read_question(*_own(options, "question"), tokens)), _records(options)
    rows = (
        {"record": records[hit.own], "left": hit.own, "right": hit.other, "band": hit.band.value}
        for hit in hits
    )
    write_rows(options.out, rows, ["record", "left", "right", "band"])
    print(f"{len(hits)} of {len(records)} records are known to the other organisation")


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
    match.add_argument("asker", type=Path, help="submission.sealed of who asks")
    match.add_argument("holder", type=Path, help="submission.sealed of who is asked")
    match.add_argument("--parameters", type=Path, required=True)
    match.add_argument("--match-from", type=share, default=Bands().match)
    match.add_argument("--review-from", type=share, default=Bands().review)
    match.add_argument(
        "--pace", type=seconds, default=DEFAULT_PACE, help="seconds from one beat to the next"
    )
    match.add_argument("--log", type=Path, required=True, help="who asked whom, and when")
    match.set_defaults(run=_match)
    hear = steps.add_parser("hear", help="who is asked: about which records")
    _add_reading(hear, _hear)
    agree = steps.add_parser("agree", help="who is asked: let the other know of these")
    agree.add_argument("heard", type=Path, help="what hear wrote, without the rows to keep back")
    agree.add_argument("--review", action="store_true", help="also those that need a look")
    agree.add_argument("--out", type=Path, required=True)
    agree.add_argument("--log", type=Path, required=True, help="what was agreed to, and when")
    agree.set_defaults(run=_agree)
    read = steps.add_parser("read", help="who asks: what the other agreed to")
    read.add_argument("--agreed", type=Path, required=True)
    _add_reading(read, _read)
    add_sign(opening, match, agree)
    add_partners(match, hear, read)


def _add_reading(step: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    step.add_argument("folder", type=Path)
    step.add_argument("--answer", type=Path, required=True, help="what the matching point sent")
    step.add_argument("--out", type=Path, required=True)
    step.set_defaults(run=run)
