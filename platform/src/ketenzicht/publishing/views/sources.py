# SPDX-License-Identifier: EUPL-1.2
"""Where each published number comes from, provisional ones and later corrections included."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ketenzicht.publishing.figures import REGISTERED, one_series
from ketenzicht.reference import Figure
from ketenzicht.web.parts import Column, Table


def sources_table(language: str) -> Table:
    """Return every yearly figure of the two series with publisher, source and certainty."""
    rows = [
        (
            str(figure.year),
            said(figure),
            figure.publisher or "",
            figure.source_in(language),
            certainty(figure.certainty),
        )
        for code in REGISTERED
        for figure in one_series(code, language).figures
        if figure.year
    ]
    columns = (
        Column(_("Year")),
        Column(_("people"), number=True),
        Column(_("Publisher")),
        Column(_("Source")),
        Column(_("How sure")),
    )
    return Table(_("Where each number comes from"), columns, rows)


def said(figure: Figure) -> str:
    """Return what a figure says: a number, the other number published, or a change in per cent."""
    return ", ".join(_parts(figure))


def _parts(figure: Figure) -> Iterator[str]:
    if figure.value is not None:
        yield number_format(figure.value, force_grouping=True)
    elif figure.low is not None and figure.high is not None:
        yield _change(figure.low, figure.high)
    if figure.alternative is not None:
        other = number_format(figure.alternative, force_grouping=True)
        yield _("also published: %(number)s") % {"number": other}
    if figure.provisional:
        yield _("provisional")


def _change(low: float, high: float) -> str:
    small, large = sorted((abs(low), abs(high)))
    words = {"small": number_format(small), "large": number_format(large)}
    if high <= 0:
        return _("%(small)s to %(large)s per cent fewer") % words
    return _("%(small)s to %(large)s per cent more") % words


def certainty(word: str) -> str:
    """Return how sure a figure is, in words."""
    return {
        "high": _("well supported"),
        "medium": _("one source"),
        "low": _("unsure"),
        "article": _("said in an article"),
        "derived": _("calculated from other figures"),
    }.get(word, word)
