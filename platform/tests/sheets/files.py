# SPDX-License-Identifier: EUPL-1.2
"""Files for tests: what spreadsheets write, and what somebody writes who means harm."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    f' xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0"'
    f' xmlns:text="{_OFFICE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="Blad1">%s</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def packed(parts: Mapping[str, bytes | str], *, method: int = ZIP_DEFLATED) -> bytes:
    """A file of parts."""
    made = io.BytesIO()
    with ZipFile(made, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a file."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(rows: Iterable[Iterable[object]], *, formulas: bool = False) -> bytes:
    """An XLSX file with these rows on its first sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": formulas}) as book:
        page = book.add_worksheet("Blad1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return made.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A file in which one part says something else."""
    parts = unpacked(content)
    assert old in parts[name]
    return packed(parts | {name: parts[name].replace(old, new)})


def document(body: str) -> bytes:
    """An ODS file with these rows."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _CONTENT % body,
            "META-INF/manifest.xml": _MANIFEST,
        },
        method=ZIP_STORED,
    )


def ods_row(*cells: object, said: str = "", last: str = "") -> str:
    """A row of an ODS file, as LibreOffice writes it."""
    return f"<table:table-row {said}>{''.join(map(ods_cell, cells))}{last}</table:table-row>"


def ods_cell(value: object, said: str = "") -> str:
    """A cell with a number or a text."""
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {said} {kind}><text:p>{value}</text:p></table:table-cell>"


def lying(content: bytes, name: str, part: bytes, *, says: int) -> bytes:
    """A file in which one part is larger than the file says of it."""
    parts = unpacked(content) | {name: part}
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for each, body in parts.items():
            archive.writestr(ZipInfo(each), body, compress_type=ZIP_DEFLATED)
    raw = bytearray(made.getvalue())
    true = len(part).to_bytes(4, "little")
    at = raw.find(true)
    while at >= 0:
        raw[at : at + 4] = says.to_bytes(4, "little")
        at = raw.find(true, at + 4)
    return bytes(raw)
