# SPDX-License-Identifier: EUPL-1.2
"""Charts: drawn on the server as static SVG, always with the table they were drawn from."""

from ketenzicht.web.charts.chart import About, Chart, Line, Model, Opening, Overlap, Point
from ketenzicht.web.charts.multiverse import multiverse
from ketenzicht.web.charts.overlaps import overlaps
from ketenzicht.web.charts.years import opening, series, small_multiples

__all__ = [
    "About",
    "Chart",
    "Line",
    "Model",
    "Opening",
    "Overlap",
    "Point",
    "multiverse",
    "opening",
    "overlaps",
    "series",
    "small_multiples",
]
