# SPDX-License-Identifier: EUPL-1.2
"""Cases and everything on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from ketenzicht.accounts.models import Member
from ketenzicht.cases.care.services import needs, notes
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.sharing.services import blocks, break_glass
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.services.transfers import refuse_transfer
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World, make_member, make_organisation
from tests.factories.beds import ask_beds, put_to, second_shelter
from tests.factories.cases import (
    WHY,
    coordinator,
    make_case,
    offer,
    plan,
    propose,
    share,
    stored_transfer,
)
from tests.kinds import Kind, Made
from tests.promises.canaries import canary


def _case(partner: Partner, **changes: object) -> Made:
    owner = partner.organisation.name
    name, note, wish, label = (canary(kind, owner) for kind in ("name", "note", "wish", "label"))
    case = make_case(partner, identity=Identity(name=name), **changes)  # type: ignore[arg-type]  # passed on
    ground = {"actor": coordinator(partner), "case_id": case.pk, "now": START}
    notes.write_note(**ground, words=note)
    notes.record_wish(**ground, words=wish)
    details.set_label(**ground, words=label)
    readers = (partner.organisation.pk,)
    return Made(case.pk, readers=readers, canaries=(name, note, wish, label, case.code))


def _transfer(giver: Partner, receiver: Partner) -> Made:
    words = canary("summary", giver.organisation.name)
    case = make_case(giver)
    transfer = propose(giver, receiver, case, summary=words)
    return Made(transfer.pk, readers=(giver.organisation.pk,), canaries=(words, case.code))


def _escalation(giver: Partner, receiver: Partner) -> Made:
    case = make_case(giver)
    for _time in range(2):
        transfer = offer(giver, receiver, case)
        refuse_transfer(
            actor=coordinator(receiver),
            transfer_id=transfer.pk,
            refusal=Refusal(reason="no_capacity", alternative=Alternative.LATER),
            version=stored_transfer(transfer).version,
            now=START,
        )
    rows = Escalation.objects.whole_table(why=WHY)
    found = rows.get(case=case, resolved_at=None)
    readers = (giver.organisation.pk, found.organisation_id)
    return Made(found.pk, readers=readers, canaries=(case.code,))


def _grant(partner: Partner, receiver: Partner) -> Made:
    case = make_case(partner)
    readers = (partner.organisation.pk, receiver.organisation.pk)
    return Made(share(partner, receiver, case).pk, readers=readers, canaries=(case.code,))


def _need(partner: Partner) -> Made:
    case = make_case(partner)
    made = needs.add_need(
        actor=coordinator(partner), case_id=case.pk, service="shelter", words="", now=START
    )
    return Made(made.pk, readers=(partner.organisation.pk,), canaries=(case.code,))


def _action(partner: Partner) -> Made:
    case = make_case(partner)
    return Made(plan(partner, case).pk, (partner.organisation.pk,), canaries=(case.code,))


def _block(partner: Partner) -> Made:
    case = make_case(partner)
    colleague = make_member(
        partner.organisation, "zorgcoordinator", name=f"Collega {partner.organisation.name}"
    )
    made = blocks.block_member(
        actor=coordinator(partner), case_id=case.pk, member_id=colleague.pk, now=START
    )
    return Made(made.pk, readers=(partner.organisation.pk,), canaries=(case.code,))


def _broken_glass(partner: Partner, holder: Partner) -> Made:
    words, case = canary("reason for breaking", partner.organisation.name), make_case(holder)
    made = break_glass.break_glass(
        actor=coordinator(partner), code=case.code, reason=words, now=START
    )
    readers = (partner.organisation.pk, holder.organisation.pk)
    return Made(made.pk, readers=readers, canaries=(words, case.code))


def _dispute(partner: Partner, directing: Member) -> Made:
    case = make_case(partner)
    first, second = (
        make_organisation(f"Gemeente {word} bij {partner.organisation}", "municipality")
        for word in ("Een", "Twee")
    )
    made = payer.open_dispute(
        actor=coordinator(partner),
        case_id=case.pk,
        staying_id=first.pk,
        other_id=second.pk,
        now=START,
    )
    readers = (partner.organisation.pk, first.pk, second.pk)
    # Who directs the chain in the region reads the dispute, and their colleagues do not.
    members = (*(member.pk for member in partner.by_role.values()), directing.pk)
    return Made(made.pk, readers=readers, canaries=(case.code,), members=members)


def _bed_request(partner: Partner, shelter: Partner) -> Made:
    words, case = canary("bed", partner.organisation.name), make_case(partner)
    request = ask_beds(partner, case, shelter, words=words)
    return Made(request.pk, readers=(partner.organisation.pk,), canaries=(words, case.code))


def _bed_offer(partner: Partner, shelter: Partner) -> Made:
    """What a shelter was asked; for the holder it is a bed to choose."""
    request = ask_beds(partner, make_case(partner), shelter)
    readers = (partner.organisation.pk, shelter.organisation.pk)
    return Made(put_to(request, shelter).pk, readers=readers, canaries=())


def _by(make: Callable[[Partner], Made]) -> Kind:
    return Kind(own=lambda world: make(world.shop), foreign=lambda world: make(world.moviera))


def _between(make: Callable[[Partner, Partner], Made]) -> Kind:
    def own(world: World) -> Made:
        return make(world.shop, world.shelter)

    def foreign(world: World) -> Made:
        return make(world.moviera, world.comensha)

    return Kind(own=own, foreign=foreign)


KINDS = {
    "case_id": _by(_case),
    "transfer_id": _between(_transfer),
    "escalation_id": Kind(
        own=lambda world: _escalation(world.shop, world.shelter),
        foreign=lambda world: _escalation(world.moviera, world.comensha),
    ),
    "grant_id": _between(_grant),
    "need_id": _by(_need),
    "action_id": _by(_action),
    "block_id": _by(_block),
    "break_glass_id": Kind(
        own=lambda world: _broken_glass(world.shop, world.comensha),
        foreign=lambda world: _broken_glass(world.moviera, world.comensha),
    ),
    "dispute_id": Kind(
        own=lambda world: _dispute(world.shop, world.municipality["ketenregisseur"]),
        foreign=lambda world: _dispute(world.moviera, world.municipality["ketenregisseur"]),
    ),
    "bed_request_id": Kind(
        own=lambda world: _bed_request(world.shop, world.shelter),
        foreign=lambda world: _bed_request(world.moviera, world.shelter),
    ),
    "bed_offer_id": Kind(
        own=lambda world: _bed_offer(world.shop, world.shelter),
        foreign=lambda world: _bed_offer(world.moviera, second_shelter()),
    ),
}


def posts(world: World) -> dict[str, dict[str, object]]:
    """Forms filled in well enough to do something, were the thing one's own."""
    due = (START + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    day = (START + timedelta(days=9)).strftime("%Y-%m-%d")
    other = str(world.red_cross.organisation.pk)
    return {
        "cases:note": {"words": "Notitie"},
        "cases:contact": {"channel": "phone", "reached": "yes", "words": ""},
        "cases:wish": {"words": "Wens"},
        "cases:plan": {"words": "Bellen", "due": due},
        "cases:bed-interim": {"interim": "hotel", "until": due, "version": "1"},
        "cases:bed-end": {"outcome": "no_fit", "version": "1"},
        "cases:bed-yes": {"begins": due, "version": "1"},
        "cases:bed-no": {"reason": "no_capacity", "alternative": "later", "version": "1"},
        "cases:need": {"service": "income", "words": ""},
        "cases:label": {"words": "Eigen naam"},
        "cases:move": {"state": "accepted", "version": "1"},
        "cases:risk": {"risk": "r3", "version": "1"},
        "cases:residence": {"status": "tpd", "version": "1"},
        "cases:forms": {"forms": ["labour"], "version": "1"},
        "cases:exploitation": {"place": "nl", "version": "1"},
        "cases:victim-status": {"status": "possible", "version": "1"},
        "cases:identity": {"name": "Iemand", "version": "1"},
        "cases:safe-contact": {"rules": "Nooit bellen", "voicemail": "never", "version": "0"},
        "cases:consent": {"kind": "help_share", "state": "given"},
        "cases:grant": {
            "organisation": other,
            "purpose": "care",
            "basis": "care",
            "sections": ["needs"],
            "until": day,
        },
        "cases:propose-transfer": {
            "receiver": str(world.comensha.organisation.pk),
            "summary": "Zoekt een plek.",
            "sections": ["needs"],
            "answer_by": due,
        },
        "cases:close": {"reason": "goals_met", "version": "4"},
        "cases:accept": {"accept-first_step": "Bellen", "accept-first_due": due, "version": "2"},
        "cases:refuse": {
            "refuse-reason": "no_capacity",
            "refuse-alternative": "later",
            "version": "2",
        },
        "cases:ask": {"ask-words": "Mag het morgen?"},
        "cases:transfer-aanbieden": {"version": "1"},
        "cases:transfer-terugnemen": {"version": "1"},
        "cases:decide": {"choice": "keep", "version": "2"},
        "cases:need-geregeld": {"version": "1"},
        "cases:action-done": {"version": "1"},
        "cases:review": {"verdict": "justified"},
        "cases:reopen": {"version": "1"},
    }
