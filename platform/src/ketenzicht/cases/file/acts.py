# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a case, in which state: one table that page, form and service read.

What lessens what is shared never asks for an open case: closed is not frozen for the rights of the
person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.selectors.access import Access, Via
from ketenzicht.cases.file.states import WORK, Section
from ketenzicht.cases.permissions import CasePermission as May
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with a case."""

    PLAN = "plan"
    FINISH = "finish"
    LABEL = "label"
    MOVE = "move"
    RISK = "risk"
    FORMS = "forms"
    RESIDENCE = "residence"
    EXPLOITATION = "exploitation"
    VICTIM_STATUS = "victim_status"
    TRACK = "track"
    WORKER = "worker"
    IDENTITY = "identity"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"
    ALARM = "alarm"
    CONTACT = "contact"
    WISH = "wish"
    NEED = "need"
    ANSWER_NEED = "answer_need"
    ASK_NEED = "ask_need"
    SAFE_CONTACT = "safe_contact"
    SHELTER = "shelter"
    LEAVE_SHELTER = "leave_shelter"
    ASK_BEDS = "ask_beds"
    STAY_LONGER = "stay_longer"
    DISPUTE = "dispute"
    TRANSFER = "transfer"
    SHARE = "share"
    STOP_SHARING = "stop_sharing"
    CONSENT = "consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    BLOCK = "block"
    UNBLOCK = "unblock"


class When(StrEnum):
    """In which states of the case an act is possible."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"


class By(StrEnum):
    """On which ground: as holder, by a share of a section the act is about, or on any."""

    HOLDER = "holder"
    SECTION = "section"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one act asks of who does it and of the case."""

    permission: May
    by: By = By.HOLDER
    sections: frozenset[Section] = frozenset()
    when: When = When.OPEN
    kinds: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()


def _in(*sections: Section, may: May = May.CASE_WRITE, by: frozenset[str] = frozenset()) -> Rule:
    return Rule(may, By.SECTION, frozenset(sections), partners=by)


SHELTERS = frozenset({"shelter"})
RULES: Mapping[Act, Rule] = {
    Act.PLAN: _in(Section.NEEDS),
    Act.FINISH: _in(*WORK, may=May.CASE_ANSWER),
    Act.LABEL: Rule(May.CASE_READ, By.ANY, when=When.ALWAYS),
    Act.MOVE: Rule(May.CASE_WRITE),
    Act.RISK: Rule(May.CASE_WRITE),
    Act.FORMS: Rule(May.CASE_WRITE),
    Act.RESIDENCE: Rule(May.CASE_WRITE),
    Act.EXPLOITATION: Rule(May.CASE_WRITE),
    Act.VICTIM_STATUS: Rule(May.CASE_WRITE),
    Act.TRACK: Rule(May.CASE_WRITE),
    Act.WORKER: Rule(May.CASE_WRITE),
    Act.IDENTITY: Rule(May.CASE_IDENTITY),
    Act.CLOSE: Rule(May.CASE_CLOSE),
    Act.REOPEN: Rule(May.CASE_OPEN, when=When.CLOSED),
    Act.NOTE: _in(Section.NOTES),
    Act.ALARM: _in(Section.NOTES),
    Act.CONTACT: _in(Section.NOTES),
    Act.WISH: _in(Section.NEEDS),
    Act.NEED: _in(Section.NEEDS),
    Act.ANSWER_NEED: _in(*WORK, may=May.CASE_ANSWER),
    Act.ASK_NEED: Rule(May.CASE_WRITE),
    Act.SAFE_CONTACT: Rule(May.CASE_WRITE),
    Act.SHELTER: Rule(May.CASE_WRITE, By.ANY, kinds=SHELTERS),
    Act.LEAVE_SHELTER: Rule(May.CASE_WRITE, By.ANY, when=When.ALWAYS, kinds=SHELTERS),
    Act.STAY_LONGER: Rule(May.CASE_WRITE, By.ANY, kinds=SHELTERS),
    Act.ASK_BEDS: Rule(May.CASE_WRITE),
    Act.DISPUTE: _in(Section.NEEDS, Section.PAYING, by=frozenset({"municipality"})),
    Act.TRANSFER: Rule(May.CASE_TRANSFER),
    Act.SHARE: Rule(May.CASE_GRANT),
    Act.STOP_SHARING: Rule(May.CASE_GRANT, when=When.ALWAYS),
    Act.CONSENT: Rule(May.CASE_WRITE),
    Act.WITHDRAW_CONSENT: Rule(May.CASE_WRITE, when=When.ALWAYS),
    Act.BLOCK: Rule(May.CASE_GRANT, when=When.ALWAYS),
    Act.UNBLOCK: Rule(May.CASE_GRANT),
}
READS_ONLY = frozenset({Act.LABEL})
"""What somebody can do who opened the case by break-glass."""


def acts_open_to(actor: Member, access: Access) -> tuple[Act, ...]:
    """What this member can do with a case they reached, as it stands now."""
    return those_open(Act, partial(why_not, actor, access))


def require_act(actor: Member, access: Access, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, access))


def why_not(actor: Member, access: Access, act: Act) -> DomainError | None:
    """Return what stands in the way of an act: the person, the ground, or the state of the case."""
    rule = RULES[act]
    if rule.permission not in actor.permissions:
        return NotAllowed()
    return _no_ground(actor, access, act, rule) or _wrong_state(access, rule)


def _no_ground(actor: Member, access: Access, act: Act, rule: Rule) -> DomainError | None:
    if access.via is Via.BREAK_GLASS and act not in READS_ONLY:
        return NotAllowed(_("With emergency access you can read, not write."))
    if rule.by is By.HOLDER and not access.holds:
        return NotAllowed(_("Only the organisation that holds the case can do this."))
    if rule.sections and not rule.sections & access.sections:
        return NotFound()
    kind = actor.organisation.kind
    if rule.kinds and kind not in rule.kinds:
        return NotAllowed(_("Only the organisation that gives shelter records an address."))
    if rule.partners and not access.holds and kind not in rule.partners:
        return NotAllowed(_("A municipality speaks for itself only."))
    return None


def _wrong_state(access: Access, rule: Rule) -> DomainError | None:
    if rule.when is When.OPEN and not access.case.open:
        return Refused(_("This case is closed. Open it again first."))
    if rule.when is When.CLOSED and access.case.open:
        return Refused(_("This step is not possible from where the case stands now."))
    return None
