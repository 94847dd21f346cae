# SPDX-License-Identifier: EUPL-1.2
"""Partners that wait to be let in, mail that does not arrive, people nobody stands in for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ketenzicht.accounts.acts import access
from ketenzicht.accounts.acts.partners import Act, acts_open_to
from ketenzicht.accounts.models import Absence, AccessRequest, Member, Organisation
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import (
    Uncovered,
    access_requests,
    carrying,
    colleagues,
    confirmed_elsewhere,
    organisations_by_id,
    organisations_called,
    organisations_having,
    refused_members,
    uncovered,
    waiting_requests,
)
from ketenzicht.accounts.states import ORGANISATION
from ketenzicht.core.clock import midnight
from ketenzicht.core.obligations.kinds import (
    Describe,
    Keys,
    Kind,
    Thing,
    register,
    single_thing,
)
from ketenzicht.core.obligations.states import Harm, Item, Said, Standing
from ketenzicht.core.spoofing import shown_name
from ketenzicht.mail.selectors import stuck_since
from ketenzicht.mail.states import MAIL, OUTBOX

MAY = AccountPermission
PROPOSED, UNREACHED = "organisation.proposed", "organisation.unreached"
REFUSED, STUCK = "mail.refused", "mail.stuck"
AWAY, UNCOVERED = "absence.own", "absence.uncovered"
ASKED = "access.asked"
#: Of a partner that was proposed before the day of that was kept.
LONG_AGO = date(2026, 1, 1)  # no term: only its place among others


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides who must do something about an organisation.

    `national` are those that keep the chain as a whole. `correctable` says that somebody of its
    own can correct an address.
    """

    organisation: UUID
    national: Sequence[UUID]
    proposed_on: date | None = None
    refused: Sequence[tuple[UUID, datetime]] = ()
    correctable: bool = True
    uncovered: Sequence[Uncovered] = ()
    #: Requests for access that wait, and whether the platform confirms them.
    asked: Sequence[tuple[AccessRequest, bool]] = ()


def standing(facts: Facts) -> list[Standing]:
    """Return what stands by these facts."""
    return [*_proposed(facts), *_refused(facts), *_uncovered(facts), *_asked(facts)]


def _proposed(facts: Facts) -> Iterator[Standing]:
    """Who keeps the chain lets a partner in."""
    if facts.proposed_on is None:
        return
    since = midnight(facts.proposed_on)
    for national in facts.national:
        yield Standing(kind=PROPOSED, owner=national, since=since, shows_from=since)


def _refused(facts: Facts) -> Iterator[Standing]:
    """An own administrator corrects an address; without one, who keeps the chain hears of it."""
    for member, since in facts.refused:
        yield Standing(
            kind=REFUSED,
            key=str(member),
            owner=facts.organisation,
            since=since,
            shows_from=since,
            harm=Harm.TODAY,
        )
    if facts.refused and not facts.correctable:
        since = min(since for _member, since in facts.refused)
        for national in facts.national:
            yield Standing(
                kind=UNREACHED, owner=national, since=since, shows_from=since, harm=Harm.TODAY
            )


def _uncovered(facts: Facts) -> Iterator[Standing]:
    """Who is away finds somebody to stand in, or an administrator does."""
    for each in facts.uncovered:
        # It shows as soon as it is said; when that was is not kept, and nobody says it earlier
        # than they came.
        shows_from = each.shows_from or each.member.since
        for kind, person, not_for in (
            (AWAY, each.member.pk, None),
            (UNCOVERED, None, each.member.pk),
        ):
            yield Standing(
                kind=kind,
                key=str(each.absence),
                owner=facts.organisation,
                since=midnight(each.since),
                shows_from=midnight(shows_from),
                # no term: the day after
                gives_way_at=midnight(each.until + timedelta(days=1)),
                harm=Harm.TODAY,
                person=person,
                not_for=not_for,
            )


def _asked(facts: Facts) -> Iterator[Standing]:
    """A second human confirms access: at the organisation, or at the platform where it has none."""
    for asked, elsewhere in facts.asked:
        for owner in facts.national if elsewhere else [facts.organisation]:
            yield Standing(
                kind=ASKED,
                key=str(asked.pk),
                owner=owner,
                since=asked.asked_at,
                shows_from=asked.asked_at,
                until=asked.lapses_at,
                gives_way_at=asked.lapses_at,
                harm=Harm.TODAY,
            )


# -- facts ---------------------------------------------------------------------------------------


def standing_of(ids: Sequence[UUID], now: datetime) -> Mapping[UUID, list[Standing]]:
    """Return what stands about these organisations."""
    # Two acts on one organisation look one after the other, each at what the other left.
    locked = Organisation.objects.select_for_update(of=("self",), no_key=True)
    rows = list(locked.filter(pk__in=ids).order_by("pk"))
    refused: defaultdict[UUID, list[tuple[UUID, datetime]]] = defaultdict(list)
    for member, since in refused_members(ids, now):
        refused[member.organisation_id].append((member.pk, since))
    away: defaultdict[UUID, list[Uncovered]] = defaultdict(list)
    for each in uncovered(ids, now):
        away[each.member.organisation_id].append(each)
    asked: defaultdict[UUID, list[tuple[AccessRequest, bool]]] = defaultdict(list)
    for each_asked in waiting_requests(now).filter(member__organisation__in=ids):
        place = asked[each_asked.member.organisation_id]
        place.append((each_asked, confirmed_elsewhere(each_asked, now)))
    managed = carrying(MAY.MEMBER_MANAGE, now).filter(organisation__in=refused)
    correctable = set(managed.order_by().values_list("organisation", flat=True))
    national = list(organisations_having(MAY.ORGANISATION_APPROVE).values_list("pk", flat=True))
    return {
        row.pk: standing(
            Facts(
                organisation=row.pk,
                national=national,
                proposed_on=(row.checked_on or LONG_AGO) if row.proposed else None,
                refused=refused[row.pk],
                correctable=row.pk in correctable,
                uncovered=away[row.pk],
                asked=asked[row.pk],
            )
        )
        for row in rows
    }


