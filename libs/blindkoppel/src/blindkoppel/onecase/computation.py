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

import asyncio
import ipaddress
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from blindkoppel.decide import Band, Bands
from blindkoppel.errors import BlindkoppelError
from blindkoppel.onecase.candidates import CANDIDATES
from blindkoppel.onecase.linear import LENGTH, Whole, limits

# Bits of the whole numbers: log-odds are below 2 ** 7, times the unit 2 ** 17, times padding.
_BITS = 32
_BANDS = (Band.NO, Band.REVIEW, Band.MATCH)


class Role(IntEnum):
    """The three seats, in the order in which all of them name the addresses."""

    ASKER = 0
    HOLDER = 1
    HELPER = 2


class ComputationError(BlindkoppelError):
    """A computation that could not begin or did not fit."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who this process is, and where all three are: ``host:port`` in the order of ``Role``.

    ``certificates`` is a folder with a folder ``.config`` as MPyC makes and reads it: its own
    certificate and key, and that of the authority. Without one all three must be here.
    """

    role: Role
    addresses: tuple[str, ...]
    certificates: Path | None = None
    patience: float = 60.0  # seconds to wait for the other two


@dataclass(frozen=True, slots=True)
class Heard:
    """What the holder learns: a band per candidate, and the mask that opens it for the asker."""

    bands: tuple[Band, ...]
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """What the asker gets: a number per candidate that a mask turns into a band."""

    numbers: tuple[int, ...]
    modulus: int

    def open(self, place: int, mask: int) -> Band:
        """The band of one candidate, with the mask its holder handed on."""
        band = (self.numbers[place] - mask) % self.modulus
        if band >= len(_BANDS):
            raise ComputationError(f"the token of place {place} is not of this question")
        return _BANDS[band]


def _is_here(address: str) -> bool:
    host = address.rpartition(":")[0]
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _require_safe(seat: Seat) -> None:
    if len(seat.addresses) != len(Role):
        raise ComputationError("name three addresses: of asker, holder and helper, in this order")
    if seat.certificates is None and not all(map(_is_here, seat.addresses)):
        raise ComputationError(
            "shares travel between machines only under TLS: give --certificates, a folder with "
            "a folder .config that holds party_N.crt, party_N.key and mpyc_ca.crt"
        )


def _runtime(seat: Seat) -> ModuleType | Any:
    """MPyC for this seat; it reads its settings from the command line when it is imported."""
    words = [word for address in seat.addresses for word in ("-P", address)]
    words += ["-I", str(int(seat.role)), "--no-log", *(["--ssl"] if seat.certificates else [])]
    said, sys.argv = sys.argv, [sys.argv[0], *words]
    try:
        from mpyc.runtime import mpc
    except ModuleNotFoundError as error:
        raise ComputationError(
            "comparing one case needs MPyC: pip install 'blindkoppel[secure]'"
        ) from error
    finally:
        sys.argv = said
    return mpc


async def _together(mpc: Any, parameters: str, patience: float) -> Any:
    """Wait for the other two and make sure that all three use the same parameters."""
    try:
        await asyncio.wait_for(mpc.start(), patience)
    except TimeoutError as error:
        raise ComputationError(
            f"the others were not there within {patience:.0f} seconds: start all three"
        ) from error
    number = mpc.SecInt(_BITS)
    said = number(int(parameters[:7], 16))
    first, *others = (mpc.input(said, senders=int(role)) for role in Role)
    if any([await mpc.output(first - other) for other in others]):
        raise ComputationError("the three do not use the same parameter file")
    return number


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was opened to this seat, in whole numbers; the masks are the holder's own."""

    numbers: tuple[int, ...]
    masks: tuple[int, ...]
    modulus: int


async def _compute(
    mpc: Any, seat: Seat, parameters: str, mine: Whole | None, bands: Bands
) -> _Shown:
    number = await _together(mpc, parameters, seat.patience)
    modulus = int(number.field.modulus)
    holds = seat.role is Role.HOLDER
    masks = tuple(secrets.randbelow(modulus) if holds else 0 for _ in range(CANDIDATES))

    def put_in(role: Role, shape: tuple[int, ...]) -> Any:
        # A seat gives zeros of the right shape where another gives its numbers.
        own = mine if mine is not None and role is seat.role else np.zeros(shape, dtype=np.int64)
        return mpc.input(number.array(own), senders=int(role))

    asked = put_in(Role.ASKER, (LENGTH,))
    held = put_in(Role.HOLDER, (CANDIDATES, LENGTH))
    masked = mpc.input(number.array(np.array(masks, dtype=object)), senders=int(Role.HOLDER))
    score = mpc.np_matmul(held, asked)
    review, match = limits(bands)
    band = (score >= review) + (score >= match)
    heard = await mpc.output(band, receivers=int(Role.HOLDER))
    locked = await mpc.output(band + masked, receivers=int(Role.ASKER), raw=True)
    await mpc.shutdown()
    shown = {Role.HOLDER: heard, Role.ASKER: locked and locked.value}.get(seat.role)
    return _Shown(() if shown is None else tuple(map(int, shown)), masks, modulus)


def _take_part(
    seat: Seat, parameters: str, mine: Whole | None, bands: Bands | None = None
) -> _Shown:
    """Once per process: MPyC cannot begin again in the same one."""
    _require_safe(seat)
    mpc = _runtime(seat)
    before = Path.cwd()
    try:
        os.chdir(seat.certificates or before)
        shown: _Shown = mpc.run(_compute(mpc, seat, parameters, mine, bands or Bands()))
    finally:
        os.chdir(before)
    return shown


def ask(seat: Seat, parameters: str, vector: Whole, bands: Bands | None = None) -> Locked:
    """Take part with one case, as ``asking_vector`` makes it of shape ``(LENGTH,)``.

    ``parameters`` is the digest of the parameter file, the same at all three seats.
    """
    shown = _take_part(seat, parameters, vector, bands)
    return Locked(shown.numbers, shown.modulus)


def hold(seat: Seat, parameters: str, vectors: Whole, bands: Bands | None = None) -> Heard:
    """Take part with candidates, as ``holding_vectors`` makes them: ``(CANDIDATES, LENGTH)``."""
    shown = _take_part(seat, parameters, vectors, bands)
    return Heard(tuple(_BANDS[level] for level in shown.numbers), shown.masks)


def assist(seat: Seat, parameters: str, bands: Bands | None = None) -> None:
    """Take part with nothing, and learn nothing."""
    _take_part(seat, parameters, None, bands)


def rows_of(handles: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where the candidates are in the holder's own file; one that is not there is refused."""
    places = {handle: row for row, handle in enumerate(handles)}
    if unknown := [handle for handle in wanted if handle not in places]:
        raise ComputationError(
            f"{len(unknown)} of the candidates are not in this file: it was encoded anew since; "
            "ask the matching point again"
        )
    if len(wanted) > CANDIDATES:
        raise ComputationError(f"{len(wanted)} candidates: at most {CANDIDATES} are compared")
    return [places[handle] for handle in wanted]
