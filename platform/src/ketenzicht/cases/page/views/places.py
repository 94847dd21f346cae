# SPDX-License-Identifier: EUPL-1.2
"""Places: what a shelter says it has, and the board of free beds for whoever looks for one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.codes import label, regions
from ketenzicht.cases.permissions import CasePermission as May
from ketenzicht.cases.shelter.acts.places import Act, acts_open_to, require_act
from ketenzicht.cases.shelter.forms import PlacesForm
from ketenzicht.cases.shelter.selectors.places import (
    Kept,
    Unmet,
    own_places,
    places_of_all,
    unmet_needs,
)
from ketenzicht.cases.shelter.services.places import Stated, state_places
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import ActPage, Values, act_page, posted
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Column, Table

HIDDEN = "–"


@open_to(members(May.BED_READ))
@require_safe
def places(request: StaffRequest) -> HttpResponse:
    """Show how many beds there are and are free; a shelter says here what it has itself."""
    actor, now = request.member, request.now
    own = own_places(actor, now) if May.BED_ANSWER in actor.permissions else []
    all_of = places_of_all(actor, now)
    kinds = sorted({each.shelter_type for each in all_of})
    chosen = Filter("kind", _("Kind"), [(each, label("shelter_types", each)) for each in kinds])
    finder = Finder(request.GET, filters=(chosen,))
    wanted = finder.value("kind")
    found = [each for each in all_of if wanted in {"", each.shelter_type}]
    begin = Action(_("Say how many beds you have"), reverse("cases:state-places"), kind="primary")
    page = ListPage(
        title=_("Places"),
        lead=_("Counts only: no address, and nobody who stays there."),
        empty=_("No shelter has said how many beds it has"),
        empty_text=_("A shelter says it on this page."),
        actions=(begin,) if Act.STATE in acts_open_to(actor) else (),
    )
    more = {"own": _own(own) if own else None, "unmet": _unmet(unmet_needs(actor, now))}
    return list_page(
        request, page, finder, found, rows=_table, template="cases/page/places.html", more=more
    )


def _columns() -> list[Column]:
    return [
        Column(_("Kind")),
        Column(_("For whom")),
        Column(_("Beds"), number=True),
        Column(_("Taken"), number=True),
        Column(_("Free"), number=True),
    ]


def _table(found: Sequence[Kept]) -> Table:
    rows = [(each.organisation.name, *_cells(each)) for each in found]
    return Table(_("Places today"), [Column(_("Shelter")), *_columns()], rows, stacks=True)


def _own(found: Sequence[Kept]) -> Table:
    return Table(_("Your places"), _columns(), [_cells(each) for each in found], stacks=True)


def _cells(each: Kept) -> tuple[object, ...]:
    free: object = each.free
    if each.closed_until is not None:
        words = {
            "why": label("place_closures", each.closed_reason),
            "day": date_format(each.closed_until, "j F"),
        }
        free = _("Closed until %(day)s: %(why)s") % words
    return (label("shelter_types", each.shelter_type), _for_whom(each), each.beds, each.taken, free)


def _for_whom(each: Kept) -> str:
    said = [label("genders", code) for code in each.genders]
    said += [label("age_bands", code) for code in each.age_bands]
    said += [_("children too")] if each.children else []
    return ", ".join(said) or _("Everybody")


def _unmet(found: Sequence[Unmet]) -> Table | None:
    if not found:
        return None
    named = dict(regions())
    rows = [
        (
            str(named.get(each.region, each.region)),
            date_format(each.month, "F Y"),
            label("bed_outcomes", each.outcome),
            HIDDEN if each.number is None else each.number,
        )
        for each in found
    ]
    words = [Column(each) for each in (_("Region"), _("Month"), _("Why"))]
    columns = [*words, Column(_("Number"), number=True)]
    note = _("A dash stands where too few people would be counted.")
    return Table(_("Looked for a bed in vain"), columns, rows, note=note, stacks=True)


@open_to(members(May.BED_ANSWER))
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: StaffRequest) -> HttpResponse:
    """Say how many beds the own shelter has from a day on."""
    require_act(request.member, Act.STATE)

    def do(values: Values) -> None:
        many = {name: tuple(values[name]) for name in ("genders", "age_bands")}
        stated = Stated(**{**values, **many})
        state_places(actor=request.member, stated=stated, now=request.now)

    form = PlacesForm(posted(request), access=None, actor=request.member, now=request.now)
    page = ActPage(
        title=_("How many beds do you have?"),
        lead=_("How many are taken follows from who stays with you; you need not count that."),
        button=_("Record this"),
        done=_("Recorded."),
        back_url=reverse("cases:places"),
        back_label=_("Back to places"),
    )
    return act_page(request, page, form=form, do=do)
