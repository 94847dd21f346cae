# SPDX-License-Identifier: EUPL-1.2
"""Colours and shapes of every chart, in the terms of Vega-Lite.

A chart is drawn in the light colours. In the picture each becomes the token it stands for with
that colour as the fallback, so one picture fits both themes and can be saved by itself.
"""

from typing import Any

INK = "#1d2430"
QUIET = "#5b6472"
LINE = "#dedbd3"
ACCENT = "#0f5c63"
WAITS = "#9a5b00"
PAPER = "#fbfaf7"

TOKENS = {
    INK: "--kz-ink",
    QUIET: "--kz-quiet",
    LINE: "--kz-line",
    ACCENT: "--kz-accent",
    WAITS: "--kz-waits",
    PAPER: "--kz-paper",
}

FONT = "Source Sans 3"
WIDE = 680
NARROW = 340
TEXT = 13
LETTER = 6.6  # width of an average letter at that size, to keep room for direct labels
BOLD_LETTER = 7.3  # the same of a name in bold

LOCALES: dict[str, dict[str, Any]] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "title": None,
        "grid": True,
        "gridColor": LINE,
        "gridWidth": 1,
        "labelColor": QUIET,
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "labelPadding": 8,
        "labelLimit": 400,
        "titleColor": QUIET,
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False, "domain": True, "domainColor": QUIET, "labelAngle": 0},
    "header": {
        "labelColor": INK,
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "labelFontWeight": 600,
        "labelAnchor": "start",
        "labelLimit": 400,
        "title": None,
    },
    "line": {"stroke": ACCENT, "strokeWidth": 2.5, "strokeCap": "round", "strokeJoin": "round"},
    "point": {"fill": ACCENT, "filled": True, "size": 40},
    "area": {"fill": ACCENT, "opacity": 0.16},
    "bar": {"fill": ACCENT},
    "rule": {"stroke": QUIET, "strokeWidth": 1},
    "text": {"fill": INK, "font": FONT, "fontSize": TEXT},
}


def room_for(labels: list[str]) -> float:
    """Width that the longest of these labels takes."""
    return 12 + LETTER * max((len(label) for label in labels), default=0)
