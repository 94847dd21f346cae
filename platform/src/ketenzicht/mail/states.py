# SPDX-License-Identifier: EUPL-1.2
"""Who reads a notice and why it was sent; how it is found out who reads is the caller's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

#: What work of this app is about: that notices go out at all. There is one way out.
MAIL = "mail"
OUTBOX = UUID(int=0)

#: Faults of one address; every other fault is one of the way there.
FAULTS_OF_ADDRESS = frozenset({"SMTPDataError", "SMTPRecipientsRefused"})


class Reason(StrEnum):
    """Why a notice is sent. Each app has its own, in its `notices`; no mail ever says it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person to write to at this moment, and the things whose work depends on it arriving."""

    id: UUID
    address: str
    language: str
    things: tuple[tuple[str, UUID], ...] = ()


#: Who reads what is meant for a member at a moment; nobody when they can do nothing with it now.
ReaderOf = Callable[[UUID, datetime], Reader | None]
