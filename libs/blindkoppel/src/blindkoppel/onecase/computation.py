# SPDX-License-Identifier: MIT
"""Three processes that add up a score nobody sees, and open only which band it is in.

Secure computation is that of MPyC: values are shared by Shamir's scheme among asker,
holder and helper so that one share tells nothing (Ben-Or, Goldwasser and Wigderson, 1988),
and comparing a shared score with a limit opens nothing but the outcome. Privacy holds
while no two of the three put their shares together and all keep to the protocol. With two
parties alone there is no such thing without other means: the custodian of the keys is the
third, brings nothing, and learns nothing.

The holder sees a band per candidate. The asker sees the band under a mask of the holder's,
which looks like any other number until the holder hands on the mask.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from blindkoppel.decide import Band, Bands
from blindkoppel.onecase.candidates import CANDIDATES
from blindkoppel.onecase.linear import LENGTH, Whole, limits
from blindkoppel.onecase.parties import ComputationError, Party, Role, take_part

# Bits of the whole numbers: log-odds are below 2 ** 7, times the unit 2 ** 17, times padding.
_BITS = 32
_BANDS = (Band.NO, Band.REVIEW, Band.MATCH)


@dataclass(frozen=True, slots=True)
class HolderBands:
    """The result for the holder: a band per candidate, and the masks that open it for the asker.

    Attributes
    ----------
    bands : tuple[Band, ...]
        A band per candidate.
    masks : tuple[int, ...]
        A secret number per candidate.
    """

    bands: tuple[Band, ...]
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MaskedBands:
    """The result for the asker: a number per candidate that a mask turns into a band.

    Attributes
    ----------
    numbers : tuple[int, ...]
        A number per candidate.
    modulus : int
        What numbers are counted modulo.
    """

    numbers: tuple[int, ...]
    modulus: int

    def open(self, place: int, mask: int) -> Band:
        """The band of one candidate, with the mask its holder handed on.

        Parameters
        ----------
        place : int
            The number of the candidate.
        mask : int
            The mask that the holder handed on.

        Returns
        -------
        Band
            The band.

        Raises
        ------
        ComputationError
            If the mask is not of this question.
        """
        band = (self.numbers[place] - mask) % self.modulus
        if band >= len(_BANDS):
            raise ComputationError(f"the token of place {place} is not of this question")
        return _BANDS[band]


def _settings(parameters: str, bands: Bands) -> int:
    """A number that differs when anything does that all three have to do alike."""
    alike = f"{parameters} {CANDIDATES} {LENGTH} {limits(bands)}"
    return int(hashlib.sha256(alike.encode()).hexdigest()[:7], 16)


async def _alike(mpc: Any, settings: int) -> Any:
    """The type of shared numbers, once it is sure that all three do the same."""
    number = mpc.SecInt(_BITS)
    said = number(settings)
    first, *others = (mpc.input(said, senders=int(role)) for role in Role)
    if any([await mpc.output(first - other) for other in others]):
        raise ComputationError(
            "the three do not use the same parameter file and version of blindkoppel"
        )
    return number


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was opened to this party, in whole numbers; the masks are the holder's own."""

    numbers: tuple[int, ...]
    masks: tuple[int, ...]
    modulus: int


