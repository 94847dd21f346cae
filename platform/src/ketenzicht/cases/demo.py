# SPDX-License-Identifier: EUPL-1.2
"""What the practice world reads of cases and transfers it made itself, for no reader."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.transfers.models import Transfer

WHY = "the practice world is made by the installation itself"


@dataclass(frozen=True, slots=True)
class Acting:
    """The organisation whose turn it is, and the version it has before it."""

    organisation_id: UUID
    version: int


def holder_of(case_id: UUID) -> Acting:
    """Who holds a case."""
    case = Case.objects.whole_table(why=WHY).get(pk=case_id)
    return Acting(case.holder_id, case.version)


def receiver_of(transfer_id: UUID) -> Acting:
    """Who is asked to take a case over."""
    transfer = Transfer.objects.whole_table(why=WHY).get(pk=transfer_id)
    return Acting(transfer.receiver_id, transfer.version)


def only_action(case_id: UUID) -> Action:
    """The one action of a case that has just been taken over."""
    return Action.objects.whole_table(why=WHY).get(case_id=case_id)
