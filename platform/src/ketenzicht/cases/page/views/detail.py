# SPDX-License-Identifier: EUPL-1.2
"""The page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import away_at_desks, organisations_by_id
from ketenzicht.cases.care.selectors import NeedLine, safe_rules_of
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import acts_open_to
from ketenzicht.cases.file.codes import label, language, refusal_words
from ketenzicht.cases.file.rules import claim_of_term
from ketenzicht.cases.file.selectors.access import access_to, case_of, get_case
from ketenzicht.cases.file.selectors.person import first_signal_of, identity_of
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page.case_file import CaseFile, case_file
from ketenzicht.cases.page.retention import kept_until
from ketenzicht.cases.page.views.drawing import tracks_of
from ketenzicht.cases.page.views.known import exploitation_facts, in_words, person_facts
from ketenzicht.cases.page.views.law import doubts_of, help_of, rests_on, terms_of
from ketenzicht.cases.page.views.sentences import case_state, happenings, lead_of, wait_sentence
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.rules import is_narrow, purpose_label
from ketenzicht.cases.shelter.selectors import address_of, end_of_stay
from ketenzicht.cases.transfers.wording import transfer_state
from ketenzicht.cases.waiting.wording import is_alarm
from ketenzicht.core.clock import today
from ketenzicht.core.errors import NotFound
from ketenzicht.core.policy import members, open_to
from ketenzicht.reference import Claim
from ketenzicht.web.parts import SafeContact


@open_to(members(CasePermission.CASE_READ))
@require_safe
def detail(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case: who is to act, what she wants, what is needed, what happened."""
    access = get_case(request.member, case_id, purpose="care", now=request.now)
    return _show(request, case_file(request.member, access, request.now), {})


@open_to(members(CasePermission.CASE_READ))
@require_POST
def show_contact(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the number, after the rules."""
    actor, now = request.member, request.now
    access = get_case(actor, case_id, purpose="contact", now=now)
    if not access.sees(Section.CONTACT):
        raise NotFound
    rules, _version = safe_rules_of(actor, access, now=now)
    number = rules.number if rules else ""
    return _show(request, case_file(actor, access, now), {"number": number})


@open_to(members(CasePermission.CASE_IDENTITY))
@require_POST
def show_identity(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show who the person is."""
    actor, now = request.member, request.now
    access = get_case(actor, case_id, purpose="identity", now=now)
    known, _version = identity_of(actor, access, now=now)
    file = case_file(actor, access, now)
    facts = person_facts(known, file.circumstances, first_signal_of(access.case))
    return _show(request, file, {"identity": facts})


@open_to(members(CasePermission.CASE_IDENTITY), fresh=True)
@require_POST
def show_address(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the address to the organisation that gives shelter."""
    actor, now = request.member, request.now
    access = access_to(case_of(actor, case_id, now), actor, now)
    _stay, address = address_of(actor, case_id, now=now)
    return _show(request, case_file(actor, access, now), {"address": address})


def _show(request: StaffRequest, file: CaseFile, opened: Mapping[str, object]) -> HttpResponse:
    names, own = organisation_names(file), request.member.organisation_id
    waits = [(wait, wait_sentence(wait, names, own, request.now)) for wait in file.waits]
    context = {
        "file": file,
        "case": file.access.case,
        "access": file.access,
        "away": away_at_desks(file.access.case.holder_id, request.now),
        "lead": lead_of(file, request.now),
        "state": case_state(file.access.case.state),
        "risk": label("risk_levels", file.access.case.risk),
        "forms": in_words("exploitation_forms", file.forms),
        "danger": in_words("risk_domains", file.risk_domains),
        "reached": in_words("outcomes", file.outcomes),
        "exploitation": exploitation_facts(file.circumstances),
        "victim_status": label("victim_status", file.access.case.victim_status),
        "decided_by": label("victim_status_decider", file.access.case.decided_by)
        if file.access.case.decided_by
        else "",
        "needs": [_need_row(need, file.access.case.residence_status) for need in file.needs],
        "timeline": happenings(file.moments, names),
        "tracks": tracks_of(file, request.now),
        "terms": terms_of(file, request.now),
        "doubts": doubts_of(file, request.now),
        "residence": label("residence_status", file.access.case.residence_status or "unknown"),
        "alarms": [said for wait, said in waits if is_alarm(wait)],
        "purpose": purpose_label(file.access.purpose),
        "waits": [(said, rests_on(wait)) for wait, said in waits if not is_alarm(wait)],
        "contact": _contact(request, file, str(opened.get("number", ""))),
        "transfer_state": transfer_state(file.transfer.state) if file.transfer else "",
        "kept": kept_until(file.access.case, request.now),
        "stay_end": _stay_end(file),
        "section": {section.name.lower(): file.access.sees(section) for section in Section},
        "can": {act.value: True for act in acts_open_to(request.member, file.access)},
        "may": {_in_template(each): True for each in request.member.permissions},
        **opened,
    }
    narrow = is_narrow(file.access.purpose, file.access.sections)
    return render(request, f"cases/page/{'narrow' if narrow else 'detail'}.html", context)


def _stay_end(file: CaseFile) -> tuple[datetime, Claim | None] | None:
    """Until when the person can stay: as the decision says, else as is usual at such a place."""
    found = end_of_stay(file.stay, file.access.case.region) if file.stay else None
    return (found[0], claim_of_term(found[1])) if found else None


def _in_template(permission: str) -> str:
    """The name under which a template asks for a permission."""
    return permission.replace(":", "_").replace("-", "_")


def organisation_names(file: CaseFile) -> dict[str, str]:
    """The names of all organisations the page speaks of, in one query."""
    ids = {
        value
        for moment in file.moments
        for key, value in moment.detail.items()
        if key in {"to", "receiver", "giver", "holder"} and value
    }
    ids |= {str(wait.waits_on) for wait in file.waits}
    return {str(key): each.name for key, each in organisations_by_id(ids).items()}


def _need_row(need: NeedLine, residence_status: str) -> dict[str, object]:
    day, is_open = today(), need.state == NeedState.OPEN
    kind = reference.code("service_types", need.service, by=day)
    question = need.question
    return {
        "need": need,
        "no": refusal_words(question.reason, question.alternative) if question else {},
        "service": kind.label(language()),
        "open": is_open,
        "help": help_of(need.service, residence_status, day) if is_open else None,
    }


def _contact(request: StaffRequest, file: CaseFile, number: str) -> SafeContact | None:
    known = file.safe_contact
    if known is None:
        return None
    never = [_("Never leave a message.")] if known.voicemail == "never" else []
    rules = [line for line in known.rules.splitlines() if line.strip()]
    if known.cover:
        rules.append(_("Say that you are: %(cover)s") % {"cover": known.cover})
    if known.voicemail == "neutral":
        rules.append(_("Leave only a neutral message."))
    reveal = reverse("cases:show-contact", args=[file.access.case.pk])
    return SafeContact(
        rules=rules,
        never=never,
        number=number,
        reveal_url=reveal if known.has_number and not number else "",
    )
