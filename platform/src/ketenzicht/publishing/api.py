# SPDX-License-Identifier: EUPL-1.2
"""Public figures for programs: JSON, with source and certainty beside each number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ketenzicht.core.errors import NotFound
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.policy import everyone, open_to
from ketenzicht.publishing.figures import all_series, one_series, row
from ketenzicht.publishing.openapi import DOCUMENT, VERSION
from ketenzicht.publishing.selectors import published_release

REMARK = {
    "nl": "Minder meldingen betekent niet minder mensenhandel.",
    "en": "Fewer reports does not mean less trafficking.",
}


def _answer(body: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer.headers["API-Version"] = VERSION
    return answer


@open_to(everyone)
@require_safe
def list_series(request: PublicRequest) -> HttpResponse:
    """List the series with their number of figures."""
    found = [
        {
            "code": series.code,
            "label": {"nl": nl.label, "en": series.label},
            "figures": len(series.figures),
            "href": f"/v1/figures/{series.code}",
        }
        for series, nl in zip(all_series("en"), all_series("nl"), strict=True)
    ]
    return _answer({"series": found, "remark": REMARK})


@open_to(everyone)
@require_safe
def show_series(request: PublicRequest, series: str) -> HttpResponse:
    """Give one series with the source and certainty of each figure."""
    found = one_series(series, "en")
    rows = [
        {**row(figure, "en"), "label": {"nl": figure.nl, "en": figure.en}}
        for figure in found.figures
    ]
    return _answer({"code": found.code, "figures": rows, "remark": REMARK})


@open_to(everyone)
@require_safe
def latest_release(request: PublicRequest) -> HttpResponse:
    """Give the newest release of the register; null is a hidden cell."""
    found = published_release()
    if found is None:
        raise NotFound
    moment = found.published_at.date().isoformat() if found.published_at else None
    body = {"title": found.title, "published": moment, "digest": found.digest}
    return _answer({**body, **found.content, "remark": REMARK})


@open_to(everyone)
@require_safe
def openapi(request: PublicRequest) -> HttpResponse:
    """Give the description of these answers."""
    return _answer(DOCUMENT)
