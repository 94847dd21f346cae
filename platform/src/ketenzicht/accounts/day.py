# SPDX-License-Identifier: EUPL-1.2
"""Partners that wait to be let in, mail that does not arrive, people nobody stands in for."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ketenzicht.accounts.models import Absence, Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import (
    away_without_stand_in,
    colleagues_without_mail,
    members_without_mail_or_administrator,
    organisations_proposed,
)
from ketenzicht.core.day import DayItem
from ketenzicht.core.obligations.states import Harm
from ketenzicht.mail.selectors import stuck_since


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Return what one's own absence, managing people and letting partners in ask for."""
    found = _nobody_stands_in(actor, now)
    if AccountPermission.MEMBER_MANAGE in actor.permissions:
        found += _mail_refused(actor, now)
    if AccountPermission.ORGANISATION_APPROVE in actor.permissions:
        found += [*_mail_stuck(now), *_mail_nobody_sees(now), *_proposed(actor)]
    return found


def _mail_refused(actor: Member, now: datetime) -> list[DayItem]:
    return [
        DayItem(
            harm=Harm.TODAY,
            sentence=_("Mail to %(name)s does not arrive") % {"name": member.user.name},
            due=None,
            action=_("Look at the address"),
            url=reverse("accounts:member", args=[member.pk]),
        )
        for member, _since in colleagues_without_mail(actor, now)
    ]


def _nobody_stands_in(actor: Member, now: datetime) -> list[DayItem]:
    found = away_without_stand_in(actor.organisation_id, now)
    if AccountPermission.MEMBER_MANAGE not in actor.permissions:
        found = found.filter(member=actor)
    return [_own_absence(each) if each.member_id == actor.pk else _absence(each) for each in found]


def _own_absence(absence: Absence) -> DayItem:
    return DayItem(
        harm=Harm.TODAY,
        sentence=_("Nobody stands in while you are away, until %(day)s")
        % {"day": date_format(absence.until, "j F")},
        due=None,
        action=_("Choose who stands in"),
        url=reverse("accounts:away"),
    )


def _absence(absence: Absence) -> DayItem:
    return DayItem(
        harm=Harm.TODAY,
        sentence=_("Nobody stands in for %(name)s, who is away until %(day)s")
        % {"name": absence.member.user.name, "day": date_format(absence.until, "j F")},
        due=None,
        action=_("Choose who stands in"),
        url=reverse("accounts:member-away", args=[absence.member_id]),
    )


def _mail_stuck(now: datetime) -> list[DayItem]:
    if stuck_since(now) is None:
        return []
    return [
        DayItem(
            harm=Harm.NOW,
            sentence=_("Mail does not go out; nobody hears that something waits"),
            due=None,
            action=_("Look at the partners"),
            url=reverse("accounts:partners"),
        )
    ]


def _mail_nobody_sees(now: datetime) -> list[DayItem]:
    names = {
        member.organisation.name for member, _since in members_without_mail_or_administrator(now)
    }
    return [
        DayItem(
            harm=Harm.TODAY,
            sentence=_("Mail to %(name)s does not arrive, and nobody there can correct an address")
            % {"name": name},
            due=None,
            action=_("Look at the partners"),
            url=reverse("accounts:partners"),
        )
        for name in sorted(names)
    ]


def _proposed(actor: Member) -> list[DayItem]:
    return [
        DayItem(
            harm=Harm.WEEK,
            sentence=_("%(name)s waits to be let in") % {"name": partner.name},
            due=None,
            action=_("Look at the partners"),
            url=reverse("accounts:partners"),
        )
        for partner in organisations_proposed(actor)
    ]
