# SPDX-License-Identifier: EUPL-1.2
"""Ended states: each shareable thing in each state in which somebody lost the ground to read it.

One declaration per state: what it is called in a URL, how it comes about, who lost the ground, and
which keys went with it. The access matrix walks them all in one world.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ketenzicht.accounts import services as accounts
from ketenzicht.accounts.models import AccessRequest, Member, User
from ketenzicht.accounts.states import Asked
from ketenzicht.cases import tasks as cases
from ketenzicht.cases.file.models import Case, Person
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page.closing import close_case
from ketenzicht.cases.sharing.services import blocks, break_glass, consents, grants
from ketenzicht.cases.sharing.states import AtClosing, ConsentState
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World, make_member
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    propose,
    share,
)
from tests.promises.canaries import canary
from tests.promises.ended_offers import OFFERED, RUN_OUT
from tests.promises.ending import Ending, Key, Lost, begun_case, people


def _fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


# -- cases -----------------------------------------------------------------------------------------


def _case_keys(case: Case, partner: Partner) -> tuple[Key, ...]:
    person = Person.objects.whole_table(why=WHY).get(pk=case.person_id)
    home = partner.organisation.pk
    return ((case.envelope_id, home), (person.envelope_id, home))


def _shared(state: str, **given: object) -> Callable[[World], Lost]:
    def begin(world: World) -> Lost:
        case, secrets = begun_case(world.shop, state)
        if given.get("basis") == "consent":
            answer = consents.Answer(
                kind="help_share",
                state=ConsentState.GIVEN,
                recipient_id=world.shelter.organisation.pk,
            )
            consents.record_consent(
                actor=coordinator(world.shop), case_id=case.pk, answer=answer, now=START
            )
        sections = frozenset({Section.NEEDS, Section.IDENTITY})
        share(world.shop, world.shelter, case, sections=sections, **given)  # type: ignore[arg-type]  # passed on
        keys = _case_keys(case, world.shelter)
        return Lost("case_id", case.pk, people(world.shelter), secrets, keys)

    return begin


def _revoke(world: World, lost: Lost) -> None:
    rows = grants.Grant.objects.whole_table(why=WHY)
    grants.revoke_grant(
        actor=coordinator(world.shop),
        case_id=lost.id,  # type: ignore[arg-type]  # a case's
        grant_id=rows.get(case=lost.id).pk,
        now=START,
    )


def _withdraw_consent(world: World, lost: Lost) -> None:
    answer = consents.Answer(
        kind="help_share",
        state=ConsentState.WITHDRAWN,
        recipient_id=world.shelter.organisation.pk,
    )
    consents.record_consent(
        actor=coordinator(world.shop),
        case_id=lost.id,  # type: ignore[arg-type]  # a case's
        answer=answer,
        now=START,
    )


def _close(world: World, lost: Lost) -> None:
    close_case(
        actor=coordinator(world.shop),
        case_id=lost.id,  # type: ignore[arg-type]  # a case's
        reason="goals_met",
        shares=AtClosing.STOP,
        version=Case.objects.whole_table(why=WHY).get(pk=lost.id).version,
        now=START,
    )


def _sweep_cases(days: int) -> Callable[[World, Lost], None]:
    def sweep(_world: World, _lost: Lost) -> None:
        cases.sweep(START + timedelta(days=days, minutes=1))

    return sweep


def _handed_over(world: World) -> Lost:
    case, secrets = begun_case(world.shop, "handed over")
    propose(world.shop, world.moviera, case)
    keys = _case_keys(case, world.shop)
    # Who gave keeps the proposal it wrote, with the code of the case; not who she is.
    return Lost("case_id", case.pk, people(world.shop), secrets[:2], keys)


def _accept_transfer(world: World, lost: Lost) -> None:
    transfer = Transfer.objects.whole_table(why=WHY).get(case=lost.id)
    sent = transfers.offer_transfer(
        actor=coordinator(world.shop), transfer_id=transfer.pk, version=1, now=START
    )
    accept(world.moviera, sent)


def _broken(world: World) -> Lost:
    case, secrets = begun_case(world.shop, "broken glass")
    who = coordinator(world.moviera)
    break_glass.break_glass(
        actor=who, code=case.code, reason="Zij belde dat het nu niet kan wachten.", now=START
    )
    # Who looked reads the code on their own line of what has to be judged; not who she is.
    return Lost("case_id", case.pk, (who,), secrets[:2])


def _named(case: Case) -> str:
    return f"Collega {case.pk.hex[:8]}"


def _blocked(world: World) -> Lost:
    case, secrets = begun_case(world.shop, "blocked")
    known = make_member(world.shop.organisation, "zorgcoordinator", name=_named(case))
    return Lost("case_id", case.pk, (known,), secrets)


def _block(world: World, lost: Lost) -> None:
    blocks.block_member(
        actor=coordinator(world.shop),
        case_id=lost.id,  # type: ignore[arg-type]  # a case's
        member_id=lost.members[0].pk,
        now=START,
    )


# -- people ----------------------------------------------------------------------------------------


def _asked_elsewhere(world: World) -> Lost:
    name = canary("ended asked", "platform")
    member = make_member(world.moviera.organisation, name=name)
    # The entrance of the practice world shows its own people to everybody, on purpose.
    User.objects.filter(pk=member.user_id).update(demo=False)
    asked = AccessRequest.objects.create(
        member=member,
        kind=Asked.ROLES,
        roles="zorgcoordinator",
        asked_by=world.moviera["administrator"].user,
        asked_at=START,
        lapses_at=START + timedelta(days=7),
    )
    return Lost("request_id", asked.pk, people(world.comensha), (name,))


def _decline(world: World, lost: Lost) -> None:
    accounts.decline_access(
        actor=_fresh(world.comensha["platform_administrator"]),
        request_id=lost.id,  # type: ignore[arg-type]  # a request's
        now=START,
    )


def _left(world: World) -> Lost:
    case, secrets = begun_case(world.shop, "left")
    leaver = make_member(world.shop.organisation, "zorgcoordinator", name=_named(case))
    return Lost("case_id", case.pk, (leaver,), secrets)


def _leave(world: World, lost: Lost) -> None:
    accounts.end_membership(
        actor=_fresh(world.shop["administrator"]), member_id=lost.members[0].pk, now=START
    )


def _lose_role(_world: World, lost: Lost) -> None:
    lost.members[0].role_grants.update(ended=date(2026, 11, 1))


def _nothing(_world: World, _lost: Lost) -> None:
    """The clock alone ends it."""


ENDINGS: dict[str, Ending] = {
    "grant revoked": Ending(_shared("grant revoked"), _revoke),
    "consent withdrawn": Ending(_shared("consent withdrawn", basis="consent"), _withdraw_consent),
    "case closed, sharing stopped": Ending(_shared("case closed"), _close),
    "grant expired": Ending(_shared("grant expired", days=1), _sweep_cases(1)),
    "case handed over": Ending(_handed_over, _accept_transfer),
    "broken glass after its hour": Ending(_broken, _nothing),
    "colleague blocked": Ending(_blocked, _block),
    **OFFERED,
    "request decided": Ending(_asked_elsewhere, _decline),
    "membership ended": Ending(_left, _leave),
    "role taken away": Ending(_left, _lose_role),
    # The sweeps last: they end every offer whose time has come.
    **RUN_OUT,
}
