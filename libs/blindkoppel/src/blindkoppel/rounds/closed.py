# SPDX-License-Identifier: MIT
"""What a matching point keeps of a round: sealed files, and a key that dies with it.

Keys that records share and encodings that resemble give people away to whoever has them
and a list (see ``blindkoppel.attacks``). So an agent seals its submission to the key of
one round, which only the closed process that matches has. Answers are sealed to the
agent that gets them and are as long for a hit as for none: a row per record handed in.
When the answers are written the round's key is destroyed, and with it every submission.

One side asks, the other holds. The holder sees about whom it was asked and decides; for
the asker a hit looks like no hit until the holder's token opens it.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from blindkoppel.arrays import Booleans, Bytes, Int64s
from blindkoppel.decide import Band, Bands
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.linking import Linkage
from blindkoppel.private import rewrite_private
from blindkoppel.rounds.files import (
    RoundFileError,
    encoded_content,
    encoded_from,
    header_line,
    joined,
    pack,
    read_content,
    unpack,
    write_key,
)
from blindkoppel.rounds.protocol import HANDLE_BYTES, Encoded, match_round
from blindkoppel.rounds.sealing import TOKEN_BYTES, lock, new_sealing_pair, seal, unlock, unseal

_SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_CODES = {Band.NO: 0, Band.REVIEW: 1, Band.MATCH: 2}
# A band and a handle, and the tag that says the token was right.
_LOCKED_BYTES = 1 + HANDLE_BYTES + 16
_BANDS = {code: band for band, code in _CODES.items()}


class FishingError(BlindkoppelError):
    """Somebody knows a person who does not exist."""


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
    (folder / "round.json").write_bytes(header_line(said))


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
        return header_line(said)

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


def submit(
    encoded: Encoded, sender: str, *, to_round: bytes, reply_to: bytes, invented: Iterable[str] = ()
) -> SealedFile:
    """An agent's submission: keys and encodings for the closed process of one round.

    ``invented`` are handles of people who do not exist. Whoever knows one of them fishes.
    """
    described: dict[str, object] = {"reply_to": reply_to.hex(), "invented": " ".join(invented)}
    content = encoded_content(encoded, described)
    return SealedFile("submission", encoded.parameters, sender).sealing(content, to_round)


@dataclass(frozen=True, slots=True)
class _Submission:
    """A submission as the closed process sees it."""

    sender: str
    encoded: Encoded
    reply_to: bytes
    invented: Booleans


def _opened(file: SealedFile, private: bytes) -> _Submission:
    name = f"the submission of {file.sender}"
    encoded, described = encoded_from(file.unsealed(private), name)
    try:
        reply_to = bytes.fromhex(described["reply_to"])
        invented = np.isin(np.array(encoded.handles), described["invented"].split())
    except (KeyError, ValueError) as error:
        raise RoundFileError(f"{name} is not a submission") from error
    return _Submission(file.sender, encoded, reply_to, invented)


def seconds_to_release(elapsed: float, pace: float) -> float:
    """How long an answer waits, so that how long it took tells no more than how many beats.

    >>> seconds_to_release(13.0, 60), seconds_to_release(60.5, 60), seconds_to_release(13.0, 0)
    (47.0, 59.5, 0.0)
    """
    return -elapsed % pace if pace else 0.0


def close_round(
    private: bytes, asker: SealedFile, holder: SealedFile, parameters: Parameters, bands: Bands
) -> tuple[SealedFile, SealedFile]:
    """The closed process: two submissions in, an answer for each organisation out.

    The asker's answer is locked row by row. The holder learns about which of its cases it
    was asked, with a token for each; the asker learns nothing before it gets that token.
    Nobody learns anything when one of them knows somebody the other invented.
    """
    for file in (asker, holder):
        require_same(file.parameters, parameters.digest)
    if asker.sender == holder.sender:
        raise RoundFileError("both submissions are of one sender: give one of each organisation")
    asking, holding = _opened(asker, private), _opened(holder, private)
    found = match_round(asking.encoded, holding.encoded, parameters)
    codes = np.array([_CODES[bands.band(chance)] for chance in found.probability], dtype=np.uint8)
    kept = _kept(found, codes)
    _refuse_fishing(asking, holding, kept)
    locked, told = _answers(asking.encoded, holding.encoded, kept)
    return (
        SealedFile("question", asker.parameters, asker.sender).sealing(locked, asking.reply_to),
        SealedFile("answer", holder.parameters, holder.sender).sealing(told, holding.reply_to),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows of the asker and of the holder that pair, with the code of their band."""

    asker: Int64s
    holder: Int64s
    band: Bytes


