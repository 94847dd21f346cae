# SPDX-License-Identifier: EUPL-1.2
"""Pages of the analyst: runs, a new estimate, and what came out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.audit.services import record_access
from ketenzicht.core.errors import DomainError, NotFound
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.estimates import selectors, services, sources
from ketenzicht.estimates.acts import acts_open_to
from ketenzicht.estimates.forms import (
    ListsForm,
    OptionsForm,
    chosen_ids,
    groups_for,
)
from ketenzicht.estimates.language import said
from ketenzicht.estimates.methods import every_method, methods_of, usual
from ketenzicht.estimates.models import Run, Snapshot
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views import charts
from ketenzicht.estimates.views.comparison import FEWEST, MOST, comparison
from ketenzicht.estimates.views.findings import diagnosis, progress_of
from ketenzicht.estimates.views.schemes import schemes_table
from ketenzicht.sheets.columns import WrongRows
from ketenzicht.sheets.downloads import Format, download
from ketenzicht.sheets.writing import Sheet
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action

readers = members(EstimatePermission.ESTIMATE_READ)
runners = members(EstimatePermission.ESTIMATE_RUN)
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to(readers)
@require_safe
def runs(request: StaffRequest) -> HttpResponse:
    """List the runs of my organisation."""
    choices = [(name, said(found.title)) for name, found in every_method().items()]
    finder = Finder(
        request.GET,
        filters=(Filter("method", _("Method"), choices),),
        search=_("Search by lists or method"),
    )
    found = selectors.runs_for(
        request.member, now=request.now, words=finder.words, method=finder.value("method")
    )
    may_run = EstimatePermission.ESTIMATE_RUN in request.member.permissions
    make = Action(_("Make an estimate"), reverse("estimates:new"), kind="primary")
    page = ListPage(
        title=_("Estimates"),
        lead=_(
            "How many people does nobody see? The overlaps between lists give an answer, with its "
            "uncertainty."
        ),
        actions=(make,) if may_run else (),
        empty=_("No estimates yet"),
        empty_text=_(
            "Choose lists and a method; every estimate you make is kept here with its input."
        ),
    )

    def rows(things: Sequence[Run]) -> list[tuple[Run, str]]:
        return [(run, charts.method_title(run)) for run in things]

    return list_page(request, page, finder, found, rows=rows, template="estimates/runs.html")


@open_to(runners)
@GET_POST
def choose_lists(request: StaffRequest) -> HttpResponse:
    """Step 1: choose lists and take a snapshot of them."""
    form = ListsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lists = _lists(form)
        except WrongRows as refusal:
            form.add_error(refusal.field, list(refusal.sentences))
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            kept = services.take_snapshot(
                actor=request.member,
                source=Source(form.cleaned_data["source"]),
                lists=lists,
                now=request.now,
            )
            return see_other("estimates:method", kept.pk)
    return render(request, "estimates/new.html", {"form": form}, status=422 if form.errors else 200)


def _lists(form: ListsForm) -> sources.Lists:
    clean = form.cleaned_data
    if clean["source"] == Source.REGISTER:
        years = tuple(sorted(int(year) for year in clean["years"]))
        read = sources.from_register_by_year if clean["apart"] else sources.from_register
        return read(years, clean["scheme"])
    if clean["source"] == Source.UPLOAD:
        content = clean["file"].read()
        return sources.from_file(clean["file"].name[:120], content, form.named())
    return sources.from_published()


@open_to(runners)
@GET_POST
def choose_method(request: StaffRequest, input_id: UUID) -> HttpResponse:
    """Step 2: choose a method and its settings, and run it."""
    kept = _input(request, input_id)
    fitting = methods_of(kept)
    chosen = request.GET.get("method", usual(kept))
    if chosen not in fitting:
        raise NotFound
    method = fitting[chosen]
    form = OptionsForm(request.POST if request.method == "POST" else None, method=method)
    if request.method == "POST" and form.is_valid():
        swift = services.swift(chosen, form.options(), len(kept.lists))
        order = services.run if swift else services.queue_run
        try:
            made = order(
                actor=request.member,
                input_id=input_id,
                method_name=chosen,
                options=form.options(),
                now=request.now,
            )
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            if swift:
                messages.success(request, _("The estimate is made; it stays as it is."))
            else:
                messages.success(
                    request, _("The estimate is in the queue; you may leave this page.")
                )
            return see_other("estimates:run", made.pk)
    context = {
        "input": kept,
        "form": form,
        "groups": groups_for(fitting, chosen),
        "chosen": chosen,
        "title": said(method.title),
        "summary": said(method.summary),
        "table": charts.histories_table(kept),
        "schemes": schemes_table(kept),
    }
    return render(request, "estimates/method.html", context, status=422 if form.errors else 200)


def _input(request: StaffRequest, input_id: UUID) -> Snapshot:
    kept = selectors.inputs_for(request.member, now=request.now).filter(pk=input_id).first()
    if kept is None:
        raise NotFound
    return kept


def _seen(request: StaffRequest, kind: str, key: UUID) -> None:
    """Leave the trace of a look before its counts leave."""
    record_access(
        actor=request.member,
        action=EstimatePermission.ESTIMATE_READ,
        kind=kind,
        id=key,
        now=request.now,
        purpose="estimate",
    )


@open_to(readers)
@require_safe
def detail(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Show a number with its band, what it rests on, and how to make it again."""
    run = selectors.run_for(request.member, run_id, now=request.now)
    _seen(request, "run", run.pk)
    examination = selectors.examination_of(request.member, run, now=request.now)
    context = {
        "may_run": EstimatePermission.ESTIMATE_RUN in request.member.permissions,
        "can": {act.value for act in acts_open_to(request.member, run, examination)},
        "progress": progress_of(run),
        "examination": examination,
        "examining": progress_of(examination) if examination else None,
        "diagnosis": diagnosis(examination) if examination else None,
        **(charts.run_page(run) if run.result else charts.empty_page(run)),
    }
    return render(request, "estimates/run.html", context)


