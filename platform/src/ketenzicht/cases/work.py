# SPDX-License-Identifier: EUPL-1.2
"""How work about a case is said: with a code or a name only where the reader reaches it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.file.codes import label
from ketenzicht.cases.file.models import Block, BreakGlass, Case
from ketenzicht.cases.file.rules import (
    NEED_NOT_ANSWERED,
    claim_of_rule,
    claim_of_term,
    claim_of_wait,
)
from ketenzicht.cases.file.selectors.labels import labels_of
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.page.listing import search
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.selectors.break_glass import break_glass_without_reviewer
from ketenzicht.cases.shelter.said import BED_KINDS
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.states import TransferState
from ketenzicht.cases.waiting.facts import standing_of
from ketenzicht.cases.waiting.rules import AHEAD, NO_CONTACT
from ketenzicht.cases.waiting.services import escalate_disputes
from ketenzicht.cases.waiting.states import OVERSEERS, CaseWork
from ketenzicht.cases.waiting.wording import go_on, more_stand_still, wait_said, waiting_for
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.kinds import (
    Describe,
    Keys,
    Kind,
    Late,
    Overseen,
    Quiet,
    Thing,
    register,
)
from ketenzicht.core.obligations.states import Item, Said
from ketenzicht.offers.states import OfferState
from ketenzicht.reference import deadline

WHY = "what stands by the facts of cases, whoever holds them"
Saying = Callable[[Item, Transfer], Said]


def _reached(actor: Member, now: datetime) -> Keys:
    return Case.objects.for_reader(actor, now).values("pk")


def _closed_to(actor: Member) -> Keys:
    rows = Block.objects.whole_table(why="what is closed to a reader is on none of their pages")
    return rows.filter(member__user=actor.user_id, lifted_at=None).values("case")


def _found(actor: Member, words: str, now: datetime) -> Keys:
    return search(actor, Case.objects.for_reader(actor, now), words).values("pk")


def _after(after: UUID | None, limit: int) -> list[UUID]:
    rows = Case.objects.whole_table(why=WHY).filter(closed_at=None).order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    return [row.pk for row in rows.select_for_update(of=("self",)).only("pk")[:limit]]


# -- words ---------------------------------------------------------------------------------------


def _of_transfers(say: Saying) -> Describe:
    """Say items about a transfer to whoever is a party to it."""

    def describe(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
        rows = Transfer.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
        found = {str(row.pk): row for row in rows.select_related("case", "giver", "receiver")}
        return {item.pk: say(item, found[item.key]) for item in items if item.key in found}

    return describe


def _to_transfer(transfer: Transfer) -> str:
    return reverse("cases:transfer", args=[transfer.pk])


def _answer(_item: Item, transfer: Transfer) -> Said:
    words = {"giver": transfer.giver.name, "code": transfer.case.code}
    said = _("%(giver)s asks you to take over case %(code)s") % words
    return Said(said, _("Read and answer"), _to_transfer(transfer), transfer.answer_by)


def _offered(_item: Item, transfer: Transfer) -> Said:
    words = {"receiver": transfer.receiver.name, "code": transfer.case.code}
    said = _("%(receiver)s has not answered about case %(code)s; you are to act") % words
    return Said(said, _("Look at the proposal"), _to_transfer(transfer), transfer.answer_by)


def _question(_item: Item, transfer: Transfer) -> Said:
    words = {"receiver": transfer.receiver.name, "code": transfer.case.code}
    said = _("%(receiver)s asks something about case %(code)s before they answer") % words
    return Said(said, _("Answer the question"), _to_transfer(transfer), transfer.answer_by)


def _refused(_item: Item, transfer: Transfer) -> Said:
    words = {"receiver": transfer.receiver.name, "code": transfer.case.code}
    said = (
        _("%(receiver)s said no to case %(code)s; you are to act")
        if transfer.state == TransferState.REFUSED
        else _("%(receiver)s did not answer about case %(code)s in time; you are to act")
    )
    return Said(said % words, _("Read the answer"), _to_transfer(transfer), None)


def _decisions(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    rows = Escalation.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows.select_related("case__holder")}
    said = _("Case %(code)s of %(holder)s is stuck and waits for your decision")
    return {
        item.pk: Said(
            said % {"code": row.case.code, "holder": row.case.holder.name},
            _("Decide"),
            reverse("cases:decide", args=[row.pk]),
            row.due,
            row.claim,
        )
        for item in items
        if (row := found.get(item.key))
    }


def _disputes(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    rows = Dispute.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows.select_related("case", "interim_payer")}
    said = _("Who pays for case %(code)s? %(payer)s pays meanwhile")
    return {
        item.pk: Said(
            said % {"code": row.name_for(actor), "payer": row.interim_payer.name},
            _("Look at the dispute"),
            reverse("cases:dispute", args=[row.pk]),
            None,
        )
        for item in items
        if (row := found.get(item.key))
    }


def _names(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, str]:
    """The code of each case in reach, with the own name for it."""
    ids = {item.about_id for item in items}
    codes = dict(Case.objects.for_reader(actor, now).filter(pk__in=ids).values_list("pk", "code"))
    own = labels_of(actor, list(codes), now)
    return {pk: f"{code} · {own[pk]}" if pk in own else code for pk, code in codes.items()}


def _steps(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """The next step of a case held here, or a step that one's own organisation took on."""
    names = _names(items, actor, now)
    return {
        item.pk: _step(item, names[item.about_id], now) for item in items if item.about_id in names
    }