async def _compute(
    mpc: Any, party: Party, parameters: str, mine: Whole | None, bands: Bands
) -> _Shown:
    number = await _alike(mpc, _settings(parameters, bands))
    modulus = int(number.field.modulus)
    holds = party.role is Role.HOLDER
    masks = tuple(secrets.randbelow(modulus) if holds else 0 for _ in range(CANDIDATES))

    def put_in(role: Role, shape: tuple[int, ...]) -> Any:
        # A party gives zeros of the right shape where another gives its numbers.
        own = mine if mine is not None and role is party.role else np.zeros(shape, dtype=np.int64)
        return mpc.input(number.array(own), senders=int(role))

    asked = put_in(Role.ASKER, (LENGTH,))
    held = put_in(Role.HOLDER, (CANDIDATES, LENGTH))
    masked = mpc.input(number.array(np.array(masks, dtype=object)), senders=int(Role.HOLDER))
    score = mpc.np_matmul(held, asked)
    review, match = limits(bands)
    band = (score >= review) + (score >= match)
    heard = await mpc.output(band, receivers=int(Role.HOLDER))
    locked = await mpc.output(band + masked, receivers=int(Role.ASKER), raw=True)
    shown = {Role.HOLDER: heard, Role.ASKER: locked and locked.value}.get(party.role)
    return _Shown(() if shown is None else tuple(map(int, shown)), masks, modulus)


def _take_part(
    party: Party, parameters: str, mine: Whole | None, bands: Bands | None = None
) -> _Shown:
    return take_part(party, lambda mpc: _compute(mpc, party, parameters, mine, bands or Bands()))


def ask(party: Party, parameters: str, vector: Whole, bands: Bands | None = None) -> MaskedBands:
    """The asker's part of the computation, with one case as ``asking_vector`` makes it.

    ``parameters`` is the digest of the parameter file, the same at all three parties.

    Parameters
    ----------
    party : Party
        Which of the three this process is, and where all three are.
    parameters : str
        The digest of the parameters.
    vector : Whole
        Whole numbers, shape ``(LENGTH,)``.
    bands : Bands | None
        From which probability a pair is a match, and from which somebody has to look.

    Returns
    -------
    MaskedBands
        A masked band per candidate.

    References
    ----------
    M. Ben-Or, S. Goldwasser and A. Wigderson, "Completeness theorems for non-cryptographic
        fault-tolerant distributed computation", STOC 1988.
    """
    shown = _take_part(party, parameters, vector, bands)
    return MaskedBands(shown.numbers, shown.modulus)


def hold(party: Party, parameters: str, vectors: Whole, bands: Bands | None = None) -> HolderBands:
    """The holder's part of the computation, with candidates as ``holding_vectors`` makes them.

    Parameters
    ----------
    party : Party
        Which of the three this process is, and where all three are.
    parameters : str
        The digest of the parameters.
    vectors : Whole
        Whole numbers, shape ``(CANDIDATES, LENGTH)``.
    bands : Bands | None
        From which probability a pair is a match, and from which somebody has to look.

    Returns
    -------
    HolderBands
        A band per candidate, and the masks.
    """
    shown = _take_part(party, parameters, vectors, bands)
    return HolderBands(tuple(_BANDS[level] for level in shown.numbers), shown.masks)


def assist(party: Party, parameters: str, bands: Bands | None = None) -> None:
    """The helper's part of the computation: it brings nothing, and learns nothing.

    Parameters
    ----------
    party : Party
        Which of the three this process is, and where all three are.
    parameters : str
        The digest of the parameters.
    bands : Bands | None
        From which probability a pair is a match, and from which somebody has to look.
    """
    _take_part(party, parameters, None, bands)


def rows_of(handles: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The rows of the candidates in the holder's own file; one that is not there is refused.

    Parameters
    ----------
    handles : Sequence[str]
        The handles of the file, in order.
    wanted : Sequence[str]
        The handles of the candidates.

    Returns
    -------
    list[int]
        Row numbers.

    Raises
    ------
    ComputationError
        If a candidate is not in the file.

    Examples
    --------
    >>> rows_of(["a", "b"], ["b"])
    [1]
    """
    places = {handle: row for row, handle in enumerate(handles)}
    if unknown := [handle for handle in wanted if handle not in places]:
        raise ComputationError(
            f"{len(unknown)} of the candidates are not in this file: it was encoded anew since; "
            "ask the matching point again"
        )
    if len(wanted) > CANDIDATES:
        raise ComputationError(f"{len(wanted)} candidates: at most {CANDIDATES} are compared")
    return [places[handle] for handle in wanted]
