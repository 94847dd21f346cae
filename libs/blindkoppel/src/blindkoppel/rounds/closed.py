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

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Booleans, Bytes, Int64s
from blindkoppel.decide import Band, Bands
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.linking import Linkage
from blindkoppel.rounds.files import encoded_from
from blindkoppel.rounds.matching import match_round
from blindkoppel.rounds.packed import RoundFileError, joined, pack, unpack
from blindkoppel.rounds.protocol import HANDLE_BYTES, Encoded
from blindkoppel.rounds.sealed import SealedFile
from blindkoppel.rounds.sealing import TOKEN_BYTES, lock, unlock

_CODES = {Band.NO: 0, Band.REVIEW: 1, Band.MATCH: 2}
# A band and a handle, and the tag that says the token was right.
_LOCKED_BYTES = 1 + HANDLE_BYTES + 16
_BANDS = {code: band for band, code in _CODES.items()}


class FishingError(BlindkoppelError):
    """Somebody knows a person who does not exist."""


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
    """The time an answer waits, so that how long it took shows only how many intervals.

    Parameters
    ----------
    elapsed : float
        Seconds that matching took.
    pace : float
        Seconds between two moments at which answers leave; 0 is at once.

    Returns
    -------
    float
        Seconds.

    Examples
    --------
    >>> seconds_to_release(13.0, 60), seconds_to_release(60.5, 60), seconds_to_release(13.0, 0)
    (47.0, 59.5, 0.0)
    """
    return -elapsed % pace if pace else 0.0


def close_round(
    private: bytes, asker: SealedFile, holder: SealedFile, parameters: Parameters, bands: Bands
) -> tuple[SealedFile, SealedFile]:
    """The closed process of a round: two submissions in, an answer for each organisation out.

    The asker's answer is locked row by row. The holder learns about which of its cases it
    was asked, with a token for each; the asker learns nothing before it gets that token.
    Nobody learns anything when one of them knows somebody the other invented.

    Parameters
    ----------
    private : bytes
        The secret of the round, 32 bytes.
    asker : SealedFile
        The sealed submission of who asks.
    holder : SealedFile
        The sealed submission of who is asked.
    parameters : Parameters
        What both sides have to do alike.
    bands : Bands
        From which probability a pair is a match, and from which somebody has to look.

    Returns
    -------
    tuple[SealedFile, SealedFile]
        The answer for the asker, locked row by row, and the answer for the holder.

    Raises
    ------
    RoundFileError
        If both submissions are of one sender.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> from blindkoppel.rounds.sealed import submit
    >>> from blindkoppel.rounds.sealing import new_sealing_pair
    >>> parameters, of_round = Parameters("trial"), new_sealing_pair()
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), parameters, b"k")
    >>> asker, holder = (
    ...     submit(encoded, name, to_round=of_round.public, reply_to=of_round.public)
    ...     for name in ("org-a", "org-b")
    ... )
    >>> answers = close_round(of_round.private, asker, holder, parameters, Bands())
    >>> [answer.kind for answer in answers]
    ['question', 'answer']
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
    """One own record that the other organisation seems to know.

    Attributes
    ----------
    own : str
        The handle of the own record.
    other : str
        The handle of the other's record.
    band : Band
        How sure it is.
    token : str
        The secret that opens this row for the asker, in hexadecimals.
    """

    own: str
    other: str
    band: Band
    token: str


def read_answer(file: SealedFile, private: bytes) -> Iterator[Hit]:
    """What the holder learns: about which of its records it was asked.

    Parameters
    ----------
    file : SealedFile
        The sealed answer.
    private : bytes
        The secret half of a key pair, 32 bytes.

    Yields
    ------
    Hit
        One hit per own record that was asked about.

    Examples
    --------
    >>> from blindkoppel.rounds.sealing import new_sealing_pair
    >>> pair = new_sealing_pair()
    >>> rows = {"handles": np.zeros((1, 16), np.uint8), "told": np.zeros((1, 33), np.uint8)}
    >>> content = pack("answer", {}, **rows)
    >>> file = SealedFile("answer", "digest", "org-b").sealing(content, pair.public)
    >>> list(read_answer(file, pair.private))
    []
    """
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
    """What the asker learns: about its records for which the holder gave a token.

    Parameters
    ----------
    file : SealedFile
        The sealed answer.
    private : bytes
        The secret half of a key pair, 32 bytes.
    tokens : Mapping[str, str]
        The token the holder gave, per own handle.

    Yields
    ------
    Hit
        One hit per token.

    Examples
    --------
    >>> from blindkoppel.rounds.sealing import new_sealing_pair
    >>> pair = new_sealing_pair()
    >>> rows = {"handles": np.zeros((1, 16), np.uint8), "locked": np.zeros((1, 33), np.uint8)}
    >>> content = pack("question", {}, **rows)
    >>> file = SealedFile("question", "digest", "org-a").sealing(content, pair.public)
    >>> list(read_question(file, pair.private, {}))
    []
    """
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