def _kept(found: Linkage, codes: Bytes) -> _Found:
    kept = codes > 0
    return _Found(found.pairs.left[kept], found.pairs.right[kept], codes[kept])


def _refuse_fishing(asking: _Submission, holding: _Submission, found: _Found) -> None:
    """Stop when a sure match is with somebody who does not exist."""
    sure = found.band == _CODES[Band.MATCH]
    for fisher, mine in (
        (holding.sender, asking.invented[found.asker]),
        (asking.sender, holding.invented[found.holder]),
    ):
        if caught := int((mine & sure).sum()):
            raise FishingError(
                f"{fisher} knows {caught} of the people the other invented: it uses a list of "
                "people who are no cases of it. Nobody gets an answer."
            )


def _bytes_of(handles: Sequence[str]) -> Bytes:
    return joined([bytes.fromhex(handle) for handle in handles], HANDLE_BYTES)


def _answers(asking: Encoded, holding: Encoded, found: _Found) -> tuple[bytes, bytes]:
    """A row per record, hit or not: as many bytes for nobody as for everybody."""
    tokens = [secrets.token_bytes(TOKEN_BYTES) for _ in asking.handles]
    askers, holders = _bytes_of(asking.handles), _bytes_of(holding.handles)
    other = np.zeros((len(askers), HANDLE_BYTES + 1), dtype=np.uint8)
    other[found.asker, 0] = found.band
    other[found.asker, 1:] = holders[found.holder]
    locked = [lock(row.tobytes(), token) for row, token in zip(other, tokens, strict=True)]
    told = np.zeros((len(holders), 1 + HANDLE_BYTES + TOKEN_BYTES), dtype=np.uint8)
    told[found.holder, 0] = found.band
    told[found.holder, 1 : 1 + HANDLE_BYTES] = askers[found.asker]
    told[found.holder, 1 + HANDLE_BYTES :] = joined(tokens, TOKEN_BYTES)[found.asker]
    return (
        pack("question", {}, handles=askers, locked=joined(locked, _LOCKED_BYTES)),
        pack("answer", {}, handles=holders, told=told),
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One own record that the other organisation seems to know."""

    own: str
    other: str
    band: Band
    token: str


def read_answer(file: SealedFile, private: bytes) -> Iterator[Hit]:
    """What the holder learns: about which of its records it was asked."""
    _, arrays = unpack(file.unsealed(private), "answer", f"the answer to {file.sender}")
    told = arrays["told"]
    for row in np.flatnonzero(told[:, 0]):
        handle, token = np.split(told[row, 1:], [HANDLE_BYTES])
        yield Hit(
            own=arrays["handles"][row].tobytes().hex(),
            other=handle.tobytes().hex(),
            band=_BANDS[int(told[row, 0])],
            token=token.tobytes().hex(),
        )


def read_question(file: SealedFile, private: bytes, tokens: Mapping[str, str]) -> Iterator[Hit]:
    """What the asker learns: about its records for which the holder gave a token."""
    _, arrays = unpack(file.unsealed(private), "question", f"the answer to {file.sender}")
    for handle, locked in zip(arrays["handles"], arrays["locked"], strict=True):
        own = handle.tobytes().hex()
        if token := tokens.get(own):
            row = unlock(locked.tobytes(), _from_hex(token))
            yield Hit(own=own, other=row[1:].hex(), band=_BANDS[row[0]], token=token)


def _from_hex(token: str) -> bytes:
    try:
        return bytes.fromhex(token)
    except ValueError as error:
        raise RoundFileError("a token was changed: it is letters a to f and digits") from error
