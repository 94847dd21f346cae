# SPDX-License-Identifier: EUPL-1.2
"""The components, as tags: `{% load web %}`. README.md beside this package shows each one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ketenzicht.core.clock import local_date
from ketenzicht.core.spoofing import shown_name
from ketenzicht.core.terms import period_in_words, term_in_words
from ketenzicht.reference import Claim, deadline, retention_rule
from ketenzicht.web import openline
from ketenzicht.web.charts import Chart
from ketenzicht.web.frame import HelpNumber
from ketenzicht.web.listing import Listing
from ketenzicht.web.parts import (
    Action,
    Column,
    Fact,
    Happening,
    Row,
    RowGroup,
    SafeContact,
    State,
    Table,
)
from ketenzicht.web.provenance import Provenance, provenance
from ketenzicht.web.tracks import Tracks
from ketenzicht.web.when import Spoken, spoken, spoken_day

register = template.Library()

HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    # Snapshots of pages would stay behind in the browser's storage.
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": True, "error": True, "target": "body"},
    ],
}

SHORT_TABLE = 8  # rows; a longer one is folded under its chart

Values = dict[str, Any]


register.filter("shown_name", shown_name)


@register.filter
def words(text: str) -> list[str]:
    """Split a template's literal on spaces."""
    return text.split()


@register.filter
def css(sheet: str) -> str:
    """Path of one of our style sheets."""
    return f"web/css/{sheet}.css"


@register.filter
def people(number: int) -> str:
    """A whole number with its thousands apart."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def htmx_config() -> str:
    """Settings that keep htmx within the content policy, as the text of an attribute."""
    return json.dumps(HTMX, separators=(",", ":"))


@register.inclusion_tag("web/parts/mark.html")
def mark() -> Values:
    """The mark: a link of a chain with one side open."""
    return {}


@register.inclusion_tag("web/parts/shape.html")
def shape(kind: str) -> Values:
    """The shape that goes with a state."""
    return {"kind": kind}


@register.inclusion_tag("web/parts/state.html")
def state(kind: State | str, word: str) -> Values:
    """How a thing stands: word, shape and colour."""
    return {"kind": State(kind), "word": word}


@register.simple_tag
def when(moment: datetime | date, now: datetime) -> SafeString:
    """A moment that was, as people say it, the exact one on request."""
    said = _spoken(moment, now)
    shell = '<time datetime="{}" title="{}">{}</time>'
    return format_html(shell, said.machine, said.exact, said.words)


def _spoken(moment: datetime | date, now: datetime) -> Spoken:
    if isinstance(moment, datetime):
        return spoken(moment, now)
    return spoken_day(moment, local_date(now))


@register.inclusion_tag("web/parts/due.html")
def due(moment: datetime | date, now: datetime, claim: Claim | None) -> Values:
    """A day by which something has to be, with what computed it; nothing where people chose it."""
    by = "rule" if claim else "people"
    said = _spoken(moment, now)
    return {"said": said, "by": by, "claim": claim and provenance(claim, computed=True)}


@register.inclusion_tag("web/parts/due.html")
def chosen(moment: datetime | date, now: datetime) -> Values:
    """A day that people chose."""
    return due(moment, now, None)


@register.inclusion_tag("web/parts/claim.html")
def rests_on(claim: Claim) -> Values:
    """What something without a date of its own rests on."""
    return {"claim": provenance(claim)}


@register.inclusion_tag("web/parts/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    name: str = "",
    value: str = "",
    about: str = "",
) -> Values:
    """A button that sends its form; the label says what happens."""
    return {"label": label, "kind": kind, "name": name, "value": value, "about": about}


@register.inclusion_tag("web/parts/link_button.html")
def link_button(url: str, label: str, *, kind: str = "primary", about: str = "") -> Values:
    """A link that looks like a button; `about` is read aloud only."""
    return {"url": url, "label": label, "kind": kind, "about": about}


@register.inclusion_tag("web/parts/back.html")
def back(url: str, label: str) -> Values:
    """One step back, named after where it leads."""
    return {"url": url, "label": label}


@register.inclusion_tag("web/parts/step.html")
def step(number: int, total: int) -> Values:
    """Question so many of so many, with the line that closes."""
    return {
        "number": number,
        "total": total,
        "done": f"{100 * number / max(total, 1):.1f}%",
    }


@register.inclusion_tag("web/parts/row.html", takes_context=True)
def row(context: template.Context, row: Row, now: datetime) -> Values:
    """A sentence and the one thing to do about it; stands in a list of class kz-rows."""
    return {"row": row, "now": now, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/rows.html", takes_context=True)
def rows(context: template.Context, rows: Sequence[Row], now: datetime) -> Values:
    """A list of sentences."""
    return {"rows": rows, "now": now, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/group.html", takes_context=True)
def group(context: template.Context, group: RowGroup, now: datetime) -> Values:
    """Sentences that ask for the same haste; nothing at all when there are none."""
    return {"group": group, "now": now, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/link.html")
def handover_line(holder: str, receiver: str, *, text: str = "", accepted: bool = False) -> Values:
    """The open line from who acts now to who is asked; it closes on acceptance."""
    return {"holder": holder, "receiver": receiver, "text": text, "accepted": accepted}


@register.inclusion_tag("web/parts/seen.html")
def seen_line(line: openline.SeenLine) -> Values:
    """What is seen against what is estimated."""
    return {"line": line}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(happenings: Iterable[Happening], now: datetime) -> Values:
    """What happened, newest first when so given."""
    return {"happenings": happenings, "now": now}


@register.inclusion_tag("web/parts/tracks.html")
def tracks(tracks: Tracks) -> Values:
    """Tracks as parallel lines on one axis of time, and the same as a list."""
    return {"tracks": tracks}


@register.inclusion_tag("web/parts/receipt.html")
def receipt(code: str) -> Values:
    """A receipt code in groups of four, read aloud figure by figure."""
    bare = "".join(code.split())
    return {
        "groups": [bare[at : at + 4] for at in range(0, len(bare), 4)],
        "spoken": ", ".join(" ".join(bare[at : at + 4]) for at in range(0, len(bare), 4)),
    }


@register.inclusion_tag("web/parts/facts.html")
def facts(facts: Sequence[Fact]) -> Values:
    """Terms and values, with a way to change each."""
    return {"facts": facts}


@register.inclusion_tag("web/parts/claim.html")
def claim(claim: Provenance) -> Values:
    """What a date, ground, payer or route rests on: its kind, its source, who stands for it."""
    return {"claim": claim}


@register.inclusion_tag("web/parts/claim.html", takes_context=True)
def term_claim(context: Values, term: str) -> Values:
    """How long a term on this page is and what that rests on, by the row that holds today."""
    now = context["now"]
    found = provenance(deadline(term, local_date(now)).claim)
    return {"claim": replace(found, words=f"{term_in_words(term, now)} ({found.words})")}


@register.inclusion_tag("web/parts/claim.html", takes_context=True)
def kept_claim(context: Values, rule: str) -> Values:
    """How long something is kept and what that rests on, by the row that holds today."""
    row = retention_rule(rule, local_date(context["now"]))
    found = provenance(row.claim)
    return {"claim": replace(found, words=f"{period_in_words(row.period)} ({found.words})")}


@register.inclusion_tag("web/parts/table.html")
def table(table: Table) -> Values:
    """A table with caption, heads and aligned figures."""
    return {
        "table": table,
        "body": [_cells(table, cells) for cells in table.rows],
        "total": _cells(table, table.total),
    }


def _cells(table: Table, cells: Sequence[object]) -> list[Mapping[str, object]]:
    return [
        {"value": value, "kind": _kind(column), "head": column.label}
        for value, column in zip(cells, table.columns, strict=False)
    ]


def _kind(column: Column) -> str:
    """The class of a column's cells."""
    if column.number:
        return "is-number"
    return "is-whole" if column.whole else ""


