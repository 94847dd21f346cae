# SPDX-License-Identifier: EUPL-1.2
"""What the product claims: the list, one claim with its versions, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.claims import selectors
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.selectors import Wanted
from ketenzicht.claims.wording import label, language, value_of
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.policy import members, open_to
from ketenzicht.reference import Entry
from ketenzicht.reference.catalogue import ended
from ketenzicht.reference.contradictions import contradicting
from ketenzicht.sheets.downloads import Format, download
from ketenzicht.sheets.writing import Sheet
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row, State
from ketenzicht.web.provenance import provenance

readers = members(ClaimPermission.CLAIM_READ)
NOTHING = gettext_lazy("No claim fits this")
NOTHING_TEXT = gettext_lazy("Choose less, or search for another word.")
COLUMNS = (
    *("claim", "part", "label", "says", "kind", "source", "certainty", "gathered", "look_again"),
    *("confirmed_by", "valid_from", "valid_to", "region", "changed_by"),
)


@open_to(readers)
@require_safe
def claims(request: StaffRequest) -> HttpResponse:
    """List what the product claims, with age, kind and certainty."""
    today = local_date(request.now)
    finder = _finder(request)
    page = ListPage(
        title=_("What we claim"),
        lead=_(
            "Every term, number, list and figure this product goes by: what it rests on, since "
            "when, and who stands for it. What nobody confirmed says so."
        ),
        actions=tuple(_actions(request)),
        empty=NOTHING,
        empty_text=NOTHING_TEXT,
        nothing=NOTHING,
        nothing_text=NOTHING_TEXT,
    )
    found = selectors.claims(_wanted(finder), today)

    def row(each: Entry) -> Row:
        return _row(each, request)

    return list_page(request, page, finder, found, row=row)


@open_to(readers)
@require_safe
def claims_file(request: StaffRequest, kind: Format) -> HttpResponse:
    """Give the same list as a file, narrowed as it was on the page."""
    found = selectors.claims(_wanted(_finder(request)), local_date(request.now))
    return download(Sheet("claims", COLUMNS, map(_cells, found)), kind)


@open_to(readers)
@require_safe
def claim(request: StaffRequest, claim_section: str, claim_code: str) -> HttpResponse:
    """Show one claim: its versions, what leans on it, and what is proposed."""
    actor, now = request.member, request.now
    found = selectors.versions_of(claim_section, claim_code)
    context = {
        "title": label(found[0].fact),
        "part": _part(found[0].part),
        "section": claim_section,
        "code": claim_code,
        "versions": [_version(each, request) for each in found],
        "used_by": [_row(each, request) for each in selectors.used_by(claim_section, claim_code)],
        "proposals": [
            Row(
                change.why,
                url=reverse("claims:change", args=[change.pk]),
                due=change.proposed_at,
                meta=change.proposed_by.user.name,
            )
            for change in selectors.changes_of(claim_section, claim_code, actor, now)
        ],
        "changes": ClaimPermission.CLAIM_CHANGE in actor.permissions,
    }
    return render(request, "claims/claim.html", context)


def _finder(request: StaffRequest) -> Finder:
    standings = [
        ("unconfirmed", _("Nobody confirmed it")),
        ("due", _("Past the day to look again")),
        ("contradicted", _("Contradicted by another source")),
        ("unknown", _("The rule is not known")),
        ("own", _("Changed by an installation or region")),
    ]
    filters = (
        Filter("kind", _("Rests on"), _listed("claim_kinds")),
        Filter("certainty", _("How sure"), _listed("certainties")),
        Filter("part", _("Part"), _listed("claim_parts")),
        Filter("standing", _("Standing"), standings),
    )
    return Finder(request.GET, filters=filters, search=_("Search a word, number or source"))


def _wanted(finder: Finder) -> Wanted:
    chosen = {name: finder.value(name) for name in ("kind", "certainty", "part", "standing")}
    return Wanted(words=finder.words, **chosen)


def _listed(name: str) -> list[tuple[str, str]]:
    return [(code.code, code.label(language())) for code in reference.codes(name, by=today())]


def _part(code: str) -> str:
    return reference.code("claim_parts", code, by=today()).label(language())


def _actions(request: StaffRequest) -> Iterator[Action]:
    asked = request.GET.urlencode()
    address = reverse("claims:file-csv")
    yield Action(_("As a file"), f"{address}?{asked}" if asked else address)
    yield Action(_("Who looks after what"), reverse("claims:parts"))
    if ClaimPermission.CLAIM_CHANGE in request.member.permissions:
        yield Action(_("Proposed changes"), reverse("claims:changes"))


def _row(each: Entry, request: StaffRequest) -> Row:
    says = value_of(each.fact)
    state, word = _standing(each, local_date(request.now))
    return Row(
        f"{label(each.fact)}: {says}" if says else label(each.fact),
        url=reverse("claims:claim", args=[each.section, each.fact.code]),
        state=state,
        word=word,
        meta=f"{provenance(each.claim).words}. {_age(each.claim)}",
    )


def _standing(each: Entry, today: date) -> tuple[State | None, str]:
    if each.claim.contradicted_by or contradicting(each, today):
        return State.LATE, _("contradicted")
    if each.claim.unknown:
        return State.LATE, _("rule not known")
    if each.claim.is_due(today) and not ended(each, today):
        return State.WAITS, _("look again")
    return None, ""


def _age(claim: reference.Claim) -> str:
    days = {
        "gathered": date_format(claim.gathered, "j F Y"),
        "look": date_format(claim.look_again, "j F Y"),
    }
    return _("Written down %(gathered)s; look again by %(look)s.") % days


def _version(each: Entry, request: StaffRequest) -> dict[str, object]:
    claim = each.claim
    return {
        "says": value_of(each.fact) or label(each.fact),
        "from": claim.valid_from,
        "to": claim.valid_to,
        "now": each.fact.holds_on(local_date(request.now)),
        "provenance": provenance(claim),
        "age": _age(claim),
        "certainty": reference.code("certainties", claim.certainty, by=today()).label(language()),
        "contradicted_by": claim.contradicted_by,
        "against": [
            Action(
                label(other.fact), reverse("claims:claim", args=[other.section, other.fact.code])
            )
            for other in contradicting(each, local_date(request.now))
        ],
        "note": getattr(each.fact, "note", None),
        "region": claim.region or "-",
        "begins": claim.valid_from.isoformat() if claim.valid_from else "-",
    }


def _cells(each: Entry) -> tuple[object, ...]:
    claim = each.claim
    stands = claim.confirmed and f"{claim.confirmed.organisation} ({claim.confirmed.role})"
    return (
        *(each.reference, each.part, label(each.fact), value_of(each.fact), claim.kind.value),
        *(claim.source_in(language()), claim.certainty, claim.gathered, claim.look_again, stands),
        *(claim.valid_from, claim.valid_to, claim.region, claim.set_by),
    )
