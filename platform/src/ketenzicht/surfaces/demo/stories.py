# SPDX-License-Identifier: EUPL-1.2
"""Composed stories for the region on stage: what a coordinator finds on an ordinary morning.

All people, places and events are made up; the themes come from the scenarios the project tests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.cases.care.services import needs, notes
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.services import actions, details, opening, tracks
from ketenzicht.cases.file.states import WHOLE, Section
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.handover import Case
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.sharing.services import consents, grants
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core import crypto
from ketenzicht.core.clock import local_date
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.workdays import add_working_days, subtract_working_days
from ketenzicht.intake.card import Age
from ketenzicht.intake.services import receiving
from ketenzicht.intake.states import Haste, Wish
from ketenzicht.intake.submission import Submission
from ketenzicht.surfaces.demo.people import HOME_REGION, Cast

born = PartialDate.parse

HOTEL = "Havenkade 7"
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def play_stories(cast: Cast, now: datetime) -> None:
    """Tell all stories, so that they stand where they do at `now`."""
    hotel(cast, now)
    kim(now)
    irene(cast, now)
    ivan(cast, now)
    offered_to_us(cast, now)
    silence(cast, now)
    ana(cast, now)


def hotel(cast: Cast, now: datetime) -> None:
    """Three people saw something at one hotel; the last one today."""
    seen = (
        (9 * DAY, ("SIG-061", "SIG-062"), "Veel mannen voor dezelfde kamer, steeds kort."),
        (
            4 * DAY,
            ("SIG-064", "SIG-065"),
            "Kamer wordt elke dag contant verlengd. Nooit schoonmaak.",
        ),
        (
            timedelta(0),
            ("SIG-061", "SIG-062", "SIG-066", "SIG-067"),
            "Een jonge vrouw zonder koffer. Een man houdt de sleutel. Steeds ander bezoek.",
        ),
    )
    for ago, signs, words in seen:
        told = Submission(
            code=crypto.new_code(),
            wish=Wish.REPORT,
            reporter_type="hospitality",
            setting="hotel",
            signs=signs,
            subject="place",
            municipality="den_haag",
            whereabouts="Kamer 12",
            identifiers=(("place", HOTEL),),
            words=words,
            name="Receptie (bedacht)" if not ago else "",
            contact="000-0000000" if not ago else "",
        )
        receiving.receive_report(submission=told, now=now - ago)


def kim(now: datetime) -> None:
    """A girl writes for herself and stops halfway."""
    told = Submission(
        code=crypto.new_code(),
        wish=Wish.HELP,
        reporter_type="self",
        age=Age.MINOR,
        haste=Haste.TODAY,
        safe="no",
        municipality="den_haag",
        words="hij heeft foto's van mij en ik moet vanavond iemand zien. ik durf niet",
    )
    receiving.receive_report(submission=told, now=now)


def irene(cast: Cast, now: datetime) -> None:
    """Two municipalities disagree; a bed without help; no address."""
    actor = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    begin = subtract_working_days(now, 9)
    case = begin_case(
        actor,
        Identity(
            name="Irene (bedacht)",
            birth_date=born("2007-05"),
            gender="f",
            nationality="NL",
        ),
        form="sexual",
        risk="r3",
        at=begin,
    )
    notes.record_wish(
        actor=actor, case_id=case.pk, words="Ik wil een eigen plek en weer naar school.", now=begin
    )
    for service, words in (
        ("shelter", "Een veilige plek met begeleiding; nu een gewone jongerenopvang."),
        ("brp", "Een adres voor haar post."),
        ("income", "Geld om van te leven."),
    ):
        needs.add_need(actor=actor, case_id=case.pk, service=service, words=words, now=begin)
    first = cast.organisations["mun-den_haag"]
    other = next(
        made
        for code, made in cast.organisations.items()
        if code.startswith("mun-") and made.pk != first.pk
    )
    payer.open_dispute(
        actor=actor,
        case_id=case.pk,
        staying_id=first.pk,
        other_id=other.pk,
        now=subtract_working_days(now, 6),
    )
    notes.log_contact(
        actor=actor, case_id=case.pk, channel="visit", reached=True, words="", now=now - 2 * DAY
    )
    actions.plan_action(
        actor=actor,
        case_id=case.pk,
        words="Begeleiding regelen op de groep",
        due=now + 5 * HOUR,
        now=now - 2 * DAY,
    )


def ivan(cast: Cast, now: datetime) -> None:
    """Labour exploitation; no police; a wage claim shared with one organisation."""
    actor = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    begin = now - 20 * DAY
    case = begin_case(
        actor,
        Identity(
            name="Иван Примеров (bedacht)",
            birth_date=born("1999-03-07"),
            gender="m",
            nationality="BG",
        ),
        form="labour",
        risk="r1",
        at=begin,
    )
    _ivan_consents(actor, case.pk, begin)
    _ivan_shares_his_claim(cast, actor, case.pk, until=now + 60 * DAY, at=begin + DAY)
    notes.set_safe_contact(
        actor=actor,
        case_id=case.pk,
        rules=SafeRules(
            rules="Bel na 18 uur. Noem nooit de kas.",
            number="000-0000000",
            cover="een vriend van de voetbal",
            voicemail="nee",
        ),
        version=0,
        now=begin,
    )
    needs.add_need(
        actor=actor, case_id=case.pk, service="legal_labour", words="Loon terugvragen.", now=begin
    )
    notes.log_contact(
        actor=actor, case_id=case.pk, channel="phone", reached=True, words="", now=now - DAY
    )
    actions.plan_action(
        actor=actor,
        case_id=case.pk,
        words="Met hem naar de huisarts",
        due=add_working_days(now, 2),
        now=now - DAY,
    )


def _ivan_consents(actor: Member, case_id: UUID, at: datetime) -> None:
    for kind, state in (
        ("contact", ConsentState.GIVEN),
        ("police", ConsentState.REFUSED),
        ("comensha_register", ConsentState.ASKED),
    ):
        answer = consents.Answer(kind, state, language="bg")
        consents.record_consent(actor=actor, case_id=case_id, answer=answer, now=at)


def _ivan_shares_his_claim(
    cast: Cast, actor: Member, case_id: UUID, *, until: datetime, at: datetime
) -> None:
    fairwork = cast.organisations["fairwork"]
    answer = consents.Answer("help_share", ConsentState.GIVEN, recipient_id=fairwork.pk)
    consents.record_consent(actor=actor, case_id=case_id, answer=answer, now=at)
    grants.grant_access(
        actor=actor,
        case_id=case_id,
        terms=grants.Terms(
            organisation_id=fairwork.pk,
            purpose="legal",
            basis="consent",
            sections=frozenset({Section.TASKS, Section.CONTACT}),
            until=until,
        ),
        now=at,
    )


def offered_to_us(cast: Cast, now: datetime) -> None:
    """A colleague in another region offers a case; the answer is due this afternoon."""
    giver = cast.on_stage("care-utrecht", "zorgcoordinator")
    begin = now - 12 * DAY
    case = begin_case(
        giver,
        Identity(
            name="Blessing (bedacht)",
            birth_date=born("2002"),
            gender="f",
            nationality="NG",
        ),
        form="sexual",
        risk="r2",
        at=begin,
    )
    proposal = transfers.Proposal(
        receiver_id=cast.organisations["care-den_haag_hm"].pk,
        summary="Zij heeft een plek in Den Haag gevonden. Nemen jullie de zorg over?",
        sections=frozenset(WHOLE),
        answer_by=now + 3 * HOUR,
        stays=frozenset({Section.NEEDS}),
        stays_until=now + 14 * DAY,
    )
    drafted = transfers.draft_transfer(
        actor=giver, case_id=case.pk, proposal=proposal, now=now - 45 * HOUR
    )
    transfers.offer_transfer(
        actor=giver, transfer_id=drafted.pk, version=drafted.version, now=now - 45 * HOUR
    )
    notes.log_contact(
        actor=giver, case_id=case.pk, channel="visit", reached=True, words="", now=now - 2 * DAY
    )


def silence(cast: Cast, now: datetime) -> None:
    """We offered a case to a shelter and hear nothing; contact with another person is lost."""
    actor = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    begin = now - 16 * DAY
    waiting = begin_case(
        actor,
        Identity(
            name="Olena (bedacht)",
            birth_date=born("1985"),
            gender="f",
            nationality="UA",
        ),
        form="labour",
        risk="r1",
        at=begin,
    )
    proposal = transfers.Proposal(
        receiver_id=cast.organisations["shelter-den_haag_hm"].pk,
        summary="Intake voor een plek vanaf volgende week.",
        sections=frozenset({Section.NEEDS, Section.IDENTITY, Section.CONTACT}),
        answer_by=now + 3 * HOUR,
    )
    drafted = transfers.draft_transfer(
        actor=actor, case_id=waiting.pk, proposal=proposal, now=now - 40 * HOUR
    )
    transfers.offer_transfer(
        actor=actor, transfer_id=drafted.pk, version=drafted.version, now=now - 40 * HOUR
    )
    notes.log_contact(
        actor=actor, case_id=waiting.pk, channel="phone", reached=True, words="", now=now - DAY
    )
    lost = begin_case(
        actor,
        Identity(
            name="Noor (bedacht)",
            birth_date=born("2009-09"),
            gender="f",
            nationality="NL",
        ),
        form="criminal",
        risk="r3",
        at=begin,
    )
    notes.log_contact(
        actor=actor, case_id=lost.pk, channel="phone", reached=True, words="", now=now - 9 * DAY
    )


def ana(cast: Cast, now: datetime) -> None:
    """Her three months of reflection end within a week or so."""
    actor = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    begin = now - 84 * DAY
    case = begin_case(
        actor,
        Identity(name="Ana (bedacht)", birth_date=born("1996"), gender="f", nationality="MD"),
        form="sexual",
        risk="r2",
        at=begin,
    )
    for track, step in (
        ("criminal", "info_talk"),
        ("residence", "indication"),
        ("residence", "reflection_offered"),
        ("residence", "reflection_running"),
    ):
        tracks.move_track(
            actor=actor,
            case_id=case.pk,
            track=track,
            step=step,
            since=local_date(begin),
            now=begin,
        )
    notes.record_wish(
        actor=actor, case_id=case.pk, words="Ik wil naar mijn kind, maar niet alleen.", now=begin
    )
    needs.add_need(
        actor=actor,
        case_id=case.pk,
        service="legal_residence",
        words="Wat na de bedenktijd?",
        now=begin,
    )
    notes.log_contact(
        actor=actor, case_id=case.pk, channel="visit", reached=True, words="", now=now - DAY
    )
    actions.plan_action(
        actor=actor,
        case_id=case.pk,
        words="Met haar en de advocaat praten over wat zij kan kiezen",
        due=add_working_days(now, 2),
        now=now - DAY,
    )


def begin_case(actor: Member, identity: Identity, *, form: str, risk: str, at: datetime) -> Case:
    case = opening.open_case(
        actor=actor,
        identity=identity,
        region=HOME_REGION,
        risk=risk,
        forms=(form,),
        now=at,
    )
    label = identity.name.removesuffix(" (bedacht)")
    details.set_label(actor=actor, case_id=case.pk, words=f"{label}, oefenverhaal", now=at)
    return case
