# SPDX-License-Identifier: MIT
"""A report as one web page that needs nothing from elsewhere."""

from html import escape

from telwerk.mse.reports.content import Content, Section

STYLE = """
:root { color-scheme: light; --ink: #1d2430; --quiet: #5b6472; --line: #dedbd3; }
body { background: #fbfaf7; color: var(--ink); font: 1.125rem/1.6 system-ui, sans-serif;
  margin: 0 auto; max-inline-size: 42rem; padding: 3rem 1.25rem; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { border-block-start: 1px solid var(--line); margin-block-start: 3rem;
  padding-block-start: 1.5rem; }
h3 { margin-block-start: 2.5rem; }
.lead { font-size: 1.35rem; line-height: 1.45; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; inline-size: 100%; }
th, td { border-block-end: 1px solid var(--line); padding: .3rem .6rem .3rem 0;
  text-align: end; overflow-wrap: anywhere; vertical-align: top; }
th:first-child, td:first-child { text-align: start; }
th { color: var(--quiet); font-weight: normal; }
.wide { overflow-x: auto; }
svg { block-size: auto; max-inline-size: 100%; }
@media print { body { background: none; font-size: 11pt; } h2, h3 { break-after: avoid; } }
"""


def to_html(content: Content) -> str:
    """Write the page.

    Parameters
    ----------
    content
        The report.

    Returns
    -------
    str
        A whole page that needs nothing from elsewhere.

    Examples
    --------
    >>> content = Content("en", "How many?", "Nobody knows.", (Section("The lists", ("Two.",)),))
    >>> "<h2>The lists</h2>" in to_html(content)
    True
    """
    body = "\n".join(_section(section) for section in content.sections if section.heading)
    return (
        f'<!doctype html>\n<html lang="{content.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<main>\n<h1>{escape(content.title)}</h1>\n<p class="lead">{escape(content.lead)}</p>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    level = "h3" if section.deeper else "h2"
    parts = [f"<{level}>{escape(section.heading)}</{level}>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in section.sentences]
    if section.svg:
        # The table below says the same as the picture.
        parts.append(f'<div aria-hidden="true">{section.svg}</div>')
    if section.rows:
        parts.append(_table(section))
    return "\n".join(parts)


def _table(section: Section) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in section.head)
    rows = "".join(
        "<tr>"
        f'<th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in section.rows
    )
    top = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    label = escape(section.heading, quote=True)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{label}">'
        f"<table>\n{top}<tbody>\n{rows}</tbody>\n</table></div>"
    )
