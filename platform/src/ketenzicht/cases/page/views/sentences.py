# SPDX-License-Identifier: EUPL-1.2
"""What the pages say about a case, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.cases.care.values import CHANNELS
from ketenzicht.cases.file.codes import label, language
from ketenzicht.cases.file.rules import label_of
from ketenzicht.cases.file.selectors.sections import Moment
from ketenzicht.cases.file.states import CaseState, Section
from ketenzicht.cases.file.tracks import TRACKS, step
from ketenzicht.cases.page.case_file import CaseFile
from ketenzicht.cases.transfers.states import (
    ESCALATION_REASON_LABELS,
    RESOLUTION_LABELS,
    EscalationReason,
    Resolution,
    TransferState,
)
from ketenzicht.cases.waiting.wording import Wait, days_waiting
from ketenzicht.core.clock import local_date
from ketenzicht.web.parts import Happening, State
from ketenzicht.web.when import spoken

MILESTONES = frozenset({"opened", "closed", "reopened", "transfer"})


@dataclass(frozen=True, slots=True)
class Lead:
    """The one large sentence of a case and the quieter one under it."""

    sentence: str
    silence: str
    late: bool


def lead_of(file: CaseFile, now: datetime) -> Lead:
    """Say who is to act, what is next, before when; and how long there was no contact."""
    case, action = file.access.case, file.next_action
    if case.state == CaseState.CLOSED:
        closed = _("This case is closed: %(reason)s.") % {
            "reason": label("closure_reasons", case.closure_reason).lower()
        }
        return Lead(closed, "", late=False)
    if action is None:
        known = file.access.sees(Section.NEEDS)
        who = _acts(case.holder.name, ours=file.access.holds)
        text = _("%(who)s, but there is no next step.") if known else _("%(who)s.")
        return Lead(text % {"who": who}, silence(case.last_contact_at, now), late=known)
    words = {
        "who": _acts(action.organisation, ours=action.mine),
        "step": action.words,
        "due": spoken(action.due, now).words,
    }
    late = action.due <= now
    text = (
        _("%(who)s: %(step)s. This should have been done %(due)s.")
        if late
        else _("%(who)s: %(step)s, %(due)s.")
    )
    return Lead(text % words, silence(case.last_contact_at, now), late)


def _acts(organisation: str, *, ours: bool) -> str:
    """Who is to act; the reader's own organisation is not named to itself."""
    return _("You are to act") if ours else _("%(holder)s is to act") % {"holder": organisation}


def silence(last: datetime | None, now: datetime) -> str:
    """Say how long ago somebody spoke with the person."""
    if last is None:
        return _("Nobody has spoken with the person yet.")
    days = (local_date(now) - local_date(last)).days
    if days == 0:
        return _("Last contact today.")
    return ngettext("Last contact %(days)s day ago.", "Last contact %(days)s days ago.", days) % {
        "days": days
    }


def case_state(state: str) -> tuple[State, str]:
    """A case state as shape and word."""
    kind = {
        CaseState.CLOSED: State.SETTLED,
        CaseState.PAUSED: State.WAITS,
        CaseState.DECLINED: State.WAITS,
    }.get(CaseState(state), State.NEUTRAL)
    return kind, label("case_states", state)


def happenings(moments: Sequence[Moment], names: Mapping[str, str]) -> list[Happening]:
    """The timeline, in sentences."""
    return [
        Happening(
            moment=one.at,
            sentence=_sentence(one, names),
            who=one.who,
            text=one.words,
            milestone=one.kind in MILESTONES,
        )
        for one in moments
    ]


def _sentence(one: Moment, names: Mapping[str, str]) -> str:
    fixed = {
        "note": _("Note"),
        "not-reached": _("Tried to reach the person: %(channel)s") % {"channel": _channel(one)},
        "reached": _("Spoke with the person: %(channel)s") % {"channel": _channel(one)},
        "opened": _("Case opened"),
        "reopened": _("Case opened again"),
        "identity": _("Personal details changed"),
        "safe-contact": _("Rules for safe contact changed"),
        "forms": _("What it looks like was changed"),
        "residence": _("Right to stay changed"),
        "exploitation": _("What is known of the exploitation was changed"),
        "blocked": _("Closed to one colleague"),
        "unblocked": _("Open again to a colleague"),
        "assigned": _("Given to a colleague"),
        "left": _("Left the place of stay"),
        "relapse": _("A sign that the person goes back"),
        "missing": _("A minor is missing"),
        "placed": _("A place to stay was recorded"),
        "need-taken": _("Took on a need"),
        "need-declined": _("Did not take on a need"),
        "need-unanswered": _("Nobody answered about a need in time"),
        "need-noted": _("Noted the answer about a need"),
        "steps-returned": _("Steps went back to the holder"),
        "need-returned": _("A need went back to the holder"),
    }.get(one.kind)
    return fixed or _with_detail(one, names) or _("Changed")


