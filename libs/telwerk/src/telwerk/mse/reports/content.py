# SPDX-License-Identifier: MIT
"""What a report says, apart from how it looks."""

from dataclasses import dataclass
from typing import Any

from telwerk.localised import Language, LocalisedText, percent, whole
from telwerk.mse.diagnostics import Diagnosis, DiagnosticResult, Grade
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.reports import charts
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import interval_text

TITLE = LocalisedText(nl="Hoeveel mensen zag niemand?", en="How many people did nobody see?")
NUMBER = LocalisedText(nl="De schatting", en="The estimate")
LISTS = LocalisedText(nl="De lijsten", en="The lists")
RESTS_ON = LocalisedText(nl="Waar de schatting op rust", en="What the estimate rests on")
DOUBT = LocalisedText(nl="Waarom twijfelen", en="Why doubt")
RECORD = LocalisedText(nl="Hoe dit is gemaakt", en="How this was made")
GRADES = {
    Grade.GOOD: LocalisedText(nl="houdt stand", en="stands"),
    Grade.CAUTION: LocalisedText(nl="let op", en="caution"),
    Grade.BAD: LocalisedText(nl="niet houdbaar", en="does not stand"),
}
HEADS: dict[str, LocalisedText] = {
    "within": LocalisedText(nl="afstand", en="distance"),
    "models": LocalisedText(nl="modellen", en="models"),
    "low": LocalisedText(nl="laagste", en="lowest"),
    "high": LocalisedText(nl="hoogste", en="highest"),
    "median": LocalisedText(nl="midden", en="median"),
    "without": LocalisedText(nl="zonder", en="without"),
    "observed": LocalisedText(nl="gezien", en="seen"),
    "estimate": LocalisedText(nl="schatting", en="estimate"),
    "ratio": LocalisedText(nl="verhouding", en="ratio"),
    "joined": LocalisedText(nl="samengevoegd", en="joined"),
    "list": LocalisedText(nl="lijst", en="list"),
    "known": LocalisedText(nl="bekend", en="known"),
    "xi": LocalisedText(nl="kansverhouding", en="odds ratio"),
    "links": LocalisedText(nl="koppelingen", en="links"),
    "share": LocalisedText(nl="deel", en="share"),
    "no_estimate": LocalisedText(nl="geen schatting", en="no estimate"),
    "world": LocalisedText(nl="wereld", en="world"),
    "tables": LocalisedText(nl="tabellen", en="tables"),
    "coverage": LocalisedText(nl="interval klopt", en="interval right"),
    "truth": LocalisedText(nl="waarheid", en="truth"),
    "median_estimate": LocalisedText(nl="middelste schatting", en="median estimate"),
    "history": LocalisedText(nl="staat op", en="stands on"),
    "people": LocalisedText(nl="mensen", en="people"),
    "undone": LocalisedText(nl="verbroken", en="undone"),
    "restored": LocalisedText(nl="hersteld", en="restored"),
    "as_selected": LocalisedText(nl="zoals gekozen", en="as selected"),
    "weak_dependence_added": LocalisedText(
        nl="met een zwakke samenhang erbij", en="with a weak dependence added"
    ),
    "method": LocalisedText(nl="methode", en="method"),
    "model": LocalisedText(nl="model", en="model"),
    "settings": LocalisedText(nl="instellingen", en="settings"),
    "input": LocalisedText(nl="vingerafdruk van de invoer", en="digest of the input"),
    "version": LocalisedText(nl="versie van telwerk", en="version of telwerk"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, perhaps a table, perhaps a chart as SVG.

    Attributes
    ----------
    heading
        Its heading.
    sentences
        What it says.
    head
        Names of the columns.
    rows
        Cells of the table.
    svg
        The chart, if any.
    deeper
        Whether it is a part of the section before.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    svg: str | None = None
    deeper: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report in one language.

    Attributes
    ----------
    lang
        ``nl`` or ``en``.
    title
        Title of the report.
    lead
        The verdict.
    sections
        In the order of reading.
    """

    lang: Language
    title: str
    lead: str
    sections: tuple[Section, ...]


def content(histories: CaptureHistories, diagnosis: Diagnosis, lang: Language) -> Content:
    """Put the estimate first, then what should make a reader doubt it.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    diagnosis
        The estimate with what every diagnostic found.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Content
        The report, apart from how it looks.
    """
    estimate = diagnosis.estimate
    return Content(
        lang=lang,
        title=TITLE.say(lang),
        lead=diagnosis.verdict.say(lang),
        sections=(
            _number(estimate, lang),
            Section(RESTS_ON.say(lang), tuple(w.say(lang) for w in estimate.assumptions)),
            Section(DOUBT.say(lang)) if diagnosis.results else Section(""),
            *(_diagnostic(found, estimate, lang) for found in diagnosis.results),
            _lists(histories, lang),
            _record(estimate, lang),
        ),
    )


def _number(estimate: Estimate, lang: Language) -> Section:
    rows = [(HEADS["observed"].say(lang), whole(estimate.observed, lang))]
    if estimate.estimate is not None:
        rows.append((HEADS["estimate"].say(lang), whole(estimate.estimate, lang)))
        if estimate.interval:
            rows.append(("interval", interval_text(estimate.interval, lang)))
        rows += [
            (part.label, "–" if part.estimate is None else whole(part.estimate, lang))
            for part in estimate.parts
        ]
    return Section(
        NUMBER.say(lang),
        (estimate.paragraph(lang),),
        rows=tuple(rows),
        svg=_svg(estimate.chart(lang)),
    )


def _diagnostic(found: DiagnosticResult, estimate: Estimate, lang: Language) -> Section:
    names = tuple(found.rows[0]) if found.rows else ()
    kept = tuple(name for name in names if name != "status")
    return Section(
        f"{found.title.say(lang)} ({GRADES[found.grade].say(lang)})",
        (found.verdict.say(lang),),
        head=tuple(_head(name, lang) for name in kept),
        rows=tuple(tuple(_cell(name, row[name], lang) for name in kept) for row in found.rows),
        svg=_chart_of(found, estimate, lang),
        deeper=True,
    )


def _chart_of(found: DiagnosticResult, estimate: Estimate, lang: Language) -> str | None:
    if found.name == "trajectories":
        known = [row for row in found.rows if row["median"] is not None]
        rows = [(row["observed"], row["median"], row["low"], row["high"]) for row in known]
        return _svg(charts.trajectories(rows, lang)) if rows else None
    best = estimate.diagnostics.get("best_models")
    if found.name != "multiverse" or not best:
        return None
    criterion = next(name for name in ("bic", "aic", "aicc") if name in best[0])
    models = [(row["model"], row["estimate"], row[criterion]) for row in best]
    return _svg(charts.multiverse(models, criterion, lang))


def _lists(histories: CaptureHistories, lang: Language) -> Section:
    def named(flags: str) -> str:
        return " + ".join(n for n, f in zip(histories.lists, flags, strict=True) if f == "1")

    counts = histories.as_dict()
    return Section(
        LISTS.say(lang),
        head=(HEADS["history"].say(lang), HEADS["people"].say(lang)),
        rows=tuple((named(flags), whole(number, lang)) for flags, number in counts.items()),
        svg=_svg(charts.overlaps(histories.lists, counts, lang)),
    )


def _record(estimate: Estimate, lang: Language) -> Section:
    settings = ", ".join(f"{name} {value}" for name, value in estimate.options.items())
    rows = {
        "method": estimate.method,
        "model": estimate.model or "–",
        "settings": settings or "–",
        "input": estimate.input_digest,
        "version": estimate.version,
    }
    return Section(RECORD.say(lang), rows=tuple((HEADS[k].say(lang), v) for k, v in rows.items()))


def _head(name: str, lang: Language) -> str:
    return HEADS[name].say(lang) if name in HEADS else name


def _cell(name: str, value: Any, lang: Language) -> str:  # a JSON value
    if value is None:
        return "–"
    if name in ("share", "coverage"):
        return percent(float(value), lang)
    if name in ("ratio", "xi"):
        text = f"{value:.2f}"
        return text.replace(".", ",") if lang == "nl" else text
    if isinstance(value, str):
        return _head(value, lang)
    return whole(value, lang)


def _svg(chart: Any) -> str:  # a chart of Altair
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_dict()))
