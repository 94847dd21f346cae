# SPDX-License-Identifier: MIT
"""What a matching point keeps of a round: sealed files, and a key that dies with it.

Keys that records share and encodings that resemble give people away to whoever has them
and a list (see ``blindkoppel.attacks``). So an agent seals its submission to the key of
one round, which only the closed process that matches has. Answers are sealed to the
agent that gets them and are as long for a hit as for none: a row per record handed in.
When the answers are written the round's key is destroyed, and with it every submission.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from blindkoppel.blindround import HANDLE_BYTES, Encoded, match_round
from blindkoppel.decide import Band, Bands
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.linking import Linkage
from blindkoppel.private import rewrite_private
from blindkoppel.roundfiles import (
    RoundFileError,
    encoded_content,
    encoded_from,
    joined,
    pack,
    read_content,
    unpack,
    write_key,
)
from blindkoppel.sealing import new_sealing_pair, seal, unseal

_SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_CODES = {Band.NO: 0, Band.REVIEW: 1, Band.MATCH: 2}
_BANDS = {code: band for band, code in _CODES.items()}


def require_sender(sender: str) -> str:
    """An organisation's pseudonym; it becomes part of file names, so nothing else may."""
    if not _SENDER.fullmatch(sender):
        raise RoundFileError(
            "a sender is up to 40 letters, digits, - and _, beginning with a letter or digit"
        )
    return sender


def require_own(sender: str, answered: str) -> None:
    """Refuse what was answered to another organisation."""
    if sender != answered:
        raise RoundFileError(f"this answers {answered}, not {sender}: two files changed places")


@dataclass(frozen=True, slots=True)
class Round:
    """The public half of a round: what agents seal their submissions to."""

    parameters: str
    public: bytes


def open_round(folder: Path, parameters: Parameters) -> None:
    """The matching point's first step: a secret for this round, and its public half for all."""
    pair = new_sealing_pair()
    write_key(folder / "round.key", "round", pair.private)
    said = {"kind": "round", "parameters": parameters.digest, "public": pair.public.hex()}
    (folder / "round.json").write_text(json.dumps(said, sort_keys=True) + "\n", "utf-8")


def read_round(path: Path) -> Round:
    """The public half of a round, from its file."""
    try:
        said = json.loads(read_content(path))
        if said["kind"] == "round":
            return Round(said["parameters"], bytes.fromhex(said["public"]))
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not the round.json of a round") from error
    raise RoundFileError(f"{path.name} is not the round.json of a round")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One line that says what this is, and content only its reader can open."""

    kind: str
    parameters: str
    sender: str
    content: bytes = b""

    @property
    def header(self) -> bytes:
        """The first line; what is sealed opens only under the same one."""
        said = {"kind": self.kind, "parameters": self.parameters, "sender": self.sender}
        return json.dumps(said, sort_keys=True).encode() + b"\n"

    def sealing(self, content: bytes, public: bytes) -> "SealedFile":
        """This file with content for the holder of one key."""
        sealed = seal(content, public, self.header)
        return SealedFile(self.kind, self.parameters, self.sender, sealed)

    def unsealed(self, private: bytes) -> bytes:
        """The content, for whoever holds the key."""
        return unseal(self.content, private, self.header)


def write_sealed(path: Path, file: SealedFile) -> None:
    """Write a submission or an answer."""
    rewrite_private(path, file.header + file.content)


def read_sealed(path: Path, kind: str) -> SealedFile:
    """A submission or an answer; it stays sealed."""
    line, _, content = read_content(path).partition(b"\n")
    try:
        said = json.loads(line)
        file = SealedFile(said["kind"], said["parameters"], said["sender"], content)
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a sealed file of a round") from error
    if file.kind != kind:
        raise RoundFileError(f"{path.name} is of kind {file.kind}, not {kind}")
    require_sender(file.sender)
    return file


def submit(encoded: Encoded, sender: str, *, to_round: bytes, reply_to: bytes) -> SealedFile:
    """An agent's submission: keys and encodings for the closed process of one round."""
    content = encoded_content(encoded, {"reply_to": reply_to.hex()})
    return SealedFile("submission", encoded.parameters, sender).sealing(content, to_round)


def _opened(file: SealedFile, private: bytes) -> tuple[Encoded, bytes]:
    name = f"the submission of {file.sender}"
    encoded, described = encoded_from(file.unsealed(private), name)
    return encoded, bytes.fromhex(described["reply_to"])


def close_round(
    private: bytes, submissions: tuple[SealedFile, SealedFile], parameters: Parameters, bands: Bands
) -> tuple[SealedFile, SealedFile]:
    """The closed process: two submissions in, an answer for each organisation out."""
    for file in submissions:
        require_same(file.parameters, parameters.digest)
    if submissions[0].sender == submissions[1].sender:
        raise RoundFileError("both submissions are of one sender: give one of each organisation")
    (left, to_left), (right, to_right) = (_opened(file, private) for file in submissions)
    found = match_round(left, right, parameters)
    codes = np.array([_CODES[bands.band(chance)] for chance in found.probability], dtype=np.uint8)
    mine, theirs = _answers(left, right, found, codes)
    blank = [SealedFile("answer", file.parameters, file.sender) for file in submissions]
    return blank[0].sealing(mine, to_left), blank[1].sealing(theirs, to_right)


def _answers(
    left: Encoded, right: Encoded, found: Linkage, codes: npt.NDArray[np.uint8]
) -> tuple[bytes, bytes]:
    kept = codes > 0
    rows, columns, codes = found.pairs.left[kept], found.pairs.right[kept], codes[kept]
    return (
        _answer("left", left, (rows, [right.handles[column] for column in columns], codes)),
        _answer("right", right, (columns, [left.handles[row] for row in rows], codes)),
    )


def _answer(
    side: str,
    own: Encoded,
    hits: tuple[npt.NDArray[np.int64], list[str], npt.NDArray[np.uint8]],
) -> bytes:
    """A row per record, hit or not: as many bytes for nobody as for everybody."""
    rows, others, codes = hits
    other = np.zeros((len(own.handles), HANDLE_BYTES), dtype=np.uint8)
    band = np.zeros(len(own.handles), dtype=np.uint8)
    other[rows] = joined([bytes.fromhex(handle) for handle in others], HANDLE_BYTES)
    band[rows] = codes
    handles = joined([bytes.fromhex(handle) for handle in own.handles], HANDLE_BYTES)
    return pack("answer", {"side": side}, handles=handles, other=other, band=band)


@dataclass(frozen=True, slots=True)
class Hit:
    """One own record that the other organisation seems to know."""

    own: str
    other: str
    band: Band
    own_is_left: bool

    @property
    def pair(self) -> tuple[str, str]:
        """Handles in the order in which the submissions were matched."""
        return (self.own, self.other) if self.own_is_left else (self.other, self.own)


def read_answer(file: SealedFile, private: bytes) -> Iterator[Hit]:
    """An agent's own hits, out of an answer sealed to it."""
    described, arrays = unpack(file.unsealed(private), "answer", f"the answer to {file.sender}")
    for row in np.flatnonzero(arrays["band"]):
        yield Hit(
            own=arrays["handles"][row].tobytes().hex(),
            other=arrays["other"][row].tobytes().hex(),
            band=_BANDS[int(arrays["band"][row])],
            own_is_left=described["side"] == "left",
        )
