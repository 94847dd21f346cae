# SPDX-License-Identifier: EUPL-1.2
"""The page of an act gives back what was typed, whatever it was refused for."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import OperationalError
from django.test import RequestFactory

from ketenzicht.core.errors import NotAllowed, Refused, StaleWrite, TooMany, Unavailable
from ketenzicht.web.acting import ActPage, act_page

PAGE = ActPage(title="Titel", button="Doen", done="Gedaan", back_url="/terug/", back_label="Terug")


class Note(forms.Form):
    words = forms.CharField(label="Woorden")


def answer(do, *, given: dict[str, str] | None = None, stands=({"words": "van haar"}, 4), back=()):
    make = RequestFactory()
    request = make.get("/") if given is None else make.post("/", given)
    request.session = {}
    request._messages = FallbackStorage(request)
    form = Note(request.POST or None)
    return act_page(
        request,
        PAGE,
        form=form,
        do=do,
        current=lambda: stands,
        given_back=lambda: [each.append("seen") for each in back],
    )


def refusing(refusal: Exception):
    def do(_values):
        raise refusal

    return do


def test_what_is_done_goes_back_or_on():
    back, on = (answer(do, given={"words": "x"}) for do in (lambda _v: None, lambda _v: "/verder/"))

    assert (back.headers["Location"], on.headers["Location"]) == ("/terug/", "/verder/")


def test_the_form_carries_the_version_that_stands():
    page = answer(refusing(AssertionError()))

    assert (page.status_code, b'name="version" value="4"' in page.content) == (200, True)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refused("Kan niet", field="words"), 422),
        (StaleWrite(), 409),
        (TooMany(), 429),
        (Unavailable(), 503),
        (OperationalError("disk full"), 503),
    ],
)
def test_what_was_typed_comes_back_on_every_refusal(refusal, status):
    seen: list[str] = []

    page = answer(refusing(refusal), given={"words": "mijn zin", "version": "3"}, back=(seen,))

    assert (page.status_code, b"mijn zin" in page.content, seen) == (status, True, ["seen"])


def test_who_came_too_late_sees_both_and_sends_again_knowingly():
    page = answer(refusing(StaleWrite()), given={"words": "mijn zin", "version": "3"})

    text = page.content.decode()
    assert 'name="version" value="4"' in text
    assert "<td>van haar</td><td>mijn zin</td>" in text


def test_what_is_not_ones_own_is_not_given_back():
    with pytest.raises(NotAllowed):
        answer(refusing(NotAllowed()), given={"words": "x"})
