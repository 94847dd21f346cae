# SPDX-License-Identifier: EUPL-1.2
"""Any table somebody sends: what it is, is read from its content and never from its name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ketenzicht.sheets import books, text
from ketenzicht.sheets.tables import Limits, Table, Unreadable, table_of


def read_table(content: bytes, limits: Limits) -> Table:
    """Read CSV, XLSX or ODS; refuse what is too large or something else, in plain words."""
    limits.require_size(content)
    if content.startswith(books.COMPOUND):
        raise Unreadable(
            _("This is an old Excel file, or one with a password. Save it as .xlsx without one.")
        )
    lines_of = books.lines_of if content.startswith(books.ZIP) else text.lines_of
    return table_of(lines_of(content, limits))
