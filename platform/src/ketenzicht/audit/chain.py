# SPDX-License-Identifier: EUPL-1.2
"""Adding a row to a chain: its MAC covers every column and the MAC of the row before.

The head row is both the lock and the memory of where the chain ends. Adding takes three
statements inside the caller's transaction, so a business act and its trace are kept or lost
together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ketenzicht.audit.models import Entry, Head, Link, UnnamedEntry
from ketenzicht.core.crypto import Key, keyed_hash
from ketenzicht.core.crypto.keys import Ring, ring

START = bytes(32)


@dataclass(frozen=True, slots=True)
class Chain:
    """A table of links, and the key that makes their MACs."""

    name: str
    model: type[Link]
    key: Key

    @property
    def columns(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields if field.name != "mac"]

    def rows(self) -> QuerySet[Link]:
        """All rows, first to last."""
        return self.model._default_manager.order_by("number")


MEMBERS = Chain("members", Entry, Key.AUDIT_MAC)
UNNAMED = Chain("unnamed", UnnamedEntry, Key.AUDIT_PUBLIC_MAC)
CHAINS = (MEMBERS, UNNAMED)


def append(chain: Chain, **columns: Any) -> Link:
    """Add one row and move the head; call with nothing but what happened."""
    keys = ring(chain.key)
    with transaction.atomic():
        head = _locked_head(chain, keys)
        link = chain.model(number=head.number + 1, key_version=keys.newest, **columns)
        link.mac = mac_of(chain, link, bytes(head.mac), keys)
        link.save(force_insert=True)
        _move(chain, head, link, keys)
    return link


def mac_of(chain: Chain, link: Link, previous: bytes, keys: Ring) -> bytes:
    """The MAC a row should have after the row before it."""
    cells = [(name, written(getattr(link, name))) for name in chain.columns]
    flat = [part for cell in cells for part in cell]
    return keyed_hash(keys[link.key_version], "link", chain.name, previous, *flat)


def seal_of(chain: Chain, head: Head, keys: Ring) -> bytes:
    """The seal the head of a chain should have."""
    return keyed_hash(
        keys[head.key_version], "head", chain.name, head.number, bytes(head.mac), head.key_version
    )


def _locked_head(chain: Chain, keys: Ring) -> Head:
    start = Head(chain=chain.name, number=0, mac=START, key_version=keys.newest)
    start.seal = seal_of(chain, start, keys)
    columns = {"number": 0, "mac": START, "key_version": keys.newest, "seal": start.seal}
    head = Head.objects.select_for_update().filter(chain=chain.name).first()
    if head is None:
        Head.objects.get_or_create(chain=chain.name, defaults=columns)
        head = Head.objects.select_for_update().get(chain=chain.name)
    return head


def _move(chain: Chain, head: Head, link: Link, keys: Ring) -> None:
    head.number, head.mac, head.key_version = link.number, link.mac, link.key_version
    head.seal = seal_of(chain, head, keys)
    head.save(force_update=True)


def written(value: Any) -> str:
    """A cell as a MAC or a fingerprint covers it, whatever the database gave it back as."""
    writers: dict[type, Callable[[Any], str]] = {
        bytes: bytes.hex,
        memoryview: lambda cell: bytes(cell).hex(),
        datetime: lambda moment: moment.astimezone(UTC).isoformat(timespec="microseconds"),
        date: lambda day: day.isoformat(),
    }
    return writers.get(type(value), str)(value)
