# SPDX-License-Identifier: EUPL-1.2
"""From specification to a picture that needs no script, no style and no outside font."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from ketenzicht.web.charts.theme import CONFIG, FONT, LOCALES, PAPER, TOKENS

if TYPE_CHECKING:
    import altair as alt

    Drawing = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.FacetChart

SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"')
SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
NAMED = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')
FONT_NAME = re.compile(r' font-family="[^"]*"')
COLOUR = re.compile("|".join(TOKENS), re.IGNORECASE)


def picture(drawing: "Drawing") -> str:
    """Draw as static SVG in the reader's language of numbers."""
    spec: dict[str, Any] = drawing.to_dict()
    spec["config"] = CONFIG
    language = get_language() or "nl"
    return _drawn(json.dumps(spec, sort_keys=True), language[:2])


@lru_cache(maxsize=256)
def _drawn(spec: str, language: str) -> str:
    # The renderer weighs 84 MB and takes a second to load: only when a chart is drawn.
    import vl_convert

    locale = LOCALES.get(language, LOCALES["nl"])
    raw = vl_convert.vegalite_to_svg(json.loads(spec), format_locale=locale, allowed_base_urls=[])
    return cleaned(raw, blake2s(spec.encode(), digest_size=4).hexdigest())


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
