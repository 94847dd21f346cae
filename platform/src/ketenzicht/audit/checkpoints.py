# SPDX-License-Identifier: EUPL-1.2
"""Signed heads: where each chain stood at a moment, in a file that a partner can keep.

Whoever keeps one can later show that the chain still contains what it contained then, without
having seen any of it. The platform keeps its own in a file beside the database.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from ketenzicht.audit import days
from ketenzicht.audit.chain import CHAINS
from ketenzicht.audit.models import Head
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import Key, public_key, sign, verify
from ketenzicht.core.crypto.sealing import framed

#: How long the end of a chain rests on the database alone.
KEPT_EVERY = timedelta(hours=1)  # no term: between two signed heads
#: How a whole line ends.
_END = "}"


class CheckpointRefused(ValueError):
    """A file that is no head, or not signed by this platform."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The number and MAC of the last row of one chain at a moment."""

    chain: str
    number: int
    mac: bytes
    at: str
    signer: bytes
    signature: bytes

    def as_json(self) -> str:
        """One line, for a file."""
        row = {
            "chain": self.chain,
            "number": self.number,
            "mac": self.mac.hex(),
            "at": self.at,
            "signer": self.signer.hex(),
            "signature": self.signature.hex(),
        }
        return json.dumps(row, sort_keys=True)


def current_checkpoints(*, now: datetime) -> list[Checkpoint]:
    """Sign where the chains stand; a chain without rows has no head yet."""
    ends = {head.chain: head for head in Head.objects.all()}
    chains = [
        (end.chain, end.number, bytes(end.mac))
        for chain in CHAINS
        if (end := ends.get(chain.name)) is not None
    ]
    # Of a day without an order only the whole is told: its number grows with each reporter.
    return [_signed(*end, now) for end in (*chains, *days.ended(local_date(now)))]


def read_checkpoints(text: str, *, signer: bytes | None = None) -> list[Checkpoint]:
    """Read kept heads and check each signature, by default against our own key.

    A line that was cut short, by a crash or a copy made too early, is passed over; `torn` counts
    those.
    """
    trusted = signer or public_key(Key.CHECKPOINTS)
    return [_read(line, trusted) for line in text.splitlines() if line.endswith(_END)]


def torn(text: str) -> int:
    """How many lines were cut short."""
    return sum(bool(line.strip()) and not line.endswith(_END) for line in text.splitlines())


def keep(checkpoints: list[Checkpoint]) -> None:
    """Add heads to the file beside the database."""
    handle = os.open(kept_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        # A line cut short by a crash ends at this line break and is passed over when read.
        file.write("\n" + _lines(checkpoints))
        file.flush()
        os.fsync(file.fileno())


def keep_newest(checkpoints: list[Checkpoint]) -> None:
    """Put where the chains stand now in the place of where they stood a moment ago."""
    fresh = newest_file().with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_lines(checkpoints))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(newest_file())


def keep_in_time(*, now: datetime) -> int:
    """Keep heads of chains that grew, once per `KEPT_EVERY`; returns how many.

    A chain that is cut off and has its older head put back fits in itself; these tell. Where the
    chains stand now is kept at each round as well, in a file of its own: a database that was put
    back by minutes does not hold that, and then it stays as it was.
    """
    last = {head.chain: head for head in _genuine(kept_file())}
    current = current_checkpoints(now=now)
    due = [head for head in current if _is_due(head, last.get(head.chain), now)]
    if due:
        keep(due)
    chains = [head for head in current if not head.chain.startswith(days.NAME)]
    before = _genuine(newest_file())
    if _ends(before) != _ends(chains) and all(_holds(head) for head in before):
        keep_newest(chains)
    return len(due)


def _ends(checkpoints: list[Checkpoint]) -> set[tuple[str, int]]:
    return {(head.chain, head.number) for head in checkpoints}


def _holds(kept: Checkpoint) -> bool:
    """Tell whether the row that a head names is still there."""
    (model,) = (chain.model for chain in CHAINS if chain.name == kept.chain)
    row = model._default_manager.filter(number=kept.number).first()
    return kept.number == 0 or (row is not None and bytes(row.mac) == kept.mac)


def _genuine(path: Path) -> list[Checkpoint]:
    """The heads in a file that are ours; of the others `kept_checkpoints` tells."""
    found = []
    for line in _text(path).splitlines():
        with suppress(CheckpointRefused):
            found += read_checkpoints(line)
    return found


def _is_due(head: Checkpoint, last: Checkpoint | None, now: datetime) -> bool:
    if last is None:
        return True
    return head.number != last.number and now - datetime.fromisoformat(last.at) >= KEPT_EVERY


def kept_checkpoints() -> list[Checkpoint]:
    """The heads in the files beside the database."""
    return read_checkpoints(kept_text())


def kept_text() -> str:
    """What the files beside the database say, line by line."""
    return f"{_text(kept_file())}\n{_text(newest_file())}"


def kept_file() -> Path:
    """Where the platform keeps its own heads, outside the database and its backups."""
    return Path(settings.KETENZICHT_HOME) / "audit-heads.jsonl"


def newest_file() -> Path:
    """Where it keeps the end of each chain of this minute."""
    return Path(settings.KETENZICHT_HOME) / "audit-newest.jsonl"


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        return ""


def _lines(checkpoints: list[Checkpoint]) -> str:
    return "".join(f"{head.as_json()}\n" for head in checkpoints)


def _signed(chain: str, number: int, mac: bytes, now: datetime) -> Checkpoint:
    at = now.isoformat(timespec="seconds")
    signature = sign(Key.CHECKPOINTS, _message(chain, number, mac, at))
    return Checkpoint(chain, number, mac, at, public_key(Key.CHECKPOINTS), signature)


def _read(line: str, trusted: bytes) -> Checkpoint:
    try:
        row = json.loads(line)
        head = Checkpoint(
            chain=str(row["chain"]),
            number=int(row["number"]),
            mac=bytes.fromhex(row["mac"]),
            at=str(row["at"]),
            signer=bytes.fromhex(row["signer"]),
            signature=bytes.fromhex(row["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        raise CheckpointRefused("a line is no head of this audit") from None
    message = _message(head.chain, head.number, head.mac, head.at)
    if not verify(trusted, message, head.signature):
        raise CheckpointRefused(
            f"the head of {head.chain} at {head.number} is not signed by this key"
        )
    return head


def _message(chain: str, number: int, mac: bytes, at: str) -> bytes:
    return framed(("audit head", chain, number, mac, at))
