# SPDX-License-Identifier: EUPL-1.2
"""Ended states: each shareable thing in each state in which somebody lost the ground to read it.

One declaration per state: what it is called in a URL, how it comes about, who lost the ground, and
which keys went with it. The access matrix walks them all in one world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ketenzicht.accounts import services as accounts
from ketenzicht.accounts.models import AccessRequest, Member, User
from ketenzicht.accounts.states import Asked
from ketenzicht.cases import tasks as cases
from ketenzicht.cases.file.models import Case, Person
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.page.closing import close_case
from ketenzicht.cases.sharing.services import blocks, break_glass, consents, grants
from ketenzicht.cases.sharing.states import AtClosing, ConsentState
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.intake import services as intake
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.states import RefusalReason
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.vault.models import WrappedKey
from ketenzicht.vault.row_level_security import every_key
from tests.factories.accounts import Partner, World, make_member
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    offer,
    propose,
    share,
    stored_transfer,
)
from tests.factories.intake import make_report, municipality_of, triager
from tests.promises.canaries import canary

Key = tuple[UUID, UUID]


@dataclass
class Lost:
    """A thing in an ended state: what it was called, who lost it, what may not leak to them."""

    kwarg: str
    id: object
    #: Who had the ground and has not any more.
    members: tuple[Member, ...]
    canaries: tuple[str, ...]
    #: The wrapped keys that went with it: envelope and organisation.
    keys: tuple[Key, ...] = ()
    #: That it was there and how it ended they go on seeing; what was in it not.
    row_stays: bool = False


@dataclass(frozen=True)
class Ending:
    """How one state comes about; `begin` makes what `end` ends, so that the keys are seen to go."""

    begin: Callable[[World], Lost]
    end: Callable[[World, Lost], None]


def held(keys: tuple[Key, ...]) -> set[Key]:
    """Those of these keys that stand on a row now."""
    with every_key():
        rows = WrappedKey.objects.filter(envelope__in=[envelope for envelope, _ in keys])
        found = set(rows.values_list("envelope", "organisation"))
    return found & set(keys)


def _fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def _people(partner: Partner) -> tuple[Member, ...]:
    return tuple(partner.by_role.values())


# -- cases -----------------------------------------------------------------------------------------


def _case(giver: Partner, state: str) -> tuple[Case, tuple[str, ...]]:
    name, label = canary("ended name", state), canary("ended label", state)
    case = make_case(giver, identity=Identity(name=name))
    details.set_label(actor=coordinator(giver), case_id=case.pk, words=label, now=START)
    return case, (name, label, case.code)


def _case_keys(case: Case, partner: Partner) -> tuple[Key, ...]:
    person = Person.objects.whole_table(why=WHY).get(pk=case.person_id)
    home = partner.organisation.pk
    return ((case.envelope_id, home), (person.envelope_id, home))


def _shared(state: str, **given: object) -> Callable[[World], Lost]:
    def begin(world: World) -> Lost:
        case, secrets = _case(world.shop, state)
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
        return Lost("case_id", case.pk, _people(world.shelter), secrets, keys)

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
    case, secrets = _case(world.shop, "handed over")
    propose(world.shop, world.moviera, case)
    keys = _case_keys(case, world.shop)
    # Who gave keeps the proposal it wrote, with the code of the case; not who she is.
    return Lost("case_id", case.pk, _people(world.shop), secrets[:2], keys)


def _accept_transfer(world: World, lost: Lost) -> None:
    transfer = Transfer.objects.whole_table(why=WHY).get(case=lost.id)
    sent = transfers.offer_transfer(
        actor=coordinator(world.shop), transfer_id=transfer.pk, version=1, now=START
    )
    accept(world.moviera, sent)


def _broken(world: World) -> Lost:
    case, secrets = _case(world.shop, "broken glass")
    who = coordinator(world.moviera)
    break_glass.break_glass(
        actor=who, code=case.code, reason="Zij belde dat het nu niet kan wachten.", now=START
    )
    # Who looked reads the code on their own line of what has to be judged; not who she is.
    return Lost("case_id", case.pk, (who,), secrets[:2])


def _named(case: Case) -> str:
    return f"Collega {case.pk.hex[:8]}"


def _blocked(world: World) -> Lost:
    case, secrets = _case(world.shop, "blocked")
    known = make_member(world.shop.organisation, "zorgcoordinator", name=_named(case))
    return Lost("case_id", case.pk, (known,), secrets)


def _block(world: World, lost: Lost) -> None:
    blocks.block_member(
        actor=coordinator(world.shop),
        case_id=lost.id,  # type: ignore[arg-type]  # a case's
        member_id=lost.members[0].pk,
        now=START,
    )


# -- offers ----------------------------------------------------------------------------------------


def _offer(state: str, to: str = "shelter") -> Callable[[World], Lost]:
    def begin(world: World) -> Lost:
        words, (case, secrets) = canary("ended offer", state), _case(world.shop, state)
        receiver: Partner = getattr(world, to)
        drafted = propose(world.shop, receiver, case, summary=words)
        sent = transfers.offer_transfer(
            actor=coordinator(world.shop), transfer_id=drafted.pk, version=1, now=START
        )
        transfers.ask_about_transfer(
            actor=coordinator(world.shop), transfer_id=sent.pk, words=words, now=START
        )
        keys = ((sent.envelope_id, receiver.organisation.pk),)
        seen = (words, *secrets[:2])
        return Lost("transfer_id", sent.pk, _people(receiver), seen, keys, row_stays=True)

    return begin


def _withdraw_offer(world: World, lost: Lost) -> None:
    row = Transfer.objects.whole_table(why=WHY).get(pk=lost.id)
    transfers.withdraw_transfer(
        actor=coordinator(world.shop), transfer_id=row.pk, version=row.version, now=START
    )


def _refuse(world: World, transfer: Transfer) -> None:
    transfers.refuse_transfer(
        actor=coordinator(world.shelter),
        transfer_id=transfer.pk,
        refusal=transfers.Refusal(reason="no_capacity", alternative=Alternative.LATER),
        version=stored_transfer(transfer).version,
        now=START,
    )


def _refuse_offer(world: World, lost: Lost) -> None:
    _refuse(world, Transfer.objects.whole_table(why=WHY).get(pk=lost.id))


def _decided(world: World) -> Lost:
    words, (case, secrets) = canary("ended offer", "decided"), _case(world.shop, "decided")
    for _time in range(2):
        drafted = propose(world.shop, world.shelter, case, summary=words)
        sent = transfers.offer_transfer(
            actor=coordinator(world.shop), transfer_id=drafted.pk, version=1, now=START
        )
        _refuse(world, sent)
    rows = Escalation.objects.whole_table(why=WHY)
    found = rows.get(case=case, resolved_at=None)
    fallback = next(p for p in world.partners if p.organisation.pk == found.organisation_id)
    keys = ((sent.envelope_id, found.organisation_id),)
    return Lost("escalation_id", found.pk, _people(fallback), (words, *secrets), keys)


def _decide(world: World, lost: Lost) -> None:
    row = Escalation.objects.whole_table(why=WHY).get(pk=lost.id)
    decisions.keep_with_holder(
        actor=coordinator(world.comensha), escalation_id=row.pk, version=row.version, now=START
    )


def _bounced(world: World) -> Lost:
    words, (case, _secrets) = canary("ended offer", "bounced"), _case(world.shop, "bounced")
    accept(world.moviera, offer(world.shop, world.moviera, case))
    transfers.complete_transfer(
        actor=coordinator(world.moviera),
        transfer_id=_warm(world, case).pk,
        version=_last(case).version,
        now=START,
    )
    back = offer(world.moviera, world.shop, case, summary=words)
    keys = ((back.envelope_id, world.shop.organisation.pk),)
    return Lost("transfer_id", back.pk, _people(world.shop), (words,), keys, row_stays=True)


def _last(case: Case) -> Transfer:
    return Transfer.objects.whole_table(why=WHY).filter(case=case).order_by("-drafted_at")[0]


def _warm(world: World, case: Case) -> Transfer:
    return transfers.confirm_warm_transfer(
        actor=coordinator(world.moviera),
        transfer_id=_last(case).pk,
        version=_last(case).version,
        now=START,
    )


def _decide_bounced(world: World, lost: Lost) -> None:
    row = Transfer.objects.whole_table(why=WHY).get(pk=lost.id)
    found = Escalation.objects.whole_table(why=WHY).get(case=row.case_id, resolved_at=None)
    decisions.keep_with_holder(
        actor=coordinator(world.comensha), escalation_id=found.pk, version=found.version, now=START
    )


# -- reports ---------------------------------------------------------------------------------------


def _referral(state: str) -> Callable[[World], Lost]:
    def begin(world: World) -> Lost:
        words, question = canary("ended report", state), canary("ended question", state)
        region = world.shop.organisation.areas.get().region
        report = make_report(municipality=municipality_of(region), words=words)
        made = intake.offer_referral(
            actor=triager(world.shop),
            report_id=report.pk,
            version=1,
            receiver_id=world.police.organisation.pk,
            question=question,
            now=START,
        )
        keys = ((made.envelope_id, world.police.organisation.pk),)
        people = _people(world.police)
        return Lost("referral_id", made.pk, people, (words, question), keys, row_stays=True)

    return begin


def _answer(how: str) -> Callable[[World, Lost], None]:
    def end(world: World, lost: Lost) -> None:
        row = Referral.objects.whole_table(why=WHY).get(pk=lost.id)
        given = {"referral_id": row.pk, "version": row.version, "now": START}
        if how == "withdrawn":
            intake.withdraw_referral(actor=triager(world.shop), **given)
        elif how == "refused":
            intake.refuse_referral(
                actor=triager(world.police),
                reason=next(iter(RefusalReason)),
                proposal="Vraag de gemeente",
                **given,
            )
        else:
            intake.expire_referrals(now=START + timedelta(days=60))

    return end


def _moved_report(world: World) -> Lost:
    referral = _referral("moved")(world)
    row = Referral.objects.whole_table(why=WHY).get(pk=referral.id)
    report = Report.objects.whole_table(why=WHY).get(pk=row.report_id)
    keys = ((report.envelope_id, world.shop.organisation.pk),)
    # Who asked keeps their own question; what was told is the receiver's.
    return Lost("report_id", report.pk, _people(world.shop), referral.canaries[:1], keys)


def _accept_report(world: World, lost: Lost) -> None:
    row = Referral.objects.whole_table(why=WHY).get(report=lost.id)
    intake.accept_referral(
        actor=triager(world.police), referral_id=row.pk, version=row.version, now=START
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
    return Lost("request_id", asked.pk, _people(world.comensha), (name,))


def _decline(world: World, lost: Lost) -> None:
    accounts.decline_access(
        actor=_fresh(world.comensha["platform_administrator"]),
        request_id=lost.id,  # type: ignore[arg-type]  # a request's
        now=START,
    )


def _left(world: World) -> Lost:
    case, secrets = _case(world.shop, "left")
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
    "offer withdrawn": Ending(_offer("offer withdrawn"), _withdraw_offer),
    "offer refused": Ending(_offer("offer refused"), _refuse_offer),
    "offer ended by a decision": Ending(_bounced, _decide_bounced),
    "escalation decided": Ending(_decided, _decide),
    "referral withdrawn": Ending(_referral("withdrawn"), _answer("withdrawn")),
    "referral refused": Ending(_referral("refused"), _answer("refused")),
    "report moved on": Ending(_moved_report, _accept_report),
    # The sweeps last: they end every offer whose time has come.
    "referral expired": Ending(_referral("expired"), _answer("expired")),
    "request decided": Ending(_asked_elsewhere, _decline),
    "membership ended": Ending(_left, _leave),
    "role taken away": Ending(_left, _lose_role),
    "offer expired": Ending(_offer("offer expired"), _sweep_cases(3)),
}
