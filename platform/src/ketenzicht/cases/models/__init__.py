# SPDX-License-Identifier: EUPL-1.2
"""Tables of the care side. Every row hangs on one case; every case has one holder."""

from ketenzicht.cases.models.care import (
    Action,
    Contact,
    Label,
    Need,
    Note,
    SafeContact,
    TrackStep,
    Whereabouts,
    Wish,
)
from ketenzicht.cases.models.case import Case, CaseEvent, Person
from ketenzicht.cases.models.consent import Consent
from ketenzicht.cases.models.funding import Dispute
from ketenzicht.cases.models.sharing import Block, BreakGlass, Grant
from ketenzicht.cases.models.stall import Stall
from ketenzicht.cases.models.transfer import Escalation, Transfer, TransferMessage

__all__ = [
    "Action",
    "Block",
    "BreakGlass",
    "Case",
    "CaseEvent",
    "Consent",
    "Contact",
    "Dispute",
    "Escalation",
    "Grant",
    "Label",
    "Need",
    "Note",
    "Person",
    "SafeContact",
    "Stall",
    "TrackStep",
    "Transfer",
    "TransferMessage",
    "Whereabouts",
    "Wish",
]
