# SPDX-License-Identifier: EUPL-1.2
"""Composed stories for the others on stage: shelter, police, privacy officer, administrators.

All people, places and events are made up.
"""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.services import Party, propose_organisation
from ketenzicht.cases.care.services import notes
from ketenzicht.cases.demo import only_action
from ketenzicht.cases.file.services import actions, details
from ketenzicht.cases.file.states import WHOLE, Section
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.handover import Case
from ketenzicht.cases.sharing.services import consents, grants
from ketenzicht.cases.sharing.services.break_glass import break_glass
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.surfaces.demo.beds import play_beds
from ketenzicht.surfaces.demo.people import HOME_REGION, Cast
from ketenzicht.surfaces.demo.stories import DAY, HOUR, begin_case

born = PartialDate.parse


def play_elsewhere(cast: Cast, now: datetime) -> None:
    """Tell what the other roles find, so that it stands where it does at `now`."""
    opened_by_break_glass(cast, samira(cast, now), now)
    play_beds(cast, now)
    partner(cast, now)


def samira(cast: Cast, now: datetime) -> Case:
    """A shelter took her case over; she allows the police to know a part of it."""
    giver = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    shelter = cast.on_stage("shelter-den_haag_hm", "shelter_worker")
    begin = now - 12 * DAY
    case = begin_case(
        giver,
        Identity(
            name="Samira (bedacht)",
            birth_date=born("1998-06"),
            gender="f",
            nationality="MA",
        ),
        form="labour",
        risk="r1",
        at=begin,
    )
    _transfer(cast, case, now - 9 * DAY)
    sheltering.set_whereabouts(
        actor=shelter,
        case_id=case.pk,
        shelter_type="vo",
        address="Een straat in de oefenwereld 1",
        now=now - 8 * DAY,
    )
    notes.record_wish(
        actor=shelter,
        case_id=case.pk,
        words="Ik wil mijn loon, en dat hij dit niet met een ander doet.",
        now=now - 8 * DAY,
    )
    notes.log_contact(
        actor=shelter, case_id=case.pk, channel="visit", reached=True, words="", now=now - DAY
    )
    details.set_label(
        actor=shelter, case_id=case.pk, words="Samira, oefenverhaal", now=now - 8 * DAY
    )
    _first_step_done(shelter, case, now - 7 * DAY)
    actions.plan_action(
        actor=shelter,
        case_id=case.pk,
        words="Meegaan naar het gesprek met de politie",
        due=now + 6 * HOUR,
        now=now - DAY,
    )
    _share_with_police(cast, case, now)
    return case


def _first_step_done(shelter: Member, case: Case, at: datetime) -> None:
    first = only_action(case.pk)
    actions.finish_action(
        actor=shelter, case_id=case.pk, action_id=first.pk, version=first.version, now=at
    )


def _transfer(cast: Cast, case: Case, at: datetime) -> None:
    giver = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    receiver = cast.on_stage("shelter-den_haag_hm", "shelter_worker")
    proposal = transfers.Proposal(
        receiver_id=receiver.organisation_id,
        summary="Zij zoekt een rustige plek met begeleiding.",
        sections=frozenset(WHOLE),
        answer_by=at + 3 * DAY,
    )
    drafted = transfers.draft_transfer(actor=giver, case_id=case.pk, proposal=proposal, now=at)
    offered = transfers.offer_transfer(
        actor=giver, transfer_id=drafted.pk, version=drafted.version, now=at
    )
    transfers.accept_transfer(
        actor=receiver,
        transfer_id=offered.pk,
        first_step="Kennismaken en een kamer laten zien",
        first_due=at + 2 * DAY,
        version=offered.version,
        now=at + DAY,
    )


def _share_with_police(cast: Cast, case: Case, now: datetime) -> None:
    shelter = cast.on_stage("shelter-den_haag_hm", "shelter_worker")
    police = cast.organisations["police-DH"]
    answer = consents.Answer("police", ConsentState.GIVEN, recipient_id=police.pk)
    consents.record_consent(actor=shelter, case_id=case.pk, answer=answer, now=now - 7 * DAY)
    grants.grant_access(
        actor=shelter,
        case_id=case.pk,
        terms=grants.Terms(
            organisation_id=police.pk,
            purpose="investigation",
            basis="consent",
            sections=frozenset({Section.TRACKS}),
            until=now + 60 * DAY,
        ),
        now=now - 7 * DAY,
    )


def opened_by_break_glass(cast: Cast, case: Case, now: datetime) -> None:
    """Somebody at the same desk could not wait for the shelter to answer."""
    break_glass(
        actor=cast.on_stage("care-den_haag_hm", "zorgcoordinator"),
        code=case.code,
        reason="Zij belde ons vannacht dat zij gevolgd werd; bij de opvang nam niemand op.",
        now=now - 2 * HOUR,
    )


def partner(cast: Cast, now: datetime) -> None:
    """A new shelter wants to take part and waits to be let in."""
    propose_organisation(
        actor=cast.on_stage("care-den_haag_hm", "administrator"),
        party=Party(
            name="Opvang De Haven", kind="shelter", phone="000-000 00 00", regions=(HOME_REGION,)
        ),
        now=now - DAY,
    )