def _mail_standing(now: datetime) -> Iterator[Standing]:
    """Who keeps the chain hears that no mail goes out at all."""
    since = stuck_since(now)
    if since is None:
        return
    for national in organisations_having(MAY.ORGANISATION_APPROVE):
        yield Standing(kind=STUCK, owner=national.pk, since=since, shows_from=since, harm=Harm.NOW)


def _after(after: UUID | None, limit: int) -> list[UUID]:
    rows = Organisation.objects.order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    return list(rows.values_list("pk", flat=True)[:limit])


def _reached(actor: Member, _now: datetime) -> Keys:
    return Organisation.objects.filter(pk=actor.organisation_id).values("pk")


def _found(_actor: Member, words: str, _now: datetime) -> Keys:
    return organisations_called(words).values("pk")


# -- words ---------------------------------------------------------------------------------------


def _say_proposed(items: Sequence[Item], actor: Member, _now: datetime) -> dict[UUID, Said]:
    """Partners that wait to be let in, for whoever may do that: not who proposed them."""
    found = organisations_by_id(item.about_id for item in items)
    return {
        item.pk: _at_partners(_("%(name)s waits to be let in"), found[item.about_id])
        for item in items
        if Act.APPROVE in acts_open_to(actor, found[item.about_id])
    }


def _say_unreached(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    found = organisations_by_id(item.about_id for item in items)
    said = _("Mail to %(name)s does not arrive, and nobody there can correct an address")
    return {item.pk: _at_partners(said, found[item.about_id]) for item in items}


def _at_partners(sentence: str, partner: Organisation) -> Said:
    said = sentence % {"name": partner.name}
    return Said(said, _("Look at the partners"), reverse("accounts:partners"), None)


def _say_stuck(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    sentence = _("Mail does not go out; nobody hears that something waits")
    said = Said(sentence, _("Look at the partners"), reverse("accounts:partners"), None)
    return {item.pk: said for item in items}


def _say_refused(items: Sequence[Item], actor: Member, _now: datetime) -> dict[UUID, Said]:
    rows = colleagues(actor).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows}
    said, action = _("Mail to %(name)s does not arrive"), _("Look at the address")
    return {
        item.pk: Said(
            said % {"name": row.user.name}, action, reverse("accounts:member", args=[row.pk]), None
        )
        for item in items
        if (row := found.get(item.key))
    }


def _say_own_absence(items: Sequence[Item], actor: Member, _now: datetime) -> dict[UUID, Said]:
    said = _("Nobody stands in while you are away, until %(day)s")
    action, url = _("Choose who stands in"), reverse("accounts:away")
    return {
        item.pk: Said(said % {"day": date_format(row.until, "j F")}, action, url, None)
        for item, row in _absences(items, actor)
    }


def _say_absence(items: Sequence[Item], actor: Member, _now: datetime) -> dict[UUID, Said]:
    said = _("Nobody stands in for %(name)s, who is away until %(day)s")
    return {
        item.pk: Said(
            said % {"name": row.member.user.name, "day": date_format(row.until, "j F")},
            _("Choose who stands in"),
            reverse("accounts:member-away", args=[row.member_id]),
            None,
        )
        for item, row in _absences(items, actor)
    }


def _say_asked(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """What waits for a second human, for whoever can be that and for nobody else."""
    rows = access_requests(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows}
    said, action = _("Access of %(name)s waits for a second person"), _("Look at the request")
    return {
        item.pk: Said(
            said % {"name": shown_name(row.member.user.name)},
            action,
            reverse("accounts:request", args=[row.pk]),
            row.lapses_at,
        )
        for item in items
        if (row := found.get(item.key))
        and access.Act.CONFIRM in access.acts_open_to(actor, row, now)
    }


def _absences(items: Sequence[Item], actor: Member) -> list[tuple[Item, Absence]]:
    rows = Absence.objects.filter(
        pk__in=[item.key for item in items], member__organisation=actor.organisation_id
    )
    found = {str(row.pk): row for row in rows.select_related("member__user")}
    return [(item, found[item.key]) for item in items if item.key in found]


def _kind(
    code: str, permission: AccountPermission, describe: Describe, thing: str = ORGANISATION
) -> Kind:
    return Kind(code=code, thing=thing, permission=permission, describe=describe)


register(
    Thing(code=ORGANISATION, reached=_reached, after=_after, standing=standing_of, found=_found),
    [
        _kind(PROPOSED, MAY.ORGANISATION_APPROVE, _say_proposed),
        _kind(UNREACHED, MAY.ORGANISATION_APPROVE, _say_unreached),
        _kind(REFUSED, MAY.MEMBER_MANAGE, _say_refused),
        _kind(AWAY, MAY.ACCOUNT_OWN, _say_own_absence),
        _kind(UNCOVERED, MAY.MEMBER_MANAGE, _say_absence),
        _kind(ASKED, MAY.MEMBER_CONFIRM, _say_asked),
    ],
)
register(
    single_thing(MAIL, OUTBOX, _mail_standing),
    [_kind(STUCK, MAY.ORGANISATION_APPROVE, _say_stuck, MAIL)],
)
