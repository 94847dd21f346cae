# SPDX-License-Identifier: EUPL-1.2
"""The figures page: sentences, charts, tables. Charts read published tables only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import local_date, now
from ketenzicht.estimates import handover as estimates
from ketenzicht.publishing.figures import REGISTERED, missing_edition, one_series, yearly
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.selectors import published_release
from ketenzicht.publishing.views.sources import certainty, sources_table
from ketenzicht.reference import Figure
from ketenzicht.register.handover import apart_since, category_in_words
from ketenzicht.web.charts import About, Chart, Line, Point, series, small_multiples
from ketenzicht.web.openline import SeenLine
from ketenzicht.web.parts import Column, Table

HIDDEN = "–"


def language() -> str:
    """Return the reader's language, Dutch or English."""
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def figures_page() -> dict[str, Any]:
    """Return the published series and estimates as sentences, charts and tables."""
    latest, opening = yearly("registered_rapporteur")[-1], _opening()
    return {
        "latest": latest,
        "latest_source": latest.source_in(language()),
        "latest_certainty": certainty(latest.certainty),
        "latest_value": number_format(latest.value or 0, force_grouping=True),
        "estimates": [_estimate(figure) for figure in _estimates()],
        "opening": opening,
        "opening_source": opening[0].source_in(language()) if opening else "",
        "registered": _registered(),
        "missing": missing_edition("registered_rapporteur", local_date(now())),
        "sources": sources_table(language()),
        "files": [one_series(code, language()) for code in (*REGISTERED, "estimate")],
    }


def fewer_reports() -> str:
    """Return the remark that stands under every chart of reports or registrations that falls."""
    remark = _("Fewer reports does not mean less trafficking.")
    return f"{remark} " + _(
        "A fall can also mean that fewer people looked, or that fewer people dared to report."
    )


def warm() -> None:
    """Draw what the public page shows, so that its first reader need not wait for the renderer."""
    found = published_release()
    for code in ("nl", "en"):
        with override(code):
            figures_page()
            if found is not None:
                release_page(found)


def _registered() -> Chart:
    lines = [
        Line(
            publisher,
            [
                Point(figure.year, figure.value)
                for figure in yearly(code)
                if figure.year and figure.value
            ],
        )
        for code, publisher in zip(REGISTERED, ("Nationaal Rapporteur", "CoMensha"), strict=True)
    ]
    about = About(
        _("Registered possible victims per year, as two publishers counted them"),
        _(
            "Both series rise and fall sharply; they count differently in several years and are "
            "equal from 2021 on. No figures were found for 2008 to 2010 and 2013."
        ),
        _("people"),
        fewer_reports(),
    )
    return series(lines, about)


def _estimates() -> list[Figure]:
    wanted = ("mse_2017", "mse_2021")
    found = {figure.code: figure for figure in reference.figures(local_date(now()))}
    return [found[code] for code in wanted if code in found]


def _estimate(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label(language()),
        "period": figure.period or figure.year,
        "value": number_format(figure.value, force_grouping=True) if figure.value else "",
        "low": number_format(figure.low, force_grouping=True) if figure.low else "",
        "high": number_format(figure.high, force_grouping=True) if figure.high else "",
        "source": figure.source_in(language()),
        "certainty": certainty(figure.certainty),
        "superseded": figure.superseded_by is not None,
    }


def _opening() -> tuple[Figure, SeenLine] | None:
    """Return the newest estimate beside the people seen in its own last year, never another."""
    seen = {figure.year: figure for figure in yearly("registered_rapporteur")}
    for figure in reversed(_estimates()):
        year = _last_year(figure)
        if year in seen and figure.low and figure.high and figure.value:
            line = SeenLine(
                seen=round(seen[year].value or 0),
                estimate=round(figure.value),
                low=round(figure.low),
                high=round(figure.high),
            )
            return seen[year], line
    return None


def _last_year(figure: Figure) -> int:
    return int((figure.period or str(figure.year or 0))[-4:])


def release_page(release: Release) -> dict[str, Any]:
    """Return a release of the register as charts with their tables."""
    content: Mapping[str, Any] = release.content
    tables = content["tables"]["tables"]
    return {
        "release": release,
        "rule": content["rule"],
        "hidden": content["tables"]["hidden"],
        "narrowest": content["tables"]["narrowest"],
        "tables": [(table["name"], safe_table(table), _multiples(table)) for table in tables],
        "estimate": content["estimate"],
        "estimate_method": _method(content["estimate"]),
        "estimate_text": content["estimate"]["text"][language()] if content["estimate"] else "",
        "estimate_verdict": _verdict(content["estimate"]) if content["estimate"] else "",
        "release_line": _release_line(content["estimate"]),
    }


