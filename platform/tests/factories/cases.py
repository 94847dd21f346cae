# SPDX-License-Identifier: EUPL-1.2
"""Cases and hand-overs for tests; all made up, made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import needs
from ketenzicht.cases.file.models import Action, Case, TrackStep
from ketenzicht.cases.file.services import actions, opening, tracks
from ketenzicht.cases.file.services.details import set_residence
from ketenzicht.cases.file.services.exploitation import set_circumstances
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.values import Circumstances, Identity
from ketenzicht.cases.sharing.services import grants
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.cases.waiting.facts import standing_of
from ketenzicht.cases.waiting.selectors import late_work, wait_of
from ketenzicht.cases.waiting.wording import Wait
from ketenzicht.core.obligations.states import Part, Standing
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner

WHY = "a test looks at what was stored"
SOMEBODY = Identity(
    name="Ivan Testov",
    birth_date=PartialDate.parse("1999-03-07"),
    gender="m",
    nationality="BG",
    languages="bg",
)


def coordinator(partner: Partner):
    """Return the member of a partner who holds cases."""
    roles = ("zorgcoordinator", "comensha_helpdesk", "shelter_worker")
    return next(partner.by_role[role] for role in roles if role in partner.by_role)


def make_case(
    partner: Partner,
    now: datetime = START,
    *,
    identity: Identity = SOMEBODY,
    risk: str = "r2",
    region: str = "den_haag_hm",
    forms: tuple[str, ...] = ("labour",),
    decoy: bool = False,
) -> Case:
    """Open a case the way the page does."""
    return opening.open_case(
        actor=coordinator(partner),
        identity=identity,
        region=region,
        risk=risk,
        forms=forms,
        decoy=decoy,
        now=now,
    )


def stored(case: Case) -> Case:
    """Return the row as it is now."""
    return Case.objects.whole_table(why=WHY).get(pk=case.pk)


def stored_transfer(transfer: Transfer) -> Transfer:
    """Return the row as it is now."""
    return Transfer.objects.whole_table(why=WHY).get(pk=transfer.pk)


def propose(
    giver: Partner,
    receiver: Partner,
    case: Case,
    now: datetime = START,
    *,
    summary: str = "Zij zoekt een plek voor langere tijd.",
    stays: frozenset[Section] = frozenset(),
    stays_until: datetime | None = None,
) -> Transfer:
    """Write a proposal down."""
    return transfers.draft_transfer(
        actor=coordinator(giver),
        case_id=case.pk,
        proposal=transfers.Proposal(
            receiver_id=receiver.organisation.pk,
            summary=summary,
            sections=frozenset({Section.NEEDS, Section.CONTACT}),
            answer_by=now + timedelta(days=2),
            stays=stays,
            stays_until=stays_until,
        ),
        now=now,
    )


def offer(
    giver: Partner,
    receiver: Partner,
    case: Case,
    now: datetime = START,
    *,
    summary: str = "Zij zoekt een plek voor langere tijd.",
) -> Transfer:
    """Write a proposal down and send it."""
    drafted = propose(giver, receiver, case, now, summary=summary)
    return transfers.offer_transfer(
        actor=coordinator(giver), transfer_id=drafted.pk, version=drafted.version, now=now
    )


def accept(receiver: Partner, transfer: Transfer, now: datetime = START) -> Transfer:
    """Say yes."""
    return transfers.accept_transfer(
        actor=coordinator(receiver),
        transfer_id=transfer.pk,
        first_step="Kennismaken met de persoon",
        first_due=now + timedelta(days=1),
        version=stored_transfer(transfer).version,
        now=now,
    )


def plan(partner: Partner, case: Case, now: datetime = START, *, days: int = 2) -> Action:
    """Plan a next step."""
    return actions.plan_action(
        actor=coordinator(partner),
        case_id=case.pk,
        words="Bellen met de huisarts",
        due=now + timedelta(days=days),
        now=now,
    )


def need(partner: Partner, case: Case, service: str = "shelter", now: datetime = START) -> Need:
    """Write a need down."""
    return needs.add_need(
        actor=coordinator(partner), case_id=case.pk, service=service, words="", now=now
    )


def share(
    giver: Partner,
    receiver: Partner,
    case: Case,
    now: datetime = START,
    *,
    sections: frozenset[Section] = frozenset({Section.NEEDS}),
    basis: str = "care",
    purpose: str = "care",
    days: int = 30,
):
    """Share sections of a case."""
    return grants.grant_access(
        actor=coordinator(giver),
        case_id=case.pk,
        terms=grants.Terms(
            organisation_id=receiver.organisation.pk,
            purpose=purpose,
            basis=basis,
            sections=sections,
            until=now + timedelta(days=days),
        ),
        now=now,
    )


def waits_for(actor, now: datetime = START) -> list[Wait]:
    """What a member may know of who waits too long, as the board says it."""
    return [wait_of(item) for item in late_work(actor, now).order_by("since", "rule")]


def waits_of(case: Case, now: datetime) -> list[Standing]:
    """What is late about a case by its facts at a moment."""
    found = standing_of([case.pk], now).get(case.pk, [])
    return [item for item in found if item.rule and item.part is Part.ACTS and late_at(item, now)]


def rules_late(case: Case, now: datetime) -> set[str]:
    """The rules by which something about a case is late at a moment."""
    return {item.rule for item in waits_of(case, now)}


def late_at(item: Standing, now: datetime) -> bool:
    """Whether a wait is too long then, and no further rung of its ladder speaks."""
    over = item.gives_way_at is not None and item.gives_way_at <= now
    return item.late_since is not None and item.late_since <= now and not over


def stays_as(partner: Partner, case: Case, status: str, now: datetime = START) -> Case:
    """Record the right to stay."""
    return set_residence(
        actor=coordinator(partner),
        case_id=case.pk,
        status=status,
        version=stored(case).version,
        now=now,
    )


def exploited(partner: Partner, case: Case, now: datetime = START, **told: Any) -> Case:
    """Write down what is known of the exploitation."""
    return set_circumstances(
        actor=coordinator(partner),
        case_id=case.pk,
        told=Circumstances(**told),
        version=stored(case).version,
        now=now,
    )


def move(
    partner: Partner,
    case: Case,
    track: str,
    *steps: str,
    since: date,
    now: datetime = START,
    variant: str = "",
) -> TrackStep:
    """Take a procedure through these steps, all on one day."""
    for step in steps:
        made = tracks.move_track(
            actor=coordinator(partner),
            case_id=case.pk,
            track=track,
            step=step,
            since=since,
            variant=variant if step == "reflection_running" else "",
            now=now,
        )
    return made
