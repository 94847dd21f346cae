# SPDX-License-Identifier: EUPL-1.2
"""The tables of all subjects, where Django looks for them; import a model from its own subject."""

from ketenzicht.cases.care.models import Contact, Need, Note, SafeContact, Wish
from ketenzicht.cases.file.models import (
    Action,
    Block,
    BreakGlass,
    Case,
    CaseEvent,
    Exploitation,
    Grant,
    Label,
    Person,
    TrackStep,
)
from ketenzicht.cases.payer.models import Dispute, PayerStatement
from ketenzicht.cases.sharing.models import Consent
from ketenzicht.cases.shelter.models import BedOffer, BedRequest, Places, Whereabouts
from ketenzicht.cases.transfers.models import Escalation, Transfer, TransferMessage

__all__ = [
    "Action",
    "BedOffer",
    "BedRequest",
    "Block",
    "BreakGlass",
    "Case",
    "CaseEvent",
    "Consent",
    "Contact",
    "Dispute",
    "Escalation",
    "Exploitation",
    "Grant",
    "Label",
    "Need",
    "Note",
    "PayerStatement",
    "Person",
    "Places",
    "SafeContact",
    "TrackStep",
    "Transfer",
    "TransferMessage",
    "Whereabouts",
    "Wish",
]
