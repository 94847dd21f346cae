# SPDX-License-Identifier: EUPL-1.2
"""Ended states of what was offered or asked: hand-overs, decisions about them, and reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from ketenzicht.cases import tasks as cases
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.intake import services as intake
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.states import RefusalReason
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    offer,
    propose,
    stored_transfer,
)
from tests.factories.intake import make_report, municipality_of, triager
from tests.promises.canaries import canary
from tests.promises.ending import Ending, Lost, begun_case, people

# -- offers ----------------------------------------------------------------------------------------


def _offer(state: str, to: str = "shelter") -> Callable[[World], Lost]:
    def begin(world: World) -> Lost:
        words, (case, secrets) = canary("ended offer", state), begun_case(world.shop, state)
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
        return Lost("transfer_id", sent.pk, people(receiver), seen, keys, row_stays=True)

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
    words, (case, secrets) = canary("ended offer", "decided"), begun_case(world.shop, "decided")
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
    return Lost("escalation_id", found.pk, people(fallback), (words, *secrets), keys)


def _decide(world: World, lost: Lost) -> None:
    row = Escalation.objects.whole_table(why=WHY).get(pk=lost.id)
    decisions.keep_with_holder(
        actor=coordinator(world.comensha), escalation_id=row.pk, version=row.version, now=START
    )


def _bounced(world: World) -> Lost:
    words, (case, _secrets) = canary("ended offer", "bounced"), begun_case(world.shop, "bounced")
    accept(world.moviera, offer(world.shop, world.moviera, case))
    transfers.complete_transfer(
        actor=coordinator(world.moviera),
        transfer_id=_warm(world, case).pk,
        version=_last(case).version,
        now=START,
    )
    back = offer(world.moviera, world.shop, case, summary=words)
    keys = ((back.envelope_id, world.shop.organisation.pk),)
    return Lost("transfer_id", back.pk, people(world.shop), (words,), keys, row_stays=True)


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
        asked = people(world.police)
        return Lost("referral_id", made.pk, asked, (words, question), keys, row_stays=True)

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
    return Lost("report_id", report.pk, people(world.shop), referral.canaries[:1], keys)


def _accept_report(world: World, lost: Lost) -> None:
    row = Referral.objects.whole_table(why=WHY).get(report=lost.id)
    intake.accept_referral(
        actor=triager(world.police), referral_id=row.pk, version=row.version, now=START
    )


def _sweep_transfers(_world: World, _lost: Lost) -> None:
    cases.sweep(START + timedelta(days=3, minutes=1))


OFFERED: dict[str, Ending] = {
    "offer withdrawn": Ending(_offer("offer withdrawn"), _withdraw_offer),
    "offer refused": Ending(_offer("offer refused"), _refuse_offer),
    "offer ended by a decision": Ending(_bounced, _decide_bounced),
    "escalation decided": Ending(_decided, _decide),
    "referral withdrawn": Ending(_referral("withdrawn"), _answer("withdrawn")),
    "referral refused": Ending(_referral("refused"), _answer("refused")),
    "report moved on": Ending(_moved_report, _accept_report),
}
RUN_OUT: dict[str, Ending] = {
    "referral expired": Ending(_referral("expired"), _answer("expired")),
    "offer expired": Ending(_offer("offer expired"), _sweep_transfers),
}
