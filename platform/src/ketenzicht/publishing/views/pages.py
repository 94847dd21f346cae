# SPDX-License-Identifier: EUPL-1.2
"""The public figures page and its files, and the releases behind it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.core.errors import NotFound
from ketenzicht.core.http import PublicRequest, see_other
from ketenzicht.core.policy import everyone, members, open_to
from ketenzicht.estimates import handover as estimates
from ketenzicht.publishing import selectors, services
from ketenzicht.publishing.acts import acts_open_to
from ketenzicht.publishing.figures import COLUMNS, one_series, row
from ketenzicht.publishing.forms import ReleaseForm
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.states import ReleaseState
from ketenzicht.publishing.views import charts
from ketenzicht.sheets.downloads import Format, download
from ketenzicht.sheets.writing import Sheet
from ketenzicht.web.acting import ActPage, Values, act_page
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row, State

makers = members(ReleasePermission.RELEASE_PREPARE)
approvers = members(ReleasePermission.RELEASE_APPROVE)


@open_to(everyone)
@require_safe
def figures(request: PublicRequest) -> HttpResponse:
    """Show what is registered, what is estimated, and what the register released."""
    context = charts.figures_page()
    found = selectors.published_release()
    if found is not None:
        context |= charts.release_page(found)
    return render(request, "publishing/figures.html", context)


@open_to(everyone)
@require_safe
def series_file(request: PublicRequest, series: str, kind: Format) -> HttpResponse:
    """Give a published series as values with their source."""
    said = charts.language()
    rows = (row(figure, said).values() for figure in one_series(series, said).figures)
    return download(Sheet(series, COLUMNS, rows), kind)


@open_to(everyone)
@require_safe
def table_file(request: PublicRequest, name: str, kind: Format) -> HttpResponse:
    """Give a table of the newest release; an empty cell is a hidden one."""
    found = selectors.published_release()
    tables = found.content["tables"]["tables"] if found else []
    for table in tables:
        if table["name"] == name:
            lines = zip(table["years"], table["cells"], table["totals"], strict=True)
            rows = ([year, *cells, total] for year, cells, total in lines)
            titles = ["year", *table["categories"], "all"]
            return download(Sheet(f"register-{name}", titles, rows), kind)
    raise NotFound


@open_to(makers)
@require_safe
def releases(request: StaffRequest) -> HttpResponse:
    """List the releases of my organisation."""
    states = [
        (ReleaseState.PREPARED, _("waits for approval")),
        (ReleaseState.PUBLISHED, _("published")),
        (ReleaseState.WITHDRAWN, _("withdrawn")),
    ]
    finder = Finder(
        request.GET, filters=(Filter("state", _("State"), states),), search=_("Search by title")
    )
    found = selectors.releases_for(
        request.member, now=request.now, words=finder.words, state=finder.value("state")
    )
    page = ListPage(
        title=_("Releases"),
        lead=_("What goes to the public is prepared by one person and approved by another."),
        actions=(Action(_("Prepare a release"), reverse("publishing:prepare"), kind="primary"),),
        empty=_("No releases yet"),
        empty_text=_(
            "Prepare one from the register; nothing is public before a colleague has approved it."
        ),
    )
    return list_page(request, page, finder, found, row=_row)


def _row(release: Release) -> Row:
    marks = {
        ReleaseState.PREPARED: (State.WAITS, _("waits for approval")),
        ReleaseState.PUBLISHED: (State.SETTLED, _("published")),
        ReleaseState.WITHDRAWN: (State.NEUTRAL, _("withdrawn")),
    }
    state, word = marks[ReleaseState(release.state)]
    return Row(
        release.title,
        url=reverse("publishing:release", args=[release.pk]),
        state=state,
        word=word,
        due=release.prepared_at,
        meta=release.prepared_by.user.name,
    )


@open_to(makers)
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: StaffRequest) -> HttpResponse:
    """Prepare a release."""
    runs = estimates.finished_runs(request.member, now=request.now)
    page = ActPage(
        title=_("Prepare a release"),
        lead=_(
            "The register is counted now. Small groups are hidden over all tables and years "
            "together, and the outcome is checked before you see it."
        ),
        button=_("Prepare this release"),
        done=_("The release is ready; somebody else has to approve it."),
        back_url=reverse("publishing:releases"),
        back_label=_("Releases"),
    )

    def do(values: Values) -> str:
        made = services.prepare_release(
            actor=request.member,
            title=values["title"],
            years=tuple(sorted(int(year) for year in values["years"])),
            run_id=UUID(values["run"]) if values["run"] else None,
            now=request.now,
        )
        return reverse("publishing:release", args=[made.pk])

    return act_page(request, page, form=ReleaseForm(request.POST or None, runs=runs), do=do)


@open_to(makers)
@require_safe
def release(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """Show exactly what would be, or is, public."""
    found = selectors.release_for(request.member, release_id, now=request.now)
    context = charts.release_page(found) | {
        "waits": found.state == ReleaseState.PREPARED,
        "public": found.state == ReleaseState.PUBLISHED,
        "can": {act.value for act in acts_open_to(request.member, found, request.now)},
        "deciders": ", ".join(selectors.deciders_of(request.member, request.now)),
    }
    return render(request, "publishing/release.html", context)


@open_to(approvers, fresh=True)
@require_POST
def approve(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """Publish what was looked at."""
    services.approve_release(
        actor=request.member,
        release_id=release_id,
        seen=request.POST.get("digest", ""),
        now=request.now,
    )
    messages.success(request, _("Published. Everybody can read it now."))
    return see_other("publishing:release", release_id)


@open_to(approvers)
@require_POST
def withdraw(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """Take a release from the public page."""
    services.withdraw_release(actor=request.member, release_id=release_id, now=request.now)
    messages.success(request, _("Withdrawn. It is no longer on the public page."))
    return see_other("publishing:release", release_id)
