# SPDX-License-Identifier: MIT
"""``blindkoppel keygen`` and ``blindkoppel encode``: a blind round, step by step."""

import argparse
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from blindkoppel.cli.arguments import period
from blindkoppel.cli.match import schema_of
from blindkoppel.cli.progress import bar
from blindkoppel.cli.registry import Commands
from blindkoppel.cli.signer import add_partners, add_sign, checked, signed
from blindkoppel.encode import oprf
from blindkoppel.encode.parameters import Parameters, read_parameters, require_same
from blindkoppel.errors import TableError
from blindkoppel.reading.tables import read_columns, read_rows, write_rows
from blindkoppel.rounds.elements import (
    ElementFile,
    allow_request,
    answer_request,
    read_elements,
    require_answers,
    whole_answers,
    write_elements,
)
from blindkoppel.rounds.files import read_encoded, read_prepared, write_encoded, write_prepared
from blindkoppel.rounds.keys import WHOLE, read_key, read_share, write_key
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.protocol import blind_values, finish_round, padded, prepare_round
from blindkoppel.rounds.sealed import read_round, require_sender, submit, write_sealed
from blindkoppel.rounds.sealing import new_sealing_pair, public_half
from blindkoppel.rounds.signing import Maker

DEFAULT_QUOTA = 500_000
_SECRET_BYTES = 32


def _keygen(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    parameters = Parameters(period=options.period)
    for name, share in _custodian_keys(options.custodians):
        write_key(options.folder / name, "custodian", share.scalar, share.number)
    write_key(options.folder / "agents.key", "agents", secrets.token_bytes(_SECRET_BYTES))
    (options.folder / "parameters.json").write_text(parameters.to_json() + "\n", "utf-8")
    print(f"parameters {parameters.digest}")
    print("a key of a custodian goes to that one only; agents.key to the organisations only")


def _custodian_keys(custodians: int) -> Iterator[tuple[str, oprf.KeyShare]]:
    key = oprf.new_scalar()
    if custodians == 1:
        yield "custodian.key", oprf.KeyShare(WHOLE, key)
    else:
        for share in oprf.share_key(key, oprf.new_scalar(), custodians):
            yield f"custodian-{share.number}.key", share


def _blind(options: argparse.Namespace) -> None:
    sender = require_sender(options.sender)
    parameters = read_parameters(options.parameters)
    key = read_key(options.key, "agents")
    columns = read_columns(options.file, [options.id] if options.id else [])
    schema = schema_of(options, columns, None)
    prepared = prepare_round(columns, schema, parameters, key)
    scalars, elements = blind_values(prepared.values, bar("blinding"))
    options.out.mkdir(parents=True, exist_ok=True)
    write_prepared(options.out / "home.npz", prepared, scalars)
    names = (
        columns[options.id] if options.id else [str(row) for row in range(len(prepared.handles))]
    )
    rows = [
        {"handle": handle, "record": name}
        for handle, name in zip(prepared.handles, names, strict=True)
    ]
    write_rows(options.out / "handles.csv", rows, ["handle", "record"])
    request = ElementFile("values", parameters.digest, sender, padded(elements))
    write_elements(options.out / "request.blind", request)
    signed(options, options.out / "request.blind")
    print(f"{len(rows)} records, {len(elements)} blinded values in request.blind, then padding")
    print("home.npz and handles.csv stay here; request.blind goes to the custodian")


def _evaluate(options: argparse.Namespace) -> None:
    key = read_share(options.key, "custodian")
    request = read_elements(options.request, "values")
    checked(options, options.request, Maker.ORGANISATION, request.sender)
    allow_request(ChainedLog(options.log), request, options.quota, datetime.now(UTC))
    answer_request(key, request, options.out, bar("evaluating"))
    signed(options, options.out)
    print(f"{len(request.elements)} values evaluated for {request.sender}")


def _finish(options: argparse.Namespace) -> None:
    parameters = read_parameters(options.parameters)
    prepared, scalars = read_prepared(options.folder / "home.npz")
    request = read_elements(options.folder / "request.blind", "values")
    for path in options.answers:
        checked(options, path, Maker.CUSTODIAN)
    answers = [read_elements(path, "answers") for path in options.answers]
    for file in answers:
        require_same(prepared.parameters, file.parameters)
        require_answers(request, file)
    encoded = finish_round(
        prepared, scalars, whole_answers(answers), parameters, progress=bar("finishing")
    )
    write_encoded(options.folder / "encoded.npz", encoded)
    print(f"{len(encoded.handles)} records with {len(encoded.key)} keys in encoded.npz")
    print("encoded.npz stays here until it is sealed")


def _seal(options: argparse.Namespace) -> None:
    checked(options, options.round, Maker.MATCHING_POINT)
    opened = read_round(options.round)
    encoded = read_encoded(options.folder / "encoded.npz")
    require_same(opened.parameters, encoded.parameters)
    request = read_elements(options.folder / "request.blind", "values")
    reply = options.folder / "answer.key"
    if not reply.exists():
        write_key(reply, "answer", new_sealing_pair().private)
    reply_to = public_half(read_key(reply, "answer"))
    sealed = submit(
        encoded,
        request.sender,
        to_round=opened.public,
        reply_to=reply_to,
        invented=_invented(options) if options.canaries else (),
    )
    write_sealed(options.folder / "submission.sealed", sealed)
    signed(options, options.folder / "submission.sealed")
    print("submission.sealed goes to the matching point; answer.key stays here")


def _invented(options: argparse.Namespace) -> list[str]:
    """The handles of the records that a file names as invented."""
    wanted = {row["record"] for row in read_rows(options.canaries, ("record",))}
    rows = read_rows(options.folder / "handles.csv", ("handle", "record"))
    if unknown := wanted - {row["record"] for row in rows}:
        raise TableError(
            f"{options.canaries.name} names {len(unknown)} records that were not encoded: "
            "invented people must be in the file that is encoded, too"
        )
    return [row["handle"] for row in rows if row["record"] in wanted]


def register_keygen(commands: Commands) -> None:
    """Add ``keygen`` to the command line."""
    parser = commands.add_parser("keygen", help="parameters and keys for one period")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--period", type=period, required=True, help="how long they are valid, as in 2026-11"
    )
    parser.add_argument(
        "--custodians",
        type=int,
        choices=(1, 3),
        default=1,
        help="with three the key is shared: two are needed, one alone can do nothing",
    )
    parser.set_defaults(run=_keygen)