@register.inclusion_tag("web/parts/chart.html")
def chart(
    chart: Chart, *, source: str = "", note: str = "", download_url: str = "", label: str = ""
) -> Values:
    """A chart with its table, its source and the way to its figures."""
    return {
        "chart": chart,
        "wide": mark_safe(chart.svg),  # noqa: S308  because it is drawn by web.charts, which escapes its texts
        "narrow": mark_safe(chart.narrow),  # noqa: S308  because of the same
        "source": source,
        "note": note or chart.note,
        "download_url": download_url,
        "label": label or _("Download the figures (CSV)"),
        "open": len(chart.table.rows) <= SHORT_TABLE,
    }


@register.inclusion_tag("web/parts/empty.html")
def empty(title: str, text: str, *, url: str = "", label: str = "") -> Values:
    """What an empty list means, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("web/parts/undo.html", takes_context=True)
def undo(context: template.Context, text: str, url: str = "", label: str = "") -> Values:
    """What was just done, and the way back."""
    label = label or _("Undo")
    return {
        "text": text,
        "url": url,
        "label": label,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/safe_contact.html", takes_context=True)
def safe_contact(context: template.Context, contact: SafeContact) -> Values:
    """How somebody may be reached without danger, before any number is shown."""
    return {"contact": contact, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/help_numbers.html")
def help_numbers(numbers: Sequence[HelpNumber]) -> Values:
    """Whom to call, number first."""
    return {"numbers": numbers}


@register.inclusion_tag("web/parts/purpose.html")
def purpose_banner(text: str) -> Values:
    """For which purpose this is open now."""
    return {"text": text}


@register.inclusion_tag("web/parts/demo.html")
def demo_banner() -> Values:
    """That all of this is made up."""
    return {}


@register.inclusion_tag("web/parts/find.html", takes_context=True)
def find(context: template.Context, listing: Listing) -> Values:
    """Search and filters above a list, and how many were found."""
    return {
        "listing": listing,
        "finder": listing.finder,
        "path": context["request"].path,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/choice_of.html")
def choice_of(key: str, about: str) -> Values:
    """The box of a row that can be chosen for an act on several at once."""
    return {"key": key, "about": about}


@register.inclusion_tag("web/parts/together.html")
def together(acts: Sequence[Action]) -> Values:
    """What can be done with the chosen rows of a list; each is asked about first."""
    return {"acts": acts}


@register.inclusion_tag("web/parts/pager.html")
def pager(listing: Listing) -> Values:
    """The way through the pages: buttons of the form of `find`, links where nothing is asked."""
    return {"page": listing.page, "asks": listing.finder.asks}


@register.inclusion_tag("web/forms/summary.html")
def error_summary(form: BaseForm) -> Values:
    """Everything that is not right yet, each with a link to its field."""
    found: list[dict[str, str]] = [
        {"target": "", "message": str(message)} for message in form.non_field_errors()
    ]
    for name, messages in form.errors.items():
        if name in form.fields:
            target, label = _first_control(form, name), str(form[name].label)
            found += [
                {"target": target, "label": label, "message": str(message)} for message in messages
            ]
    return {"errors": found}


def _first_control(form: BaseForm, name: str) -> str:
    """Id of the control to jump to: the first choice where the field has several."""
    bound = form[name]
    if bound.use_fieldset and bound.subwidgets:
        return str(bound.subwidgets[0].data["attrs"].get("id") or bound.auto_id)
    return str(bound.id_for_label or bound.auto_id)
