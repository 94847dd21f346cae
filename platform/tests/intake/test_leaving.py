# SPDX-License-Identifier: EUPL-1.2
"""Leaving without script, the receipt that shows once, and sentences that stay true after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from ketenzicht.intake.views.sending import GRACE
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import World
from tests.intake.test_public_pages import WHOLE, code_on, fill, page, reports, url

WEATHER = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"


@pytest.fixture
def visitor(world: World) -> Client:
    return Client()


def held(visitor: Client) -> dict[str, str]:
    """The cookies that the browser still has something in."""
    return {name: morsel.value for name, morsel in visitor.cookies.items() if morsel.value}


def test_the_way_out_is_an_address_of_our_own(visitor: Client):
    for name in ("start", "first-report", "come-back", "numbers", "leaving"):
        assert f'class="kz-exit" href="{url("leave-now")}"' in page(visitor, name)
        assert f'data-exit="{WEATHER}"' in page(visitor, name)


def test_without_script_leaving_drops_every_cookie_and_what_was_typed(visitor: Client):
    fill(visitor, WHOLE)
    page(visitor, "check")
    assert len(held(visitor)) >= 2
    answer = visitor.get(url("leave-now"))
    assert (answer.status_code, answer.url) == (303, WEATHER)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert held(visitor) == {}
    for name in ("check", "story", "contact", "receipt"):
        assert "Deze pagina is weer leeg" in page(visitor, name)
    assert reports() == 0


def test_with_script_leaving_drops_every_cookie_too(visitor: Client):
    fill(visitor, WHOLE)
    page(visitor, "check")
    assert visitor.post(url("leaving")).status_code == 204
    assert held(visitor) == {}


def test_after_leaving_the_talk_is_closed(visitor: Client):
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    code = code_on(page(visitor, "receipt"))
    visitor.post(url("come-back"), {"code": code})
    assert "SHOP" in page(visitor, "messages")
    visitor.get(url("leave-now"))
    assert "SHOP" not in page(visitor, "messages")


def test_the_receipt_shows_once_with_a_while_to_load_it_again(visitor: Client, now: datetime):
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    first = page(visitor, "receipt")
    assert f"nog {GRACE // timedelta(minutes=1)} minuten opnieuw laden" in first
    set_clock(now + GRACE)
    assert code_on(page(visitor, "receipt")) == code_on(first)
    set_clock(now + GRACE + timedelta(seconds=1))
    after = page(visitor, "receipt")
    assert "kz-receipt" not in after
    assert "Wat je schreef, is aangekomen. Je code is getoond" in after
    assert "niet verstuurd" not in after
    assert "kz-receipt" not in page(visitor, "receipt")


def test_an_older_page_that_is_sent_again_gives_the_same_receipt(visitor: Client, now: datetime):
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    code = code_on(page(visitor, "receipt"))
    assert visitor.get(url("check")).url == url("receipt")
    assert code_on(page(visitor, "receipt")) == code
    assert reports() == 1


def test_after_sending_no_page_says_that_nothing_was_sent(visitor: Client):
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    visitor.post(url("done"))
    text = page(visitor, "receipt")
    assert "Wat je wel verstuurde, is aangekomen" in text
    assert "Er is niets verstuurd" not in text


def test_the_page_about_leaving_says_what_holds_without_script(visitor: Client):
    text = unescape(visitor.get(url("leaving")).content.decode())
    without = text.split("<noscript>")[1].split("</noscript>")[0]
    assert "Alleen de knop werkt" in without
    promised = text.split("<h1>")[1].split("</ul>")[0]
    assert "Escape" not in promised
    assert "je browser bewaart geen cookie van deze site" in promised
