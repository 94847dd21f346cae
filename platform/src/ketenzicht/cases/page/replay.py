# SPDX-License-Identifier: EUPL-1.2
"""What the events of a case add up to. A stored case that says otherwise was tampered with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from ketenzicht.cases.transfers.states import TransferState


class Happened(Protocol):
    """One event, as far as replaying needs it."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def detail(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case as its events tell it."""

    state: str = ""
    holder: str = ""
    risk: str = ""
    last_contact_at: datetime | None = None
    closure_reason: str = ""
    transfers: Mapping[str, str] = field(default_factory=dict)


def replay(events: Iterable[Happened]) -> Snapshot:
    """Fold events, oldest first, into the case they describe."""
    now = Snapshot()
    for event in events:
        now = _after(now, event)
    return now


def _after(before: Snapshot, event: Happened) -> Snapshot:
    kind, detail = event.kind, event.detail
    if kind == "opened":
        return replace(before, state=detail["state"], holder=detail["holder"], risk=detail["risk"])
    if kind in {"moved", "closed", "reopened"}:
        return replace(before, state=detail["state"], closure_reason=detail.get("reason", ""))
    if kind == "risk":
        return replace(before, risk=detail["risk"])
    if kind == "contact" and detail["reached"] == "yes":
        return replace(before, last_contact_at=event.at)
    if kind == "transfer":
        return _after_transfer(before, detail)
    return before


def _after_transfer(before: Snapshot, detail: Mapping[str, str]) -> Snapshot:
    state = detail["state"]
    transfers = {**before.transfers, detail["transfer"]: state}
    holder = detail["receiver"] if state == TransferState.ACCEPTED else before.holder
    return replace(before, transfers=transfers, holder=holder)
