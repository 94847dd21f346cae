# SPDX-License-Identifier: EUPL-1.2
"""How an entry is said on a page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.register.models import Entry
from ketenzicht.register.states import OUTCOME_LABELS, Outcome
from ketenzicht.register.views.entries import age_label


def label(codes: str, code: str) -> str:
    """The word of a code, a dash where none is known."""
    return reference.code(codes, code, by=today()).label(get_language() or "nl") if code else "–"


def choices(name: str) -> list[tuple[str, str]]:
    """The codes of a list with their words."""
    language = get_language() or "nl"
    return [(code.code, code.label(language)) for code in reference.codes(name, by=today())]


def headings() -> tuple[str, ...]:
    """What stands above the cells of an entry."""
    return (
        _("Entry"),
        _("First signal"),
        _("Kind of exploitation"),
        _("Reporter"),
        _("Age"),
        _("How"),
    )


def cells(entry: Entry) -> tuple[str, ...]:
    """An entry as a row of a table."""
    return (
        format_html('<a href="{}">{}</a>', reverse("register:entry", args=[entry.pk]), entry.code),
        date_format(date(entry.year, entry.month, 1), "F Y"),
        label("exploitation_forms", entry.form),
        label("reporter_types", entry.reporter),
        age_label(entry.age),
        str(OUTCOME_LABELS[Outcome(entry.outcome)]),
    )
