# SPDX-License-Identifier: MIT
"""A report as an accessible PDF (extra ``pdf``)."""

import json
import tempfile
from pathlib import Path

from telwerk.mse.reports.content import Content, Section

# Everything that varies is passed as JSON strings: nothing in a list's name can
# become markup.
SETUP = """
#set page(paper: "a4", margin: 2.4cm, numbering: "1")
#set text(size: 10.5pt, fill: rgb("#1d2430"))
#set par(leading: 0.75em)
#show heading: set block(above: 1.8em, below: 0.8em)
#let sheet(columns, head, rows) = table(
  columns: columns, stroke: (x, y) => (bottom: 0.4pt + rgb("#dedbd3")), inset: (x: 4pt, y: 4pt),
  align: (x, y) => if x == 0 { left } else { right },
  ..if head.len() > 0 { (table.header(..head.map(h => text(fill: rgb("#5b6472"), h))),) },
  ..rows.flatten().map(c => [#c]),
)
"""


def to_pdf(content: Content) -> bytes:
    """Write the PDF.

    Parameters
    ----------
    content
        The report.

    Returns
    -------
    bytes
        A PDF/UA-1 file.

    Raises
    ------
    ImportError
        When typst is not installed.

    Examples
    --------
    >>> content = Content("en", "How many?", "Nobody knows.", (Section("The lists", ("Two.",)),))
    >>> to_pdf(content)[:5]
    b'%PDF-'
    """
    try:
        import typst
    except ImportError:
        raise ImportError("A PDF needs typst: install telwerk[pdf].") from None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text(_source(content, Path(folder)), encoding="utf-8")
        return bytes(typst.compile(str(source), pdf_standards=["ua-1"]))


def _source(content: Content, folder: Path) -> str:
    parts = [
        f"#set document(title: {_text(content.title)})",
        f'#set text(lang: "{content.lang}")',
        SETUP,
        f"#heading(level: 1, {_text(content.title)})",
        f"#text(size: 13pt, {_text(content.lead)})",
    ]
    for number, section in enumerate(content.sections):
        if section.heading:
            parts += _section(section, folder, number)
    return "\n\n".join(parts)


def _section(section: Section, folder: Path, number: int) -> list[str]:
    parts = [f"#heading(level: {3 if section.deeper else 2}, {_text(section.heading)})"]
    parts += [f"#par({_text(sentence)})" for sentence in section.sentences]
    if section.svg:
        name = f"chart{number}.svg"
        (folder / name).write_text(section.svg, encoding="utf-8")
        parts.append(f'#image("{name}", width: 100%, alt: {_text(section.heading)})')
    if section.rows:
        columns = len(section.rows[0])
        widths = "auto, " + "1fr, " * (columns - 1)
        parts.append(
            f"#sheet(({widths}), {_array(section.head)}, "
            f"({''.join(_array(row) + ', ' for row in section.rows)}))"
        )
    return parts


def _array(cells: tuple[str, ...]) -> str:
    return "(" + "".join(f"{_text(cell)}, " for cell in cells) + ")"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\u", "\\\\u")
