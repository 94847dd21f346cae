# SPDX-License-Identifier: EUPL-1.2
"""Forms that hide where they came from: ours pass, another site's do not."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from ketenzicht.core.forgery import ForgeryMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def sent(**headers: str) -> int:
    """Post a form with a right token and return the status."""
    token = get_token(RequestFactory().get("/"))
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": token}, headers=headers)
    request.COOKIES["formulier"] = token
    refused = ForgeryMiddleware(answer).process_view(request, answer, (), {})
    return 200 if refused is None else refused.status_code


@pytest.fixture(autouse=True)
def cookie(settings: object) -> None:
    settings.CSRF_COOKIE_NAME = "formulier"  # type: ignore[attr-defined]  # pytest-django's wrapper
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"  # type: ignore[attr-defined]  # see above


def test_our_own_form_passes_though_its_origin_is_hidden():
    assert sent(Origin="null", **{"Sec-Fetch-Site": "same-origin"}) == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_hidden_origin_from_elsewhere_is_refused(site: str):
    assert sent(Origin="null", **{"Sec-Fetch-Site": site}) == 403


def test_a_foreign_origin_is_refused_whatever_it_claims():
    assert sent(Origin="https://elders.example", **{"Sec-Fetch-Site": "same-origin"}) == 403