def _verdict(estimate: Mapping[str, Any]) -> str:
    """Return how firm the number is; a number never goes out without that sentence."""
    verdict = estimate.get("verdict")
    return verdict[language()] if verdict else _("Nobody examined how firm this number is.")


def _release_line(estimate: Mapping[str, Any] | None) -> SeenLine | None:
    if estimate is None:
        return None
    return SeenLine(
        seen=estimate["observed"],
        estimate=estimate["estimate"],
        low=min(estimate["low"], estimate["estimate"]),
        high=max(estimate["high"], estimate["estimate"]),
    )


def _method(estimate: Mapping[str, Any] | None) -> dict[str, Any]:
    """How an estimate was made, in words: the method, and the day."""
    if estimate is None:
        return {}
    return {
        "name": estimates.method_name(estimate["method"], language()),
        "made_on": date.fromisoformat(estimate["made_at"]),
    }


def safe_table(table: Mapping[str, Any]) -> Table:
    """Return a protected table, a row per group and a column per year; hidden cells are a dash."""
    groups = zip(*table["cells"], strict=True)
    rows = [
        (category_label(table["name"], code), *map(_cell, cells))
        for code, cells in zip(table["categories"], groups, strict=True)
    ]
    columns = (
        Column(dimension_label(table["name"])),
        *(Column(str(year), number=True) for year in table["years"]),
    )
    total = (_("all"), *map(_cell, table["totals"]))
    note = _("A dash is a number that is not shown, because it could point to a person.")
    if table["name"] == "reporter":
        note = " ".join([note, *_breaks(table["years"])])
    return Table(table_title(table["name"]), columns, rows, total, note)


def _breaks(years: Sequence[str]) -> list[str]:
    """Say since when somebody is counted apart: before that day they are among others."""
    said = _("Since %(day)s %(names)s count on their own; older entries stay as they were.")
    return [
        said
        % {
            "day": date_format(day, "j F Y"),
            "names": _(" and ").join(code.label(language()) for code in codes),
        }
        for day, codes in apart_since(map(str, years))
    ]


def _cell(value: int | None) -> str:
    return HIDDEN if value is None else number_format(value, force_grouping=True)


def _multiples(table: Mapping[str, Any]) -> Chart | None:
    lines = []
    for index, code in enumerate(table["categories"]):
        points = [
            Point(int(year), cells[index])
            for year, cells in zip(table["years"], table["cells"], strict=True)
            if cells[index] is not None
        ]
        if len(points) > 1:
            lines.append(Line(category_label(table["name"], code), points))
    if not lines:
        return None
    about = About(
        table_title(table["name"]),
        _("Years with hidden numbers are left out of the lines."),
        _("people"),
        fewer_reports(),
    )
    return replace(small_multiples(lines, about), table=safe_table(table))


def table_title(name: str) -> str:
    """Return the title of a dimension of the register."""
    return {
        "form": _("Registered possible victims by form of exploitation"),
        "reporter": _("Registered possible victims by who reported first"),
        "age": _("Registered possible victims by age"),
        "band": _("Registered possible victims by age group"),
        "start": _("Registered possible victims by age when the exploitation began"),
        "sex": _("Registered possible victims by sex"),
        "citizenship": _("Registered possible victims by citizenship"),
        "industry": _("Registered possible victims in and outside the sex industry"),
        "group": _("Registered possible victims by industry and route"),
    }[name]


def dimension_label(name: str) -> str:
    """Return what the groups of a dimension are told apart by."""
    return {
        "form": _("Form of exploitation"),
        "reporter": _("Who reported first"),
        "age": _("Age"),
        "band": _("Age group"),
        "start": _("Age when it began"),
        "sex": _("Sex"),
        "citizenship": _("Citizenship"),
        "industry": _("Industry"),
        "group": _("Industry and route"),
    }[name]


def category_label(name: str, code: str) -> str:
    """Return a category in the reader's language."""
    if name != "age":
        return category_in_words(name, code, language())
    return {
        "minor": _("under 18"),
        "adult": _("18 and older"),
        "unknown": _("age unknown"),
    }.get(code, code)
