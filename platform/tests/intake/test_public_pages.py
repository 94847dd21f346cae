# SPDX-License-Identifier: EUPL-1.2
"""The report form as a visitor without script meets it."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from ketenzicht.core.limits import allow
from ketenzicht.intake.forms.choices import municipality_code
from ketenzicht.intake.models import Report
from ketenzicht.intake.views import messages
from ketenzicht.intake.wizard.answers import OPEN_FOR, Answers, TooLong, seal, unseal
from ketenzicht.reference import threshold
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import World

WHOLE = [
    ("first-report", {"reporter_type": "hospitality"}),
    ("where", {"setting": "hotel"}),
    ("age", {"age": "unknown"}),
    ("card", {"sign": ["SIG-061", "SIG-062", "SIG-064", "SIG-066"], "go": "advice"}),
    ("advice", {}),
    ("about", {"subject": "place"}),
    ("place", {"municipality": "leiden", "place": "Stationsweg 12", "whereabouts": "Kamer 12"}),
    ("story", {"words": "Steeds ander bezoek op kamer 12", "haste": "later"}),
    ("contact", {"named": "yes", "contact": "06-00000000", "rules": "Na 16 uur"}),
]
OWN = [
    ("first-help", {"safe": "no"}),
    ("words", {"words": "help"}),
    ("own-age", {"age": "minor"}),
    ("place", {"unknown": "on"}),
    ("contact", {"named": "no"}),
]


def url(name: str) -> str:
    kwargs = {"page": 1} if name == "card" else {}
    return reverse(f"intake-public:{name}", kwargs=kwargs)


def fill(client: Client, steps: list[tuple[str, dict[str, object]]]) -> None:
    """Answer these questions, each page being where the one before led."""
    for name, data in steps:
        answer = client.post(url(name), data)
        assert answer.status_code == 303, (name, answer.content.decode()[:2000])


def page(client: Client, name: str) -> str:
    return unescape(client.get(url(name)).content.decode())


def code_on(text: str) -> str:
    found = re.search(r"kz-receipt__code[^>]*>(.*?)</p>", text, re.DOTALL)
    assert found
    return re.sub(r"\D", "", found[1])


def reports() -> int:
    return Report.objects.whole_table(why="a test counts").count()


@pytest.fixture
def visitor(world: World) -> Client:
    return Client()


def test_the_first_page_leaves_nothing_on_the_device(visitor):
    answer = visitor.get("/")
    assert answer.status_code == 200
    assert dict(visitor.cookies) == {}
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_whole_report_ends_with_a_code_that_opens_the_talk(visitor):
    fill(visitor, WHOLE)
    shown = page(visitor, "check")
    assert "Stationsweg 12" in shown
    assert reports() == 0
    assert visitor.post(url("check")).url == url("receipt")
    code = code_on(page(visitor, "receipt"))
    assert (len(code), reports()) == (20, 1)
    visitor.post(url("done"))
    assert "Deze pagina is weer leeg" in page(visitor, "receipt")
    assert visitor.post(url("come-back"), {"code": code}).url == url("messages")
    assert "SHOP" in page(visitor, "messages")


def test_sending_twice_gives_the_same_receipt(visitor):
    fill(visitor, WHOLE)
    before = {name: morsel.value for name, morsel in visitor.cookies.items()}
    visitor.post(url("check"))
    first = code_on(page(visitor, "receipt"))
    again = Client()
    again.cookies.load(before)
    again.post(url("check"))
    assert code_on(page(again, "receipt")) == first
    assert reports() == 1


def test_a_full_disk_is_said_honestly_and_sending_again_works(visitor, monkeypatch):
    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    fill(visitor, WHOLE)
    monkeypatch.setattr("ketenzicht.intake.services.receive_report", full)
    answer = visitor.post(url("check"))
    text = unescape(answer.content.decode())
    assert answer.status_code == 503
    assert "NIET verstuurd" in text
    assert "Steeds ander bezoek op kamer 12" in text
    assert "kz-receipt" not in text
    monkeypatch.undo()
    assert visitor.post(url("check")).url == url("receipt")
    assert reports() == 1


def test_no_receipt_before_sending(visitor):
    fill(visitor, WHOLE)
    assert "kz-receipt" not in page(visitor, "receipt")


def test_asking_help_for_yourself_begins_with_one_question_only(visitor):
    text = page(visitor, "first-help")
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["Ben je nu veilig?"]
    assert "tel:112" in text
    assert "chatmetfier.nl" in text


def test_no_page_for_a_visitor_says_victim(visitor):
    fill(visitor, OWN)
    names = ["start", "first-help", "words", "own-age", "place", "contact", "check", "numbers"]
    texts = [page(visitor, name) for name in [*names, "leaving", "come-back"]]
    assert [text for text in texts if "slachtoffer" in text.lower()] == []


def test_who_asks_help_gets_a_code_and_is_seen_today(visitor):
    fill(visitor, OWN)
    visitor.post(url("check"))
    code_on(page(visitor, "receipt"))
    (report,) = Report.objects.whole_table(why="a test looks at what was stored")
    assert (report.reporter_type, report.urgency, report.age) == ("self", "u1_now", "minor")
    assert report.holder.name == "CoMensha"


def test_going_back_shows_what_was_answered_and_changes_only_that(visitor):
    fill(visitor, WHOLE)
    assert re.search(r'value="hotel"[^>]*checked', page(visitor, "where"))
    visitor.post(url("story"), {"words": "Het ging om kamer 14", "haste": "later"})
    shown = page(visitor, "check")
    assert "Het ging om kamer 14" in shown
    assert "Stationsweg 12" in shown


def test_another_setting_asks_the_signs_again(visitor):
    fill(visitor, WHOLE)
    assert visitor.post(url("where"), {"setting": "school"}).url == url("signs")


def test_nobody_skips_ahead(visitor):
    fill(visitor, WHOLE[:2])
    assert visitor.get(url("story")).url == url("age")
    assert visitor.get(url("check")).url == url("age")
    assert "Deze pagina is weer leeg" in page(Client(), "story")


def test_the_card_advises_without_script_and_with(visitor):
    fill(visitor, WHOLE[:4])
    text = page(visitor, "advice")
    assert "Bel vandaag" in text
    assert "Meerdere signalen samen. Bel of meld. Je hoeft het niet zeker te weten." in text
    live = visitor.post(url("live"), {"page": "1", "sign": ["SIG-061"]})
    assert "Nog weinig signalen" in unescape(live.content.decode())


def test_an_urgent_sign_puts_112_before_everything(visitor):
    fill(visitor, WHOLE[:3])
    found = [visitor.post(url("live"), {"page": str(n), "sign": ["SIG-003"]}) for n in range(16)]
    texts = [unescape(each.content.decode()) for each in found]
    with_urgent = [text for text in texts if "112" in text]
    assert with_urgent
    assert all(text.index("Bel 112") < text.index("<p>") for text in with_urgent if "<p>" in text)


def test_the_advice_shows_no_number_about_a_person(visitor):
    fill(visitor, WHOLE[:4])
    panel = re.search(r'class="kz-panel">(.*?)</div>', page(visitor, "advice"), re.DOTALL)
    assert panel
    assert set(re.findall(r"\d+", panel[1])) <= {"18", "112"}


def test_an_unknown_municipality_is_asked_again_with_suggestions(visitor):
    fill(visitor, WHOLE[:6])
    answer = visitor.post(url("place"), {"municipality": "Leidn"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Bedoel je" in text
    assert "Leiden" in text
    assert visitor.post(url("place"), {"municipality": "", "unknown": "on"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("’s-Gravenhage", "den_haag"),
        ("'s-Gravenhage", "den_haag"),
        ("‘s Gravenhage", "den_haag"),
        ("DEN HAAG", "den_haag"),
        ("’s–Hertogenbosch", "s_hertogenbosch"),
        ("den bosch", "s_hertogenbosch"),
        ("Alphen a/d Rijn", "alphen_aan_den_rijn"),
        ("alphen aan den rijn ", "alphen_aan_den_rijn"),
        ("Bergen NH", "bergen_nh"),
        ("bergen (l.)", "bergen_l"),
        ("Bergen, Limburg", "bergen_l"),
        ("Gemeente Leiden", "leiden"),
        ("Sudwest-Fryslan", "sudwest_fryslan"),
    ],
)
def test_a_municipality_is_known_however_it_is_written(visitor, typed, code):
    fill(visitor, WHOLE[:6])
    assert visitor.post(url("place"), {"municipality": typed}).status_code == 303
    assert municipality_code(typed) == code


def test_of_two_municipalities_with_one_name_is_asked_which(visitor):
    fill(visitor, WHOLE[:6])
    answer = visitor.post(url("place"), {"municipality": "Bergen"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Welke bedoel je: Bergen (L) of Bergen (NH)?" in text
    assert "Bergen op Zoom" not in text.partition("<datalist")[0]
    assert 'value="Bergen"' in text


def test_wanting_contact_needs_a_way_to_contact(visitor):
    fill(visitor, WHOLE[:8])
    answer = visitor.post(url("contact"), {"named": "yes", "name": "Noa"})
    assert answer.status_code == 422
    assert visitor.post(url("contact"), {"named": "no", "name": "Noa"}).status_code == 303
    assert "Noa" not in page(visitor, "check")


def test_a_wrong_code_and_an_unknown_one_get_the_same_page(visitor):
    wrong = visitor.post(url("come-back"), {"code": "12345"})
    unknown = visitor.post(url("come-back"), {"code": "5724 0000 0000 0000 0000"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
    assert strip.sub(b"", wrong.content) == strip.sub(b"", unknown.content)
    assert b"5724" not in unknown.content


def test_guessing_codes_is_slowed_down(visitor):
    answers = [visitor.post(url("come-back"), {"code": "1"}).status_code for _ in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429, 429]


def test_guessing_from_all_addresses_of_ones_own_subnet_is_slowed_down_too(world):
    def guess(address: str) -> int:
        return Client(REMOTE_ADDR=address).post(url("come-back"), {"code": "1"}).status_code

    assert {guess(f"2001:db8:1:2::{number:x}") for number in range(20)} == {422}
    assert guess("2001:db8:1:2:ffff::1") == 429
    assert guess("2001:db8:1:3::1") == 422


def test_opening_the_talk_again_and_again_is_slowed_down(visitor, monkeypatch):
    monkeypatch.setattr(messages, "OPENINGS", 3)
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    code = code_on(page(visitor, "receipt"))
    visitor.post(url("come-back"), {"code": code})
    assert [visitor.get(url("messages")).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_answers_are_gone_after_an_hour(visitor, now):
    fill(visitor, WHOLE[:3])
    set_clock(now + OPEN_FOR * 1.01)
    assert "Deze pagina is weer leeg" in page(visitor, "card")


def test_what_travels_cannot_be_read_or_changed_on_the_device(now):
    answers = Answers(words="KANARIE", name="KANARIE")
    token = seal(answers, now)
    assert "KANARIE" not in token
    assert unseal(token, now) == answers
    for at in range(0, len(token), 7):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert unseal(changed, now) in {None, answers}
    assert unseal("", now) is None


def test_more_than_fits_is_refused_and_not_cut_off(visitor, now):
    with pytest.raises(TooLong):
        seal(Answers(words=secrets.token_hex(8000)), now)
    fill(visitor, WHOLE[:7])
    letters = "".join(chr(0x4E00 + secrets.randbelow(20000)) for _ in range(3000))
    answer = visitor.post(url("story"), {"words": letters, "haste": "later"})
    assert answer.status_code == 422
    assert letters[:50] in unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["start", "numbers", "come-back", "leaving", "first-report"])
def test_titles_and_addresses_are_neutral(visitor, name):
    text = page(visitor, name)
    assert re.findall(r"<title>(.*?)</title>", text) == ["Informatie"]
    assert not re.search("mensenhandel|uitbuiting|slachtoffer", url(name))


def test_every_page_exists_in_english(visitor):
    answer = visitor.get("/en/")
    text = unescape(answer.content.decode())
    assert "What would you like to do?" in text
    assert "Wat wil je doen?" not in text


def test_behind_a_proxy_visitors_are_told_apart_and_cannot_pretend(visitor, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def tries(header: str, times: int) -> set[int]:
        return {
            visitor.post(
                url("come-back"), {"code": "1"}, headers={"X-Forwarded-For": header}
            ).status_code
            for _ in range(times)
        }

    assert tries("192.0.2.1", 20) == {422}
    assert tries("192.0.2.2", 1) == {422}
    assert tries("198.51.100.9, 192.0.2.1", 1) == {429}


# -- many on one connection ------------------------------------------------------------------------

ROOM = 20


def report_from(connection: str, steps: list[tuple[str, dict[str, object]]] = WHOLE) -> Client:
    one = Client(REMOTE_ADDR=connection)
    fill(one, steps)
    return one


def crowd(connection: str, now: datetime) -> None:
    """A class in which everybody but the last one has sent a report."""
    for _pupil in range(ROOM):
        allow(f"send:{connection}", limit=ROOM, window=timedelta(hours=1), now=now)


def test_a_training_room_behind_one_address_can_report_to_the_last_pupil(world, now):
    crowd("192.0.2.7", now)
    last = report_from("192.0.2.7")
    answer = last.post(url("check"))
    text = unescape(answer.content.decode())
    assert answer.status_code == 429
    assert "Steeds ander bezoek op kamer 12" in text
    assert "Wacht een halve minuut" in text
    assert last.post(url("check")).status_code == 429
    assert reports() == 0
    set_clock(now + timedelta(seconds=31))
    assert last.post(url("check")).url == url("receipt")
    assert reports() == 1


def test_danger_now_never_waits(world, now):
    crowd("192.0.2.7", now)
    steps = [*WHOLE[:7], ("story", {"words": "Nu gevaar", "haste": "now"}), *WHOLE[8:]]
    assert report_from("192.0.2.7", steps).post(url("check")).url == url("receipt")
    assert reports() == 1


def test_that_it_is_crowded_is_said_before_the_first_question(world, now):
    busy, quiet = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.8")
    assert "Van deze verbinding komen veel meldingen" not in page(busy, "first-report")
    crowd("192.0.2.7", now)
    assert "Van deze verbinding komen veel meldingen" in page(busy, "first-report")
    assert "Van deze verbinding komen veel meldingen" not in page(quiet, "first-report")


def test_a_flood_is_refused_but_for_danger_now(world, now):
    for _one in range(threshold("reports_per_connection_most", now.date())):
        allow("send:192.0.2.7", limit=1, window=timedelta(hours=1), now=now)
    answer = report_from("192.0.2.7").post(url("check"))
    assert answer.status_code == 429
    assert "Bel, of probeer het later" in unescape(answer.content.decode())
    steps = [*WHOLE[:7], ("story", {"words": "Nu gevaar", "haste": "now"}), *WHOLE[8:]]
    assert report_from("192.0.2.7", steps).post(url("check")).url == url("receipt")
