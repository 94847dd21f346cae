# SPDX-License-Identifier: EUPL-1.2
"""What pages say of a wait: by which rule, for how long, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht import reference
from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.rules import label_of, rule_for
from ketenzicht.core.clock import today
from ketenzicht.core.obligations.states import Item, Said
from ketenzicht.reference import Labelled


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits: by which rule, for whom, since when, and late since when.

    Of a term that nears its end it is known when it ends as well.
    """

    case_id: UUID
    rule: str
    reason: str
    waits_on: UUID
    since: datetime
    late_since: datetime
    ends: datetime | None = None
    term: str = ""
    region: str = ""

    @property
    def until(self) -> datetime | None:
        return self.ends


def days_waiting(wait: Wait, now: datetime) -> int:
    """How many whole days somebody waits."""
    return days_since(wait.since, now)


def days_since(since: datetime, now: datetime) -> int:
    """How many whole days went by."""
    return max((now - since).days, 0)


def is_alarm(wait: Wait) -> bool:
    """Tell whether this stands the moment it happens, unlike a wait that lasted too long."""
    return rule_for(wait.rule, wait.since).at_once


def counts_back(rule: str, since: datetime) -> bool:
    """Tell whether a rule warns of a date ahead, so that its end counts and not its beginning."""
    return bool(rule_for(rule, since).before)


def reasons() -> Mapping[str, Labelled]:
    """Why cases stand still, by code."""
    return {code.code: code for code in reference.codes("stall_reasons", by=today())}


def more_stand_still(number: int) -> Said:
    """How many more cases stand still in the region of whoever directs the chain there."""
    sentence = ngettext(
        "%(number)s more case in your region stands still",
        "%(number)s more cases in your region stand still",
        number,
    ) % {"number": number}
    return Said(sentence, _("Look who waits"), reverse("cases:board"), None)


def go_on(number: int) -> str:
    """How many cases are held here that ask for nothing yet."""
    return ngettext(
        "%(number)s case goes on without you.", "%(number)s cases go on without you.", number
    ) % {"number": number}


def wait_said(item: Item, name: str, now: datetime) -> str:
    """Say what is waited for in a case, and for how long; of a term that nears its end not."""
    days = 0 if item.until else days_since(item.since, now)
    words = {"what": label_of(item.key, language()), "code": name, "days": days}
    said = (
        ngettext(
            "%(what)s in case %(code)s, for %(days)s day",
            "%(what)s in case %(code)s, for %(days)s days",
            days,
        )
        if days
        else _("%(what)s in case %(code)s")
    )
    return said % words


def waiting_for(item: Item, name: str, now: datetime) -> str:
    """Say what is waited for, for how long and for whom, and never about whom."""
    days = days_since(item.since, now)
    words = {"what": label_of(item.rule, language()), "days": days, "who": name}
    if not days:
        return _("%(what)s, since today; waiting for %(who)s") % words
    return (
        ngettext(
            "%(what)s, for %(days)s day; waiting for %(who)s",
            "%(what)s, for %(days)s days; waiting for %(who)s",
            days,
        )
        % words
    )