def _channel(one: Moment) -> str:
    return str(dict(CHANNELS).get(one.detail.get("channel", ""), "")).lower()


def _with_detail(one: Moment, names: Mapping[str, str]) -> str:
    detail = one.detail
    to = names.get(detail.get("to", ""), "")
    if one.kind == "transfer":
        return _transfer(detail, names)
    if one.kind == "track" and detail["track"] in TRACKS:
        found = TRACKS[detail["track"]]
        to_step = step(found.code, detail["step"], local_date(one.at))
        return f"{found.label}: {to_step.label(language())}"
    if one.kind == "escalated":
        return str(ESCALATION_REASON_LABELS[EscalationReason(detail["reason"])])
    if one.kind == "settled":
        return str(RESOLUTION_LABELS[Resolution(detail["resolution"])])
    texts = {
        "moved": lambda: label("case_states", detail["state"]),
        "closed": lambda: (
            _("Case closed: %(reason)s") % {"reason": label("closure_reasons", detail["reason"])}
        ),
        "risk": lambda: _("Risk: %(risk)s") % {"risk": label("risk_levels", detail["risk"])},
        "status": lambda: label("victim_status", detail["status"]),
        "granted": lambda: _("Shared with %(name)s") % {"name": to},
        "revoked": lambda: _("No longer shared with %(name)s") % {"name": to},
        "need-withdrawn": lambda: _("Took back the question to %(name)s") % {"name": to},
        "need-asked": lambda: _("Asked %(name)s to take on a need") % {"name": to},
        "bed-asked": lambda: _("Asked %(name)s for a bed") % {"name": to},
        "bed-offered": lambda: _("%(name)s offers a bed") % {"name": to},
        "bed-refused": lambda: _("%(name)s has no bed") % {"name": to},
        "bed-unanswered": lambda: _("%(name)s did not answer about a bed") % {"name": to},
        "bed-gone": lambda: _("The bed of %(name)s is not there any more") % {"name": to},
        "bed-chosen": lambda: _("Chose the bed at %(name)s") % {"name": to},
        "stays-longer": lambda: label("stay_reasons", detail["reason"]),
        "bed-interim": lambda: label("interim_beds", detail["interim"]),
        "bed-ended": lambda: label("bed_outcomes", detail["outcome"]),
        "consent": lambda: (
            f"{label('consent_kinds', detail['about'])}: "
            + label("consent_states", detail["state"]).lower()
        ),
        "need": lambda: _need(detail),
    }
    told = texts.get(one.kind)
    return told() if told else ""


def _need(detail: Mapping[str, str]) -> str:
    words = {"open": _("Needed: %(what)s"), "met": _("Arranged: %(what)s")}
    text = words.get(detail["state"], _("No longer needed: %(what)s"))
    return text % {"what": label("service_types", detail["service"])}


def _transfer(detail: Mapping[str, str], names: Mapping[str, str]) -> str:
    texts = {
        TransferState.DRAFT: _("Wrote a proposal to %(receiver)s"),
        TransferState.OFFERED: _("Offered to %(receiver)s; %(giver)s stays to act"),
        TransferState.ACCEPTED: _("%(receiver)s said yes and holds the case now"),
        TransferState.REFUSED: _("%(receiver)s said no; %(giver)s stays to act"),
        TransferState.WITHDRAWN: _("The proposal to %(receiver)s was taken back"),
        TransferState.EXPIRED: _("%(receiver)s did not answer in time; %(giver)s stays to act"),
        TransferState.HANDED_OVER: _("Handed over warmly to %(receiver)s"),
        TransferState.COMPLETED: _("Hand-over to %(receiver)s rounded off"),
    }
    return texts[TransferState(detail["state"])] % {
        "receiver": names.get(detail.get("receiver", ""), "?"),
        "giver": names.get(detail.get("giver", ""), "?"),
    }


def wait_sentence(wait: Wait, names: Mapping[str, str], own: UUID, now: datetime) -> str:
    """One wait, as a sentence to somebody of the organisation `own`."""
    if wait.ends is not None:
        words = {"what": label_of(wait.rule, language()), "when": spoken(wait.ends, now).words}
        return _("%(what)s: %(when)s") % words
    days = days_waiting(wait, now)
    who = _("you") if wait.waits_on == own else names.get(str(wait.waits_on), "?")
    if not days:
        said = _("%(what)s: waiting for %(who)s since today")
        return said % {"what": label_of(wait.rule, language()), "who": who}
    return ngettext(
        "%(what)s: waiting for %(who)s, %(days)s day",
        "%(what)s: waiting for %(who)s, %(days)s days",
        days,
    ) % {"what": label_of(wait.rule, language()), "who": who, "days": days}