def _step(item: Item, name: str, now: datetime) -> Said:
    if item.until is None:
        said, plan = (
            _("Case %(code)s has no next step"),
            reverse("cases:plan", args=[item.about_id]),
        )
        return Said(said % {"code": name}, _("Plan the next step"), plan, None)
    said = (
        _("Case %(code)s: the next step is late")
        if item.until <= now
        else _("Case %(code)s: the next step comes up")
    )
    look = _("Look at the case")
    return Said(said % {"code": name}, look, _to_case(item), item.until, claim_of_term(item.term))


def _to_case(item: Item) -> str:
    return reverse("cases:detail", args=[item.about_id])


def _waits(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """What the own organisation keeps waiting; of a term that nears its end, the end counts."""
    names = _names(items, actor, now)
    return {
        item.pk: _wait(item, names[item.about_id], now) for item in items if item.about_id in names
    }


def _wait(item: Item, name: str, now: datetime) -> Said:
    to, action = _to_case(item), _("Look at the case")
    if item.key == NO_CONTACT:
        to, action = reverse("cases:contact", args=[item.about_id]), _("Record a contact")
    return Said(wait_said(item, name, now), action, to, item.until, claim_of_wait(item))


def _asked(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """Needs one was asked to answer for."""
    said = _("%(holder)s asks you to answer for a need of case %(code)s")
    return {
        item.pk: Said(
            said % {"holder": need.case.holder.name, "code": need.case.code},
            _("Say yes or no"),
            _to_case(item),
            item.until,
            claim_of_rule(NEED_NOT_ANSWERED, item.since, item.region),
        )
        for item, need in _with_need(items, actor, now)
    }


def _left(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """Needs another was asked for and did not take on."""
    rows = NeedOffer.objects.for_reader(actor, now).filter(
        need__in=[item.key for item in items], noted_at=None
    )
    rows = rows.select_related("case", "need", "receiver").defer("answer", "need__words")
    found = {str(row.need_id): row for row in rows.order_by("offered_at", "pk")}
    return {
        item.pk: Said(
            _no_to_need(found[item.key]),
            _("Look at the case"),
            f"{_to_case(item)}#needs",
            None,
        )
        for item in items
        if item.key in found
    }


def _no_to_need(offer: NeedOffer) -> str:
    words = {
        "receiver": offer.receiver.name,
        "need": label("service_types", offer.need.service),
        "code": offer.case.code,
    }
    if offer.state == OfferState.REFUSED:
        return _("%(receiver)s said no to “%(need)s” in case %(code)s; you answer for it") % words
    return _("%(receiver)s has not answered about “%(need)s” in case %(code)s") % words


def _taken(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """Needs the own organisation said yes to and has not met."""
    said = _("You answer for “%(need)s” in case %(code)s")
    return {
        item.pk: Said(
            said % {"need": label("service_types", need.service), "code": need.case.code},
            _("Look at the case"),
            _to_case(item),
            item.until,
            claim_of_wait(item),
        )
        for item, need in _with_need(items, actor, now)
    }


def _with_need(items: Sequence[Item], actor: Member, now: datetime) -> list[tuple[Item, Need]]:
    rows = Need.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows.select_related("case__holder").defer("words")}
    return [(item, found[item.key]) for item in items if item.key in found]


def _told(items: Sequence[Item], _actor: Member, now: datetime) -> dict[UUID, Said]:
    """What whoever directs the region is told: what waits and for whom, never about whom."""
    names = organisations_by_id(item.owner_id for item in items)
    look, board = _("Look who waits"), reverse("cases:board")
    return {
        item.pk: Said(
            waiting_for(item, names[item.owner_id].name, now),
            look,
            board,
            None,
            claim_of_wait(item),
        )
        for item in items
    }


def _told_share(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """What an organisation is told of a case that is shared with it."""
    names, cases = organisations_by_id(item.owner_id for item in items), _names(items, actor, now)
    return {
        item.pk: Said(
            f"{cases[item.about_id]}: {waiting_for(item, names[item.owner_id].name, now)}",
            _("Look at the case"),
            _to_case(item),
            None,
            claim_of_wait(item),
        )
        for item in items
        if item.about_id in cases
    }


def _reviews(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    rows = BreakGlass.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows.select_related("case").defer("reason")}
    said = _("Somebody opened case %(code)s by emergency access")
    return {
        item.pk: Said(
            said % {"code": row.case.code},
            _("Judge it"),
            reverse("cases:reviews"),
            row.review_due,
            deadline("break_glass_review", local_date(row.since), row.case.region).claim,
        )
        for item in items
        if (row := found.get(item.key))
    }


def _no_reviewer(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """One line, while nobody of the own organisation may judge what waits for a judgement."""
    if not break_glass_without_reviewer(actor, now):
        return {}
    said = Said(
        _("Somebody used emergency access, and your organisation has no privacy officer"),
        _("Give somebody this role"),
        reverse("accounts:members"),
        None,
    )
    return {items[0].pk: said}


def _kind(
    code: CaseWork,
    permission: CasePermission | AccountPermission,
    describe: Describe,
    *,
    on_board: bool = False,
    late: Late | None = None,
    quiet: Quiet | None = None,
) -> Kind:
    return Kind(
        code=code,
        thing=CASE,
        permission=permission,
        describe=describe,
        on_board=on_board,
        blind=code is CaseWork.TOLD,
        late=late,
        quiet=quiet,
    )


MAY = CasePermission
register(
    Thing(
        code=CASE,
        reached=_reached,
        after=_after,
        standing=standing_of,
        closed_to=_closed_to,
        found=_found,
        overseen=Overseen(roles=OVERSEERS, told=CaseWork.TOLD, say=more_stand_still),
    ),
    [
        *BED_KINDS,
        _kind(CaseWork.ANSWER, MAY.CASE_TRANSFER, _of_transfers(_answer), on_board=True),
        _kind(CaseWork.OFFERED, MAY.CASE_TRANSFER, _of_transfers(_offered)),
        _kind(CaseWork.QUESTION, MAY.CASE_TRANSFER, _of_transfers(_question)),
        _kind(CaseWork.REFUSED, MAY.CASE_TRANSFER, _of_transfers(_refused)),
        _kind(CaseWork.DECIDE, MAY.CASE_TRANSFER, _decisions),
        _kind(CaseWork.DISPUTE, MAY.DISPUTE_READ, _disputes),
        _kind(
            CaseWork.NEXT,
            MAY.CASE_WRITE,
            _steps,
            on_board=True,
            quiet=Quiet(ahead=AHEAD, say=go_on),
        ),
        _kind(CaseWork.STEP, MAY.CASE_ANSWER, _steps),
        _kind(CaseWork.ASKED, MAY.CASE_ANSWER, _asked),
        _kind(CaseWork.NEED_LEFT, MAY.CASE_WRITE, _left),
        _kind(CaseWork.NEED, MAY.CASE_ANSWER, _taken, on_board=True),
        _kind(CaseWork.WAIT, MAY.CASE_WRITE, _waits, on_board=True, late=escalate_disputes),
        _kind(CaseWork.TOLD, MAY.BOARD_READ, _told),
        _kind(CaseWork.TOLD_SHARE, MAY.CASE_READ, _told_share),
        _kind(CaseWork.REVIEW, MAY.BREAK_GLASS_REVIEW, _reviews),
        _kind(CaseWork.NO_REVIEWER, AccountPermission.MEMBER_MANAGE, _no_reviewer),
    ],
)
