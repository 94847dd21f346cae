# SPDX-License-Identifier: EUPL-1.2
"""The signal card: its signs, and how signs combine into advice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ketenzicht.reference.claims import Claim
from ketenzicht.reference.dated import holding, in_force, versions
from ketenzicht.reference.documents import Document, MalformedReferenceError, Row
from ketenzicht.reference.lists import known
from ketenzicht.reference.own_rows import load
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.rules import labels
from ketenzicht.reference.values import Combination, Fact, Indicator, Scoring

_AGES = frozenset({"adults", "children"})


def read_indicators(document: Document) -> tuple[Indicator, ...]:
    """Read the signs; each must name existing forms, settings, groups and sources."""
    sources = document.section("sources")
    rows = document.rows("indicators", named_by="id")
    return versions(document.name, (_indicator(row, sources) for row in rows))


def _indicator(row: Row, sources: Mapping[str, Mapping[str, str]]) -> Indicator:
    sign = Indicator(
        code=row.text("id"),
        nl=row.text("nl"),
        en=row.text("en"),
        group=row.one_of("group", known("indicator_groups")),
        forms=_all_of(row, "forms", known("exploitation_forms") | {"all"}),
        settings=_all_of(row, "settings", known("indicator_settings")),
        strength=row.one_of("strength", known("indicator_strengths")),
        strength_child=row.one_of("strength_child", known("indicator_strengths")),
        applies_to=_all_of(row, "applies_to", _AGES),
        palermo=row.one_of("palermo", known("palermo_elements")),
        ilo_dimension=row.one_of("ilo_dimension", known("ilo_dimensions")),
        weight_basis=row.one_of("weight_basis", known("weight_bases")),
        urgent=row.flag("urgent"),
        claim=_with_source(row, sources),
    )
    row.finish()
    return sign


def _with_source(row: Row, sources: Mapping[str, Mapping[str, str]]) -> Claim:
    """A sign names one of the sources of the card; one of an installation may say its own."""
    claim = row.claim()
    if claim.set_by is not None and claim.source not in sources:
        return claim
    said = Row(f"{row.where}, source", sources[row.one_of("source", frozenset(sources))])
    return replace(claim, source=said.text("en"), source_nl=said.text("nl"))


def _all_of(row: Row, key: str, allowed: frozenset[str]) -> tuple[str, ...]:
    found = row.texts(key)
    if not found or not allowed.issuperset(found):
        raise row.refuse(f"'{key}' is {list(found)}; expected some of {', '.join(sorted(allowed))}")
    return found


def read_scoring(document: Document) -> Scoring:
    """Read the combination rules and the sentences of advice."""
    head = Row(document.name, {}, document.defaults())
    texts = versions(
        document.name,
        (Fact(**labels(row), claim=row.claim()) for row in document.rows("texts")),
    )
    return Scoring(
        dimension_positive_if=_combinations(document),
        claim=head.claim(),
        texts=texts,
    )


def _combinations(document: Document) -> tuple[Combination, ...]:
    rules = []
    for raw in document.section("dimension_positive_if"):
        row = Row(f"{document.name} dimension_positive_if", raw)
        strong, medium, weak = (row.count(key) or 0 for key in ("strong", "medium", "weak"))
        row.finish()
        if strong + medium + weak < 2:
            raise MalformedReferenceError(f"{row.where}: one sign alone never makes a pattern")
        rules.append(Combination(strong, medium, weak))
    return tuple(rules)


def indicators(day: date | None = None) -> tuple[Indicator, ...]:
    """The signs of the card in order of presentation: those of a day, or the newest of each."""
    return holding(all_indicators(), day)


@remembered
def all_indicators() -> tuple[Indicator, ...]:
    """The signs in every version."""
    return read_indicators(load("indicators.yaml"))


def card_text(code: str, day: date) -> Fact:
    """One sentence of advice, as it stands on the card of a day."""
    return in_force(scoring().texts, code, day)


@remembered
def scoring() -> Scoring:
    """The combination rules of the signal card, and its sentences in every version."""
    return read_scoring(load("scoring.yaml"))
