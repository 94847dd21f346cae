# SPDX-License-Identifier: EUPL-1.2
"""Tables of the file: the case, its grounds of reading, its steps."""

from ketenzicht.cases.file.models.case import Case, CaseEvent, OnCase, Person, of_case, own_work
from ketenzicht.cases.file.models.exploitation import Exploitation
from ketenzicht.cases.file.models.grounds import REACH, Block, BreakGlass, Grant
from ketenzicht.cases.file.models.steps import Action, Label, TrackStep

__all__ = [
    "REACH",
    "Action",
    "Block",
    "BreakGlass",
    "Case",
    "CaseEvent",
    "Exploitation",
    "Grant",
    "Label",
    "OnCase",
    "Person",
    "TrackStep",
    "of_case",
    "own_work",
]
