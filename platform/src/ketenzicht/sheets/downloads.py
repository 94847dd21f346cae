# SPDX-License-Identifier: EUPL-1.2
"""The same rows as a file for whoever asks: a program, a Dutch spreadsheet, or Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ketenzicht.sheets.writing import Sheet, csv_for_machines, csv_for_spreadsheets, xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: what its address and its view are called after, and how it is made."""

    key: str
    ending: str
    label: str | Promise
    content_type: str
    write: Callable[[Sheet], bytes]


FORMATS = (
    Format("csv", ".csv", "CSV", "text/csv; charset=utf-8", csv_for_machines),
    Format(
        "csv-excel",
        ".excel.csv",
        _("CSV for Excel"),
        "text/csv; charset=utf-8",
        csv_for_spreadsheets,
    ),
    Format(
        "xlsx",
        ".xlsx",
        "Excel (.xlsx)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx,
    ),
)


def files(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Return an address for each kind of file; the view gets the kind as `kind`."""
    return [
        path(route + kind.ending, view, {"kind": kind}, name=f"{name}-{kind.key}")
        for kind in FORMATS
    ]


def download(sheet: Sheet, kind: Format) -> HttpResponse:
    """Give the rows as a file of this kind."""
    answer = HttpResponse(kind.write(sheet), content_type=kind.content_type)
    name = f"{sheet.name}{kind.ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
