# SPDX-License-Identifier: EUPL-1.2
"""The parts of an XLSX or ODS file, unpacked within limits and packed again as they were checked.

What a file says of its own size may be a lie, so nothing is taken from it: parts are unpacked up to
the limit, and the reader gets a file that is made from what was unpacked, once it is known how far
its cells reach.
"""

from __future__ import annotations

import io
import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from ketenzicht.sheets.extents import NotReadable, Parts, extents_of
from ketenzicht.sheets.tables import Limits, Unreadable

MOST_PARTS = 1_000
_WANTED = (".xml", ".rels", "mimetype")
_PROTECTED = 1  # the flag of an entry that wants a password


def repacked(content: bytes, limits: Limits) -> bytes:
    """Return a file with the same parts of text, or refuse what is larger than it may be."""
    parts = _unpacked(content, limits)
    try:
        extents = extents_of(parts)
    except NotReadable:
        raise _damaged() from None
    for extent in extents:
        limits.require_extent(extent.rows, extent.columns)
        limits.require_unpacked(extent.size)
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part)
    return made.getvalue()


def _unpacked(content: bytes, limits: Limits) -> Parts:
    parts: dict[str, bytes] = {}
    size = 0
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                raise _damaged()
            for entry in entries:
                if entry.flag_bits & _PROTECTED:
                    raise Unreadable(_("This file has a password. Save it without one."))
                if entry.filename.endswith(_WANTED):
                    size += entry.file_size
                    limits.require_unpacked(size)
                    # Never more than the entry says, and with the checksum of all of it.
                    parts[entry.filename] = _text_of(archive.read(entry))
    # NotImplementedError is what the library raises for a way of packing that it does not know.
    except (BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        raise _damaged() from None
    if not {"xl/workbook.xml", "content.xml"} & set(parts):
        raise Unreadable(
            _("This is no spreadsheet that can be read here. Save it as .xlsx, .ods or CSV.")
        )
    return parts


def _text_of(part: bytes) -> bytes:
    """Refuse text that is not written byte by byte, which would be read otherwise than checked."""
    if b"\x00" in part:
        raise _damaged()
    return part


def _damaged() -> Unreadable:
    return Unreadable(_("This file is damaged. Save it again from the spreadsheet and try again."))
