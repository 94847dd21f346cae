# SPDX-License-Identifier: EUPL-1.2
"""Events of the simulated world, done again through the services of the platform.

What a service refuses did not happen in the practice world either; the refusal is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.cases import demo as cases
from ketenzicht.cases.care.services import notes
from ketenzicht.cases.file.services import details, exploitation, opening
from ketenzicht.cases.file.states import WHOLE
from ketenzicht.cases.file.values import Circumstances, Identity
from ketenzicht.cases.handover import Case
from ketenzicht.cases.page import closing
from ketenzicht.cases.sharing.services import consents
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.cases.tasks import expire_offers
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core import crypto
from ketenzicht.core.errors import DomainError
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.workdays import add_working_days
from ketenzicht.intake import demo as intake
from ketenzicht.intake.services import receiving, triage
from ketenzicht.intake.states import Wish
from ketenzicht.intake.submission import Submission
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.demo.people import Cast
from ketenzicht.world import events

ADVICE = "Dank je wel. Let op en schrijf op wat je ziet. Bel ons als er iets verandert."


@dataclass
class Replay:
    """Does events again; remembers which of our rows stands for which of the world's names."""

    cast: Cast
    reports: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    transfers: dict[str, UUID] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def do_all(self, happened: Iterable[events.Event]) -> None:
        """Do events in the order of time."""
        for event in happened:
            try:
                self.do(event)
            except DomainError as refusal:
                self.refused[f"{type(event).__name__}: {refusal.code}"] += 1

    @singledispatchmethod
    def do(self, event: events.Event) -> None:
        """Do one event; kinds that the platform notices by itself need nothing."""

    @do.register
    def _(self, event: events.ReportReceived) -> None:
        told = Submission(
            code=crypto.new_code(),
            wish=Wish.REPORT,
            reporter_type=event.reporter_type,
            words=event.words,
            setting=event.setting,
            signs=event.signs,
            subject=event.subject,
            municipality=event.municipality,
            identifiers=(("place", event.address),) if event.address else (),
            name="Melder (bedacht)" if event.with_contact else "",
            contact="000-0000000" if event.with_contact else "",
        )
        receiving.receive_report(submission=told, now=event.at)
        self.reports[event.report] = intake.report_with(told.code)

    @do.register
    def _(self, event: events.ReportAssessed) -> None:
        report_id = self.reports.get(event.report)
        if report_id is None or event.outcome in {"case_opened", "duplicate"}:
            return
        actor, version = self._holder_of_report(report_id)
        advised = triage.advise_reporter(
            actor=actor, report_id=report_id, version=version, text=ADVICE, now=event.at
        )
        triage.close_report(actor=actor, report_id=report_id, version=advised.version, now=event.at)

    @do.register
    def _(self, event: events.CaseOpened) -> None:
        actor = self._acting_for(event.holder)
        case = opening.open_case(
            actor=actor,
            identity=identity_of(event.person, event.told),
            region=event.region,
            risk=event.risk,
            forms=(event.form,),
            now=event.at,
        )
        self.cases[event.case] = case.pk
        _write_down(actor, case, event)
        for kind, state in event.consents:
            if state != ConsentState.NOT_ASKED:
                answer = consents.Answer(kind, ConsentState(state), language=event.person.language)
                consents.record_consent(actor=actor, case_id=case.pk, answer=answer, now=event.at)

    @do.register
    def _(self, event: events.ContactMade) -> None:
        case_id = self.cases.get(event.case)
        if case_id is None:
            return
        notes.log_contact(
            actor=self._holding(case_id),
            case_id=case_id,
            channel=event.channel,
            reached=True,
            words="",
            now=event.at,
        )

    @do.register
    def _(self, event: events.NoteWritten) -> None:
        case_id = self.cases.get(event.case)
        if case_id is not None:
            actor = self._holding(case_id)
            notes.write_note(actor=actor, case_id=case_id, words=event.words, now=event.at)

    @do.register
    def _(self, event: events.TransferOffered) -> None:
        case_id = self.cases.get(event.case)
        receiver = self.cast.organisations.get(event.receiver)
        if case_id is None or receiver is None:
            return
        actor = self._holding(case_id)
        proposal = transfers.Proposal(
            receiver_id=receiver.pk,
            summary="De hulp past beter bij jullie. Neem je het over?",
            sections=frozenset(WHOLE),
            answer_by=event.answer_by,
        )
        drafted = transfers.draft_transfer(
            actor=actor, case_id=case_id, proposal=proposal, now=event.at
        )
        transfers.offer_transfer(
            actor=actor, transfer_id=drafted.pk, version=drafted.version, now=event.at
        )
        self.transfers[event.transfer] = drafted.pk

    @do.register
    def _(self, event: events.TransferAnswered) -> None:
        transfer_id = self.transfers.get(event.transfer)
        if transfer_id is None:
            return
        transfer = cases.receiver_of(transfer_id)
        actor = self._worker_of(transfer.organisation_id)
        if event.answer is events.Answer.ACCEPTED:
            transfers.accept_transfer(
                actor=actor,
                transfer_id=transfer_id,
                first_step="Kennismaken en de eerste afspraak plannen",
                first_due=add_working_days(event.at, 3),
                version=transfer.version,
                now=event.at,
            )
        else:
            refusal = Refusal(event.refusal or "no_place", Alternative.COORDINATOR)
            transfers.refuse_transfer(
                actor=actor,
                transfer_id=transfer_id,
                refusal=refusal,
                version=transfer.version,
                now=event.at,
            )

    @do.register
    def _(self, event: events.TransferExpired) -> None:
        expire_offers(event.at)

    @do.register
    def _(self, event: events.CaseClosed) -> None:
        case_id = self.cases.get(event.case)
        if case_id is None:
            return
        closing.close_case(
            actor=self._holding(case_id),
            case_id=case_id,
            reason=event.reason,
            checked=closing.required_for(event.reason),
            outcomes=event.outcomes,
            version=cases.holder_of(case_id).version,
            now=event.at,
        )

    def _acting_for(self, organisation: str) -> Member:
        for code, role in (
            ("care-den_haag_hm", "zorgcoordinator"),
            ("care-utrecht", "zorgcoordinator"),
        ):
            if organisation == code:
                return self.cast.on_stage(code, role)
        return self.cast.workers[organisation]

    def _worker_of(self, organisation_id: UUID) -> Member:
        for code, organisation in self.cast.organisations.items():
            if organisation.pk == organisation_id:
                return self._acting_for(code)
        raise LookupError(organisation_id)

    def _holding(self, case_id: UUID) -> Member:
        return self._worker_of(cases.holder_of(case_id).organisation_id)

    def _holder_of_report(self, report_id: UUID) -> tuple[Member, int]:
        holder_id, version = intake.holder_of(report_id)
        return self._worker_of(holder_id), version


