# SPDX-License-Identifier: EUPL-1.2
"""Charts: what is drawn is what the table says, in both themes and within the content policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.web import charts
from ketenzicht.web.charts import About, Chart, Line, Model, Opening, Overlap, Point
from ketenzicht.web.charts.render import number

ABOUT = About("Minder in beeld", "Het aantal daalde van 1.100 naar 944.", "mensen")

CHARTS: dict[str, Callable[[], Chart]] = {
    "series": lambda: charts.series(
        [
            Line("Politie", [Point(2023, 1100), Point(2024, 944)]),
            Line("Opvang", [Point(2023, 500, 400, 650), Point(2024, 940, 800, 1200)]),
        ],
        ABOUT,
    ),
    "opening": lambda: charts.opening([Opening(2023, 868, 4900, 4100, 6100)], ABOUT),
    "small multiples": lambda: charts.small_multiples(
        [Line(name, [Point(2023, 10), Point(2024, 12)]) for name in ("Utrecht", "Zeeland")], ABOUT
    ),
    "multiverse": lambda: charts.multiverse(
        [Model("A*B", 5080, 120.5, chosen=True), Model("A*C", 3900, 131.0)], ABOUT
    ),
    "overlaps": lambda: charts.overlaps(
        [Overlap(("Politie",), 40), Overlap(("Politie", "Opvang"), None)],
        ["Politie", "Opvang"],
        ABOUT,
    ),
}


@pytest.fixture(params=CHARTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    """Each kind of chart in turn, in Dutch."""
    with translation.override("nl"):
        return CHARTS[request.param]()


def test_a_picture_carries_no_style_no_script_and_no_address(chart: Chart) -> None:
    for svg in (chart.svg, chart.narrow):
        tree = ET.fromstring(svg)
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        attributes = {name for element in tree.iter() for name in element.attrib}
        assert names <= {"svg", "g", "path", "line", "text", "rect", "defs", "clipPath", "title"}
        assert "style" not in attributes
        assert not any(name.startswith("on") or "href" in name for name in attributes)


def test_every_colour_is_a_token_with_a_fallback(chart: Chart) -> None:
    colours = re.findall(r'(?:fill|stroke)="([^"]+)"', chart.svg)
    assert [c for c in colours if c not in {"none", "transparent"} and "var(--kz-" not in c] == []


def test_a_picture_scales_and_is_silent_inside(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    assert "width" not in root.attrib
    assert root.attrib["aria-hidden"] == "true"
    assert re.findall(r'role="|aria-label', chart.svg) == []


def test_a_chart_never_stands_without_its_table(chart: Chart) -> None:
    source = "{% load web %}{% chart chart source='register' download_url='/cijfers.csv' %}"
    html = Template(source).render(Context({"chart": chart}))
    assert html.count('role="img" aria-label="Het aantal daalde van 1.100 naar 944."') == 2
    assert "<caption>Minder in beeld (mensen)</caption>" in html
    assert html.count("<tr>") == 1 + len(chart.table.rows)
    assert "register" in html
    assert 'href="/cijfers.csv"' in html


def test_figures_are_written_as_the_reader_writes_them() -> None:
    with translation.override("nl"):
        dutch = CHARTS["series"]()
    with translation.override("en"):
        english = CHARTS["series"]()
    assert [row[1] for row in dutch.table.rows] == ["1.100", "944"]
    assert [row[2] for row in english.table.rows] == ["500 (400–650)", "940 (800–1,200)"]
    assert "1.500" in dutch.svg
    assert "1,500" in english.svg


def test_a_withheld_count_is_drawn_and_listed_as_withheld() -> None:
    with translation.override("nl"):
        drawn = CHARTS["overlaps"]()
    assert drawn.table.rows[-1] == ["Politie + Opvang", "<5"]
    assert "&lt;5" in drawn.svg


def test_labels_that_would_hide_each_other_are_moved_apart() -> None:
    with translation.override("nl"):
        root = ET.fromstring(CHARTS["series"]().svg)
    heights = {}
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        if text.text and text.text.startswith(("Politie", "Opvang")):
            where = re.search(r",([\d.]+)\)", text.attrib["transform"])
            assert where
            heights[text.text] = float(where[1])
    assert abs(heights["Politie 944"] - heights["Opvang 940"]) >= 13


def test_a_name_cannot_break_out_of_the_picture() -> None:
    line = Line("<script>alert(1)</script>", [Point(2023, 1), Point(2024, 2)])
    with translation.override("nl"):
        assert "<script" not in charts.series([line], ABOUT).svg


@pytest.mark.parametrize("count", [1, 3, 4, 9])
def test_small_charts_are_drawn_at_one_size_however_many_and_however_named(count: int) -> None:
    lines = [
        Line(f"Nederlandse Arbeidsinspectie {number}", [Point(2023, 1), Point(2024, 10**number)])
        for number in range(count)
    ]
    drawn = charts.small_multiples(lines, ABOUT)
    for svg, width in ((drawn.svg, 688), (drawn.narrow, 348)):
        assert float(ET.fromstring(svg).attrib["viewBox"].split()[2]) == pytest.approx(width, 0.03)


@pytest.mark.parametrize("draw", [charts.series, charts.opening, charts.small_multiples])
def test_a_chart_of_nothing_is_refused(draw: Callable[..., Chart]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw([], ABOUT)


@given(st.floats(0, 10**7))
def test_a_figure_is_rounded_and_not_cut_off(value: float) -> None:
    with translation.override("nl"):
        assert int(number(value).replace(".", "")) == round(value)


@pytest.mark.parametrize("kind", CHARTS)
def test_the_same_values_are_drawn_once_in_each_language(kind: str) -> None:
    dutch = CHARTS[kind]()
    assert CHARTS[kind]() is dutch
    with translation.override("en"):
        assert CHARTS[kind]() is not dutch
    assert charts.series([Line("Politie", [Point(2023, 1), Point(2024, 2)])], ABOUT) is not dutch


def test_lines_differ_in_more_than_colour():
    points = (Point(2020, 10), Point(2021, 12))
    drawn = charts.series([Line("Een", points), Line("Twee", points)], ABOUT)
    assert 'stroke-dasharray="7,5"' in drawn.svg
    assert "● Een" in drawn.narrow
    assert "■ Twee" in drawn.narrow