def register_encode(commands: Commands) -> None:
    """Add the four steps of ``encode`` to the command line."""
    parser = commands.add_parser("encode", help="encode records for a blind round, in four steps")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    blind = steps.add_parser("blind", help="agent: make keys and blind them")
    blind.add_argument("file", type=Path, help="CSV or Parquet with the records")
    blind.add_argument("--parameters", type=Path, required=True)
    blind.add_argument("--key", type=Path, required=True, help="agents.key")
    blind.add_argument("--sender", required=True, help="the organisation's pseudonym")
    blind.add_argument("--id", help="the column that names a record; row numbers without it")
    blind.add_argument("--fields", action="append", metavar="ROLE=COLUMN,...")
    blind.add_argument("--out", type=Path, required=True, help="a folder of this round")
    blind.set_defaults(run=_blind)
    evaluate = steps.add_parser("evaluate", help="custodian: evaluate blinded values")
    evaluate.add_argument("request", type=Path)
    evaluate.add_argument("--key", type=Path, required=True, help="custodian.key")
    evaluate.add_argument("--log", type=Path, required=True, help="who asked how much")
    evaluate.add_argument("--quota", type=int, default=DEFAULT_QUOTA)
    evaluate.add_argument("--out", type=Path, required=True)
    evaluate.set_defaults(run=_evaluate)
    finish = steps.add_parser("finish", help="agent: take the blinding off")
    finish.add_argument("folder", type=Path)
    finish.add_argument(
        "--answers", type=Path, action="append", required=True, help="of two, when a key is shared"
    )
    finish.add_argument("--parameters", type=Path, required=True)
    finish.set_defaults(run=_finish)
    seal = steps.add_parser("seal", help="agent: seal the records to one round")
    seal.add_argument("folder", type=Path)
    seal.add_argument("--round", type=Path, required=True, help="round.json")
    seal.add_argument("--canaries", type=Path, help="CSV that names the records that were invented")
    seal.set_defaults(run=_seal)
    add_sign(blind, evaluate, seal)
    add_partners(evaluate, finish, seal)