def _write_down(actor: Member, case: Case, event: events.CaseOpened) -> None:
    """Write down what is known of the exploitation, the right to stay, and who says what it is."""
    ground: dict[str, Any] = {"actor": actor, "case_id": case.pk, "now": event.at}
    case = exploitation.set_circumstances(
        **ground, told=circumstances_of(event.told), version=case.version
    )
    case = details.set_residence(**ground, status=event.told.residence, version=case.version)
    exploitation.set_victim_status(
        **ground,
        status=event.told.status,
        decided_by=event.told.decided_by,
        version=case.version,
    )


def circumstances_of(told: events.Told) -> Circumstances:
    """Return what the world tells of an exploitation as the platform writes it down."""
    return Circumstances(
        route=told.route,
        place=told.place,
        began=PartialDate.parse_known(told.began),
        sectors=told.sectors,
        means=told.means,
        recruitment=told.recruitment,
        relation=told.relation,
        vulnerabilities=told.vulnerabilities,
        family=told.family,
        earlier=told.earlier,
    )


def identity_of(person: events.RecordedPerson, told: events.Told) -> Identity:
    """Return a recorded person as the platform writes one down."""
    return Identity(
        name=f"{person.given} {person.family}".strip(),
        birth_date=PartialDate.parse_known(person.birth),
        gender=person.sex,
        nationality=person.nationality,
        second_nationality=told.second_nationality,
        languages=person.language,
    )


def recent(happened: Iterable[events.Event], today: datetime, days: int) -> list[events.Event]:
    """Return the last events, with cases whole: a case that began before them is left out."""
    begin = today - timedelta(days=days)
    return [event for event in happened if event.at >= begin]
