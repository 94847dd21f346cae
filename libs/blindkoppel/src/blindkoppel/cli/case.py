# SPDX-License-Identifier: MIT
"""``blindkoppel case``: one case against the file of another organisation."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from blindkoppel.cli.registry import Commands
from blindkoppel.cli.signer import add_partners, add_sign, checked, signed
from blindkoppel.decide import Band
from blindkoppel.encode.parameters import read_parameters, require_same
from blindkoppel.errors import TableError
from blindkoppel.onecase.candidates import (
    CANDIDATES,
    Question,
    allow_question,
    candidates_for,
    only_keys,
    require_one_case,
)
from blindkoppel.onecase.computation import MaskedBands, ask, assist, hold, rows_of
from blindkoppel.onecase.linear import asking_vector, holding_vectors, linear_weights
from blindkoppel.onecase.parties import Party, Role
from blindkoppel.reading.tables import read_rows, write_rows
from blindkoppel.rounds.files import read_encoded, write_encoded
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.sealed import require_sender
from blindkoppel.rounds.signing import Maker

DEFAULT_QUOTA = 200
_HEARD = ("record", "place", "band", "token")
_AGREED = ("place", "token")
_LOCKED = ("place", "number", "modulus")


def _keys(options: argparse.Namespace) -> None:
    encoded = read_encoded(options.folder / "encoded.npz")
    write_encoded(options.folder / "keys.npz", only_keys(encoded))
    signed(options, options.folder / "keys.npz")
    print(f"{len(encoded.key)} keys of {len(encoded.handles)} records in keys.npz, no encodings")
    print("keys.npz goes to the matching point")


def _candidates(options: argparse.Namespace) -> None:
    parameters = read_parameters(options.parameters)
    asker, holder = require_sender(options.asker), require_sender(options.holder)
    checked(options, options.case, Maker.ORGANISATION, asker)
    checked(options, options.file, Maker.ORGANISATION, holder)
    case, file = read_encoded(options.case), read_encoded(options.file)
    require_same(parameters.digest, case.parameters)
    require_one_case(case)
    question = Question(asker, holder, parameters.digest)
    allow_question(ChainedLog(options.log), question, options.quota, datetime.now(UTC))
    handles = candidates_for(case, file)
    write_rows(options.out, ({"handle": handle} for handle in handles), ["handle"])
    signed(options, options.out)
    print(f"{len(handles)} candidates, always as many; this file goes to {holder}")


def _party(options: argparse.Namespace, role: Role) -> Party:
    return Party(role, tuple(options.at), options.certificates, options.patience)


def _ask(options: argparse.Namespace) -> None:
    encoded = read_encoded(options.folder / "encoded.npz")
    require_one_case(encoded)
    mine = asking_vector(encoded.bits[0], linear_weights())
    locked = ask(_party(options, Role.ASKER), encoded.parameters, mine)
    rows = (
        {"place": str(place), "number": str(number), "modulus": str(locked.modulus)}
        for place, number in enumerate(locked.numbers)
    )
    write_rows(options.out, rows, _LOCKED)
    print("compared; what came out stays locked until the other organisation agrees")


def _hold(options: argparse.Namespace) -> None:
    encoded = read_encoded(options.folder / "encoded.npz")
    checked(options, options.candidates, Maker.MATCHING_POINT)
    handles = [row["handle"] for row in read_rows(options.candidates, ("handle",))]
    mine = holding_vectors(encoded.bits[rows_of(encoded.handles, handles)], CANDIDATES)
    heard = hold(_party(options, Role.HOLDER), encoded.parameters, mine)
    names = read_rows(options.folder / "handles.csv", ("handle", "record"))
    records = {row["handle"]: row["record"] for row in names}
    told = zip(handles, heard.bands, heard.masks, strict=False)
    rows = [
        {"record": records[handle], "place": str(place), "band": band.value, "token": str(mask)}
        for place, (handle, band, mask) in enumerate(told)
        if band is not Band.NO
    ]
    write_rows(options.out, rows, _HEARD)
    print(f"{len(rows)} of your records may be the person; decide for each, then agree")


def _help(options: argparse.Namespace) -> None:
    parameters = read_parameters(options.parameters)
    # Noted first: who heard its bands and left before the end has heard them.
    ChainedLog(options.log).note(datetime.now(UTC), {"helped": parameters.digest})
    assist(_party(options, Role.HELPER), parameters.digest)
    print("helped one computation, and saw nothing of it")


def _agree(options: argparse.Namespace) -> None:
    rows = read_rows(options.heard, _HEARD)
    about = {"agreed": [row["record"] for row in rows]}
    ChainedLog(options.log).note(datetime.now(UTC), about)
    write_rows(options.out, ({name: row[name] for name in _AGREED} for row in rows), _AGREED)
    signed(options, options.out)
    print(f"{len(rows)} agreed; this file goes to the organisation that asked")


def _read(options: argparse.Namespace) -> None:
    checked(options, options.agreed, Maker.ORGANISATION)
    stored = read_rows(options.locked, _LOCKED)
    try:
        numbers = tuple(int(row["number"]) for row in stored)
        locked = MaskedBands(numbers, int(stored[0]["modulus"]))
        tokens = [
            (int(row["place"]), int(row["token"])) for row in read_rows(options.agreed, _AGREED)
        ]
        found = [locked.open(place, token) for place, token in tokens]
    except (ValueError, IndexError) as error:
        raise TableError("these two files are not of one question") from error
    for band in found or [Band.NO]:
        print(band.value)


def register(commands: Commands) -> None:
    """Add the steps of ``case`` to the command line."""
    parser = commands.add_parser("case", help="one case against another's file, unseen")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    keys = steps.add_parser("keys", help="agent: the keys alone, for the matching point")
    keys.add_argument("folder", type=Path, help="of this case, or of the whole file")
    keys.set_defaults(run=_keys)
    found = steps.add_parser("candidates", help="matching point: whom to compare the case with")
    found.add_argument("case", type=Path, help="keys.npz of one case")
    found.add_argument("file", type=Path, help="keys.npz of who is asked")
    found.add_argument("--parameters", type=Path, required=True)
    found.add_argument("--asker", required=True, help="pseudonym of who asks")
    found.add_argument("--holder", required=True, help="pseudonym of who is asked")
    found.add_argument("--log", type=Path, required=True, help="who asked whom, and when")
    found.add_argument("--quota", type=int, default=DEFAULT_QUOTA, help="questions a period")
    found.add_argument("--out", type=Path, required=True)
    found.set_defaults(run=_candidates)
    _register_computation(steps)
    agree = steps.add_parser("agree", help="who is asked: let the other know of these")
    agree.add_argument("heard", type=Path, help="what hold wrote, without the rows to keep back")
    agree.add_argument("--out", type=Path, required=True)
    agree.add_argument("--log", type=Path, required=True, help="what was agreed to, and when")
    agree.set_defaults(run=_agree)
    read = steps.add_parser("read", help="who asks: what the other agreed to")
    read.add_argument("locked", type=Path, help="what ask wrote")
    read.add_argument("--agreed", type=Path, required=True)
    read.set_defaults(run=_read)
    add_sign(keys, found, agree)
    add_partners(found, read)


def _register_computation(steps: Commands) -> None:
    asking = steps.add_parser("ask", help="who asks: take part in the comparison")
    asking.add_argument("folder", type=Path, help="where the case was encoded")
    asking.add_argument("--out", type=Path, required=True)
    asking.set_defaults(run=_ask)
    holding = steps.add_parser("hold", help="who is asked: take part in the comparison")
    holding.add_argument("folder", type=Path, help="where the file was encoded")
    holding.add_argument("--candidates", type=Path, required=True, help="from the matching point")
    holding.add_argument("--out", type=Path, required=True)
    holding.set_defaults(run=_hold)
    add_partners(holding)
    helper = steps.add_parser("help", help="custodian: take part, and learn nothing")
    helper.add_argument("--parameters", type=Path, required=True)
    helper.add_argument("--log", type=Path, required=True)
    helper.set_defaults(run=_help)
    for step in (asking, holding, helper):
        step.add_argument(
            "--at",
            action="append",
            required=True,
            metavar="HOST:PORT",
            help="three times, in this order: who asks, who is asked, custodian",
        )
        step.add_argument("--certificates", type=Path, help="folder for TLS between machines")
        step.add_argument("--patience", type=float, default=60.0, help="seconds to wait for all")
