# SPDX-License-Identifier: EUPL-1.2
"""From specification to a picture that needs no script, no style and no outside font."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from hashlib import blake2s
from typing import TYPE_CHECKING, Any, TypeVarTuple

from django.utils.formats import number_format
from django.utils.translation import get_language

from ketenzicht.web.charts.theme import CONFIG, FONT, LOCALES, PAPER, TOKENS

if TYPE_CHECKING:
    import altair as alt

    from ketenzicht.web.charts.chart import Chart

    Drawing = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.FacetChart

Values = TypeVarTuple("Values")
SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"')
SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
NAMED = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')
FONT_NAME = re.compile(r' font-family="[^"]*"')
COLOUR = re.compile("|".join(TOKENS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a chart is asked to show, and in which language; the values are equal when these are."""

    shown: str
    language: str
    values: tuple[Any, ...] = field(compare=False)


def drawn_once(draw: "Callable[[*Values], Chart]") -> "Callable[[*Values], Chart]":
    """Keep the charts that were drawn: the same values in the same language are the same chart."""

    @lru_cache(maxsize=64)
    def kept(order: _Order) -> "Chart":
        return draw(*order.values)

    @wraps(draw)
    def drawn(*values: *Values) -> "Chart":
        return kept(_Order(repr(values), get_language() or "nl", values))

    return drawn


def svg_of(drawing: "Drawing") -> str:
    """Draw as static SVG in the reader's language of numbers."""
    # The renderer weighs 84 MB and takes a second to load: only when a chart is drawn.
    import vl_convert

    spec: dict[str, Any] = drawing.to_dict()
    spec["config"] = CONFIG
    locale = LOCALES.get((get_language() or "nl")[:2], LOCALES["nl"])
    raw = vl_convert.vegalite_to_svg(spec, format_locale=locale, allowed_base_urls=[])
    name = blake2s(json.dumps(spec, sort_keys=True).encode(), digest_size=4).hexdigest()
    return cleaned(raw, name)


def cleaned(svg: str, name: str) -> str:
    """Make the picture scale, follow our tokens, stay silent inside and keep its ids apart."""
    svg = FONT_NAME.sub("", SPOKEN.sub("", svg))
    svg = COLOUR.sub(lambda hit: f"var({TOKENS[hit[0].lower()]}, {hit[0].lower()})", svg)
    svg = NAMED.sub(rf"\g<1>c{name}-\g<2>", svg)
    frame = rf'\g<1> font-family="{FONT}, sans-serif" aria-hidden="true" focusable="false"'
    return SIZE.sub(frame, svg, count=1)


def inline(rows: Sequence[Mapping[str, Any]]) -> "alt.Data":
    """Rows that travel within the specification."""
    import altair as alt

    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]  # generated class


def rimmed(texts: "alt.Chart", place: Mapping[str, Any]) -> "list[alt.Chart]":
    """Texts, each with a rim of paper that keeps it readable over what it crosses."""
    import altair as alt

    rim = texts.mark_text(**place, stroke=PAPER, strokeWidth=5).encode(fill=alt.value(PAPER))
    return [rim, texts.mark_text(**place)]


def number(value: float | None, *, decimals: int = 0) -> str:
    """A figure in the reader's language; withheld figures as a sentence would say it."""
    if value is None:
        return "<5"
    # Django cuts decimals off; a figure is rounded.
    return number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)
