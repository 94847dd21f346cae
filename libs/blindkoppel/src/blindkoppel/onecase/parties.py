# SPDX-License-Identifier: MIT
"""Three processes that meet, compute with MPyC, and part.

MPyC trusts its parties with more than a computation: by itself it unpickles what they send,
which lets a sender run any program here, listens on every address of the machine, and takes
one party's certificate for another's. So it is set up here to send numbers only, to listen
on this machine only unless TLS is used, and to go on only with the parties that were named.
"""

import asyncio
import ipaddress
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from blindkoppel.errors import BlindkoppelError

Result = TypeVar("Result")
# A comparison opens its operand under a mask so many bits longer: 2 ** -40 is what it may tell.
_MASKING_BITS = 40
# MPyC's name for a party, which its certificate has to be of.
_NAME = "MPyC party {}"


class Role(IntEnum):
    """The three parties, in the order in which all of them name the addresses."""

    ASKER = 0
    HOLDER = 1
    HELPER = 2


class ComputationError(BlindkoppelError):
    """A computation that could not begin or did not fit."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the computation: who this process is, and where all three are.

    ``certificates`` is a folder with a folder ``.config`` as MPyC reads it: its own
    certificate and key, and that of the authority. Without one all three must be here.

    Attributes
    ----------
    role : Role
        Who this process is.
    addresses : tuple[str, ...]
        ``host:port`` of all three, in the order of ``Role``.
    certificates : Path | None
        The folder for TLS between machines, or None.
    patience : float
        Seconds for all of it, waiting for the other two included.
    """

    role: Role
    addresses: tuple[str, ...]
    certificates: Path | None = None
    patience: float = 60.0  # seconds for all of it, waiting for the other two included


class _OneAddress(asyncio.SelectorEventLoop):
    """A loop whose servers listen on one address where MPyC asks for all of them."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    async def create_server(self, *given: Any, **options: Any) -> Any:
        """Listen on this address only."""
        return await super().create_server(*given, **{**options, "host": self._host})


def _host(address: str) -> str:
    return address.rpartition(":")[0].strip("[]")


def _is_here(address: str) -> bool:
    host = _host(address)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require_safe(party: Party) -> None:
    if len(party.addresses) != len(Role):
        raise ComputationError("name three addresses: of asker, holder and helper, in this order")
    if party.certificates is None and not all(map(_is_here, party.addresses)):
        raise ComputationError(
            "shares travel between machines only under TLS: give --certificates, a folder with "
            "a folder .config that holds party_N.crt, party_N.key and mpyc_ca.crt"
        )


@contextmanager
def _command_line(*words: str) -> Iterator[None]:
    said, sys.argv = sys.argv, [sys.argv[0], *words]
    try:
        yield
    finally:
        sys.argv = said


def _runtime(party: Party) -> Any:
    """MPyC for this party; it reads its settings from the command line."""
    words = [word for address in party.addresses for word in ("-P", address)]
    words += ["-I", str(int(party.role)), "--no-log", *(["--ssl"] if party.certificates else [])]
    # Where machines of 32 and 64 bits meet, MPyC sends numbers; elsewhere pickled objects.
    words += ["--mix32-64bit", "--no-uvloop", "--sec-param", str(_MASKING_BITS)]
    try:
        # Loading it sets up a first time, and takes away from the command line what it reads.
        with _command_line(*words):
            from mpyc import runtime
    except ModuleNotFoundError as error:
        raise ComputationError(
            "comparing one case needs MPyC: pip install 'blindkoppel[secure]'"
        ) from error
    with _command_line(*words):
        return runtime.setup()


def _loop(party: Party) -> asyncio.AbstractEventLoop:
    own = party.addresses[party.role]
    return asyncio.SelectorEventLoop() if party.certificates else _OneAddress(_host(own))


def take_part(party: Party, work: Callable[[Any], Awaitable[Result]]) -> Result:
    """A computation of three parties: meet the other two, do the work with MPyC, and part.

    Parameters
    ----------
    party : Party
        Which of the three this process is, and where all three are.
    work : Callable[[Any], Awaitable[Result]]
        What is done with MPyC once all three are there.

    Returns
    -------
    Result
        What the work gives.
    """
    _require_safe(party)
    loop = _loop(party)
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(_meeting(party, _runtime(party), work))
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def _meeting(party: Party, mpc: Any, work: Callable[[Any], Awaitable[Result]]) -> Result:
    async def together() -> Result:
        with chdir(party.certificates or Path()):
            await mpc.start()
        for peer in mpc.parties:
            if party.certificates and peer.pid != mpc.pid:
                _require_own_certificate(peer)
        result = await work(mpc)
        await _part(mpc)
        return result

    try:
        return await asyncio.wait_for(together(), party.patience)
    except TimeoutError as error:
        raise ComputationError(
            f"the other two did not come, or one left, within {party.patience:.0f} seconds: "
            "start all three again"
        ) from error


def _require_own_certificate(peer: Any) -> None:
    """Refuse a party with the certificate of another: MPyC asks who calls for any of them."""
    if peer.protocol is None:
        raise ComputationError("one of the other two left: start all three again")
    shown = peer.protocol.transport.get_extra_info("peercert")
    names = [name for kind, name in shown.get("subjectAltName", ()) if kind == "DNS"]
    names += [value for part in shown["subject"] for kind, value in part if kind == "commonName"]
    if set(names) != {_NAME.format(peer.pid)}:
        raise ComputationError(
            f"who calls itself {Role(peer.pid).name.lower()} has not the certificate of "
            f"{_NAME.format(peer.pid)}"
        )


async def _part(mpc: Any) -> None:
    """Wait until all three have come this far, then hang up.

    MPyC's own goodbye unpickles what the others send, so it is said with a number.
    """
    await mpc.barrier()
    # Made before the others can hang up: MPyC says here that they did.
    gone = mpc.parties[mpc.pid].protocol = asyncio.get_running_loop().create_future()
    await mpc.gather(mpc.input(mpc.SecInt(8)(0)))
    for peer in mpc.parties[mpc.pid + 1 :]:
        peer.protocol.close_connection()
    await gone
