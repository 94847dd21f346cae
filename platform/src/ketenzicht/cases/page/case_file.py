# SPDX-License-Identifier: EUPL-1.2
"""One case as its reader may see it: only the sections that are open to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ketenzicht.cases.care.selectors import (
    NeedLine,
    SafeLine,
    WishLine,
    contacts_of,
    needs_of,
    notes_of,
    safe_contact_of,
    wishes_of,
)
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.selectors.access import Access, Reader
from ketenzicht.cases.file.selectors.labels import labels_of
from ketenzicht.cases.file.selectors.sections import (
    ActionLine,
    Moment,
    actions_of,
    circumstances_of,
    events_of,
    finished_of,
    forms_of,
    outcomes_of,
    risk_domains_of,
    track_steps_of,
)
from ketenzicht.cases.file.values import Circumstances
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.selectors import open_dispute_of
from ketenzicht.cases.shelter.models import BedRequest, Whereabouts
from ketenzicht.cases.shelter.selectors import bed_request_of, stay_of
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.selectors import open_escalation_of, open_transfer_of
from ketenzicht.cases.waiting.selectors import waits_about
from ketenzicht.cases.waiting.wording import Wait

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything on the page of a case."""

    access: Access
    label: str
    actions: Sequence[ActionLine]
    finished: Sequence[ActionLine]
    wishes: Sequence[WishLine]
    needs: Sequence[NeedLine]
    moments: Sequence[Moment]
    safe_contact: SafeLine | None
    forms: Sequence[str]
    risk_domains: Sequence[str]
    outcomes: Sequence[str]
    circumstances: Circumstances
    tracks: Sequence[TrackStep]
    transfer: Transfer | None
    escalation: Escalation | None
    dispute: Dispute | None
    stay: Whereabouts | None
    bed: BedRequest | None
    waits: Sequence[Wait]

    @property
    def next_action(self) -> ActionLine | None:
        return self.actions[0] if self.actions else None

    @property
    def open_needs(self) -> list[NeedLine]:
        return [need for need in self.needs if need.state == NeedState.OPEN]


def case_file(actor: Member, access: Access, now: datetime) -> CaseFile:
    """Gather what this reader may see of a case they opened."""
    reader = Reader(actor, access, access.envelope(), now)
    case = access.case
    return CaseFile(
        access=access,
        label=labels_of(actor, [case.pk], now).get(case.pk, ""),
        actions=actions_of(reader),
        finished=finished_of(reader),
        wishes=wishes_of(reader),
        needs=needs_of(reader),
        moments=_moments(reader),
        safe_contact=safe_contact_of(reader),
        forms=forms_of(reader),
        risk_domains=risk_domains_of(reader),
        outcomes=outcomes_of(reader),
        circumstances=circumstances_of(reader),
        tracks=track_steps_of(reader),
        transfer=open_transfer_of(reader),
        escalation=open_escalation_of(reader),
        dispute=open_dispute_of(reader),
        stay=stay_of(reader),
        bed=bed_request_of(reader),
        waits=waits_about(case.pk, now) if access.holds and case.open else (),
    )


def _moments(reader: Reader) -> list[Moment]:
    """Notes, contacts and events in one line of time, newest first."""
    found = [*notes_of(reader), *contacts_of(reader), *events_of(reader)]
    return sorted(found, key=lambda moment: moment.at, reverse=True)
