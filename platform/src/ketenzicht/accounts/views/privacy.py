# SPDX-License-Identifier: EUPL-1.2
"""The desk of a privacy officer: what is deleted when, what was deleted, and who looked."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import privacy
from ketenzicht.accounts.views.common import spoken
from ketenzicht.audit.handover import Entry, UnnamedEntry
from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.core.clock import local, local_date
from ketenzicht.core.declaration import acts_in_words
from ketenzicht.core.errors import Sentence
from ketenzicht.core.policy import members, open_to
from ketenzicht.core.spoofing import shown_name
from ketenzicht.core.terms import period_in_words
from ketenzicht.sheets.downloads import Format, download
from ketenzicht.sheets.writing import Sheet
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Column, Table

officers = members(AuditPermission.AUDIT_READ)

KINDS: dict[str, Sentence] = {
    "access-log": t("access log"),
    "break-glass": t("emergency access"),
    "case": t("case"),
    "case-list": t("list of cases"),
    "day": t("My day"),
    "desk": t("desk"),
    "entry": t("registration"),
    "identity": t("who somebody is"),
    "member": t("colleague"),
    "organisation": t("organisation"),
    "report": t("report"),
    "reporter": t("name of a reporter"),
    "transfer": t("handover"),
    "user": t("account"),
    "whereabouts": t("address of a stay"),
}
COUNTED_FROM: dict[str, Sentence] = {
    "closure": t("from the day it closes"),
    "creation": t("from the day it is written"),
    "last_feedback": t("from the last answer to the reporter"),
    "match_end": t("from the end of the help"),
    "refusal": t("from the day help is refused"),
}
TITLES = ("at", "who", "seen", "action", "kind", "record", "purpose", "basis", "outcome")


@open_to(officers)
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """Show what is deleted when, and where the proof and the log are."""
    return render(request, "accounts/privacy.html", {"terms": _terms(request)})


def _terms(request: StaffRequest) -> Table:
    today = local_date(request.now)
    bound = [rule for rule in reference.retention_rules() if rule.binds_platform]
    codes = list(dict.fromkeys(rule.code for rule in bound))
    rules = [reference.retention_rule(code, today) for code in codes]
    return Table(
        caption=_("What is deleted when"),
        columns=(Column(_("What")), Column(_("Kept for")), Column(_("Counted")), Column(_("Why"))),
        rows=[
            (
                rule.label(spoken()),
                period_in_words(rule.period),
                str(COUNTED_FROM.get(rule.counted_from, rule.counted_from)),
                rule.claim.source_in(spoken()),
            )
            for rule in rules
        ],
        stacks=True,
    )


@open_to(officers)
@require_http_methods(["GET", "HEAD", "POST"])
def access_log(request: StaffRequest) -> HttpResponse:
    """List what colleagues saw or changed; a name that is searched travels in no address."""
    privacy.note_look(request.member, purpose="list", now=request.now)
    finder = Finder(request.POST, search=_("Search by name or key of a record"), post=True)
    page = ListPage(
        title=_("Who looked"),
        lead=_("What people of your organisation saw or changed. What they saw is not shown here."),
        empty=_("Nobody looked yet"),
        empty_text=_("Everybody who sees or changes something comes here."),
        back_url=reverse("accounts:privacy"),
        back_label=_("Privacy"),
    )
    found = privacy.accesses(request.member, finder.words)
    return list_page(
        request, page, finder, found, rows=_look_table, template="accounts/access_log.html"
    )


def _look_table(rows: Sequence[Entry]) -> Table:
    return Table(
        caption=_("Who looked"),
        columns=(
            Column(_("When"), whole=True),
            Column(_("Who")),
            Column(_("Did what")),
            Column(_("On what")),
            Column(_("Why")),
        ),
        rows=[
            (
                date_format(local(look.at), "j F Y, H:i"),
                shown_name(look.who) or _("no longer known"),
                _("looked") if look.seen else _did(look),
                f"{KINDS.get(look.kind, look.kind)} {look.record[:8]}".strip(),
                " · ".join(part for part in (look.purpose, look.basis) if part) or "–",
            )
            for look in privacy.with_names(rows)
        ],
        stacks=True,
    )


def _did(look: privacy.Look) -> str:
    return f"{acts_in_words().get(look.action, look.action)} ({look.outcome})"


@open_to(officers, fresh=True)
@require_safe
def access_log_file(request: StaffRequest, kind: Format) -> HttpResponse:
    """Give the whole log as a file, read in bounded steps."""
    privacy.note_look(request.member, purpose="export", now=request.now)
    lines = privacy.all_with_names(privacy.accesses(request.member))
    rows = ([getattr(line, name) for name in TITLES] for line in lines)
    return download(Sheet("access-log", TITLES, rows), kind)


@open_to(officers)
@require_safe
def deleted(request: StaffRequest) -> HttpResponse:
    """List what was deleted at its term: the proof afterwards."""
    page = ListPage(
        title=_("What was deleted"),
        lead=_("Deleted at its term, key first. After this day no backup opens it either."),
        empty=_("Nothing was deleted yet"),
        empty_text=_("What reaches the end of its term comes here, by the day."),
        back_url=reverse("accounts:privacy"),
        back_label=_("Privacy"),
    )
    found = privacy.deleted(request.member)
    return list_page(request, page, Finder(request.GET), found, rows=_deleted_table)


def _deleted_table(rows: Sequence[UnnamedEntry]) -> Table:
    gone = [privacy.deletion_of(row) for row in rows]
    return Table(
        caption=_("What was deleted"),
        columns=(Column(_("Day"), whole=True), Column(_("What")), Column(_("Key"), whole=True)),
        rows=[
            (date_format(one.on, "j F Y"), str(KINDS.get(one.kind, one.kind)), one.record)
            for one in gone
        ],
        stacks=True,
    )