@open_to(readers)
@require_safe
def progress(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """How far a run and its examination are; when one ends, the page is asked for again."""
    run = selectors.run_for(request.member, run_id, now=request.now)
    examination = selectors.examination_of(request.member, run, now=request.now)
    jobs = [job for job in (run, examination) if job is not None]
    waiting = next((job for job in jobs if job.under_way), None)
    if waiting is None:
        return HttpResponseClientRefresh()
    return render(request, "estimates/progress.html", {"progress": progress_of(waiting)})


@open_to(runners)
@require_POST
def cancel(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Stop a run."""
    services.cancel_run(actor=request.member, run_id=run_id, now=request.now)
    messages.success(request, _("The calculation is stopped."))
    return see_other("estimates:run", run_id)


@open_to(runners)
@require_POST
def examine(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Ask for an examination."""
    services.examine(actor=request.member, run_id=run_id, now=request.now)
    messages.success(request, _("The examination is in the queue; you may leave this page."))
    return see_other("estimates:run", run_id)


@open_to(runners)
@require_POST
def cancel_examination(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Stop an examination."""
    services.cancel_examination(actor=request.member, run_id=run_id, now=request.now)
    messages.success(request, _("The calculation is stopped."))
    return see_other("estimates:run", run_id)


@open_to(readers)
@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """Set two to six runs side by side."""
    chosen = chosen_ids(request.GET)
    found = selectors.chosen_runs(request.member, chosen, now=request.now)
    fitting = FEWEST <= len(found) <= MOST
    for run in found:
        _seen(request, "run", run.pk)
    context = comparison(found) if fitting else {"runs": ()}
    return render(
        request, "estimates/compare.html", context, status=422 if chosen and not fitting else 200
    )


@open_to(readers)
@require_safe
def result_json(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Give the whole result for a program."""
    run = selectors.run_for(request.member, run_id, now=request.now)
    _seen(request, "run", run.pk)
    if not run.result:
        raise NotFound
    body = json.dumps(run.result, ensure_ascii=False, indent=2)
    return _file(body, "application/json", f"schatting-{run.pk}.json")


@open_to(readers)
@require_safe
def input_file(request: StaffRequest, input_id: UUID, kind: Format) -> HttpResponse:
    """Give the frozen lists; `telwerk estimate` reads the one for machines."""
    kept = _input(request, input_id)
    _seen(request, "input", kept.pk)
    counted = kept.kinds or ((pattern, (), count) for pattern, count in kept.histories.items())
    rows = ([*map(int, pattern), *known, count] for pattern, known, count in counted)
    titles = (*kept.lists, *kept.characteristics, "count")
    return download(Sheet(f"lijsten-{kept.pk}", titles, rows), kind)


def _file(body: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
