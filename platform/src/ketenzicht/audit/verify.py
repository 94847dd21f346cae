# SPDX-License-Identifier: EUPL-1.2
"""Walking both chains from the first row, and saying everything that does not fit.

What each check is for: the MAC finds an edited or swapped row; the numbers find a gap; the
sealed head finds a cut-off end; heads kept elsewhere find a chain that was rolled back or made
anew by somebody who has the keys; the triggers are looked up because their absence is a sign.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, connection

from ketenzicht.audit import append_only, days, processing_log
from ketenzicht.audit.chain import CHAINS, START, Chain, mac_of, seal_of
from ketenzicht.audit.checkpoints import Checkpoint
from ketenzicht.audit.models import Head, Link
from ketenzicht.core.crypto import same
from ketenzicht.core.crypto.keys import Ring, ring

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which chain, at which row, and what."""

    chain: str
    number: int
    what: str


def faults(kept: Iterable[Checkpoint] = ()) -> list[Fault]:
    """Everything that is wrong with the audit; `kept` are heads that were exported before."""
    kept = list(kept)
    found = [Fault("database", 0, f"trigger {name} is gone") for name in missing_triggers()]
    for chain in CHAINS:
        found += _walk(chain, [head for head in kept if head.chain == chain.name])
    whole = {
        head.chain: (head.number, head.mac) for head in kept if head.chain.startswith(days.NAME)
    }
    if all(fault.chain == "database" for fault in found):
        # A chain that does not fit in itself says nothing about the log it holds.
        found += (Fault(processing_log.NAME, *fault) for fault in processing_log.faults())
    return [*found, *(Fault(*fault) for fault in days.faults(whole))]


def faults_of_kept_files(kept: Iterable[Checkpoint], torn: int) -> Iterator[Fault]:
    """What is wrong with the files of kept heads themselves: lines cut short, or none at all."""
    told = {head.chain for head in kept}
    if torn:
        yield Fault("kept heads", torn, "so many lines were cut short and passed over")
    for chain in CHAINS:
        if chain.name not in told and chain.rows().exists():
            yield Fault(chain.name, 0, "no head of this chain is kept beside the database")


def missing_triggers() -> list[str]:
    """The triggers that should refuse changes and are not there."""
    return append_only.missing(connection)


def _walk(chain: Chain, kept: list[Checkpoint]) -> Iterator[Fault]:
    keys = ring(chain.key)
    due = {head.number: head.mac for head in kept if head.number}
    number, previous = 0, START
    for link in _links(chain):
        if isinstance(link, Fault):
            yield link
            return
        if link.number != number + 1:
            yield Fault(chain.name, number + 1, f"rows up to {link.number - 1} are missing")
        if not _fits(chain, link, previous, keys):
            yield Fault(chain.name, link.number, "the row or the one before it was changed")
        number, previous = link.number, bytes(link.mac)
        if number in due and not same(due.pop(number), previous):
            yield Fault(chain.name, number, "the row differs from a head that was kept")
    for lost in sorted(due):
        yield Fault(chain.name, lost, "a head that was kept names this row, and it is gone")
    yield from _head_faults(chain, number, previous, keys)


def _links(chain: Chain) -> Iterator[Link | Fault]:
    last = -1
    while True:
        try:
            batch = list(chain.rows().filter(number__gt=last)[:BATCH])
        except (DatabaseError, ValidationError, ValueError, TypeError) as fault:
            yield Fault(chain.name, last + 1, f"a row cannot be read ({type(fault).__name__})")
            return
        if not batch:
            return
        yield from batch
        last = batch[-1].number


def _fits(chain: Chain, link: Link, previous: bytes, keys: Ring) -> bool:
    try:
        return same(mac_of(chain, link, previous, keys), bytes(link.mac))
    except (ImproperlyConfigured, TypeError, ValueError, AttributeError):
        # A cell of the wrong type or a key version that never was: changed, in any case.
        return False


def _head_faults(chain: Chain, number: int, mac: bytes, keys: Ring) -> Iterator[Fault]:
    try:
        head = Head.objects.filter(chain=chain.name).first()
        sealed = head is not None and same(seal_of(chain, head, keys), bytes(head.seal))
    except (DatabaseError, ImproperlyConfigured, TypeError, ValueError):
        yield Fault(chain.name, number, "the head cannot be read")
        return
    if head is None:
        if number:
            yield Fault(chain.name, number, "the head is gone")
    elif not sealed:
        yield Fault(chain.name, number, "the head was changed")
    elif head.number != number or not same(bytes(head.mac), mac):
        yield Fault(chain.name, number, f"the chain should end at {head.number}")
