# SPDX-License-Identifier: EUPL-1.2
"""The pages of the register: for those who keep it, without a single name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.cases.handover import Identity
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import services
from ketenzicht.register.models import Entry
from ketenzicht.register.services import Facts
from telwerk.sdc import UndecidedError, UnprotectedError
from telwerk.sdc.messages import EXPOSED
from tests.factories.cases import coordinator, make_case

born = PartialDate.parse


@pytest.fixture
def registrar(client, world, as_member):
    return as_member(client, world.comensha["registrar"])


def enter(world, now, name="Ivan Petrov", *, forms=("labour",)):
    return services.enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(
            forms, "den_haag_hm", now.date(), Identity(name=name, birth_date=born("1999-03-07"))
        ),
        now=now,
    )


def test_the_register_is_for_its_keepers_only(client, world, as_member):
    pages = ("list", "doubles", "decisions", "counts")
    for member in world.members:
        visitor = as_member(client, member)
        seen = [visitor.get(reverse(f"register:{page}")).status_code for page in pages]
        assert seen == ([200] * 4 if member == world.comensha["registrar"] else [403] * 4)


def test_no_page_of_the_register_shows_a_name(registrar, world, now):
    enter(world, now)
    enter(world, now, "Petrov, Ivan")
    for page in ("list", "doubles", "decisions", "counts"):
        assert "Petrov" not in registrar.get(reverse(f"register:{page}")).content.decode()


def test_entries_are_found_by_form_year_and_code(registrar, world, now):
    labour, sexual = enter(world, now), enter(world, now, forms=("sexual_escort",))
    url = reverse("register:list")

    def found(**asked):
        rows = registrar.get(url, asked).context["listing"].rows
        return {entry.code for entry in rows}

    assert found() == {labour.code, sexual.code}
    assert found(form="sexual") == {sexual.code}
    assert found(year="2026", reporter="police", region="den_haag_hm") == found()
    assert found(q=labour.code.lower()) == {labour.code}
    assert found(form="organ") == set()


def test_a_pair_is_decided_and_undone_from_the_page(registrar, world, now):
    first, second = enter(world, now), enter(world, now, "PETROV Ivan")
    pair = registrar.get(reverse("register:doubles")).context["rows"][0]["pair"]
    url = reverse("register:decide", args=[pair.first.pk, pair.second.pk])
    assert registrar.post(url, {"same": "yes"}).status_code == 303
    assert Entry.objects.get(pk=first.pk).person == Entry.objects.get(pk=second.pk).person
    page = registrar.get(reverse("register:decisions"))
    decision = page.context["listing"].rows[0]
    codes = ", ".join(sorted(Entry.objects.values_list("code", flat=True)))
    assert f"{codes}: één persoon" in page.content.decode()
    assert registrar.post(reverse("register:undo", args=[decision.id])).status_code == 303
    assert Entry.objects.get(pk=first.pk).person != Entry.objects.get(pk=second.pk).person


def test_small_numbers_do_not_leave_the_register(registrar, world, now):
    for number in range(3):
        enter(world, now, f"Persoon Nummer{number}")
    page = registrar.get(reverse("register:counts"))
    for table in page.context["tables"]:
        assert {cell for row in table.rows for cell in row[1:]} == {"·"}


def test_several_pairs_are_kept_apart_and_several_decisions_taken_back(registrar, world, now):
    for name in ("Ivan Petrov", "Mehmet Yilmaz"):
        enter(world, now, name)
        enter(world, now, name)
    listed = registrar.get(reverse("register:doubles"))
    keys = [row["key"] for row in listed.context["rows"]]
    assert len(keys) == 2
    assert all(f'name="chosen" value="{key}"' in listed.content.decode() for key in keys)

    together = reverse("register:apart-together")
    asked = registrar.get(together, {"chosen": [*keys, "nothing", keys[0].split(".")[0]]})
    assert [line.key for line in asked.context["open"]] == keys
    Entry.objects.filter(pk=keys[0].split(".")[0]).update(withdrawn=True)
    done = registrar.post(together, {"chosen": keys})
    assert len(done.context["done"]) == 1
    (refused,) = done.context["closed"]
    assert "ingetrokken" in str(refused.reason)

    page = registrar.get(reverse("register:decisions"))
    (decision,) = page.context["listing"].rows
    back = reverse("register:undo-together")
    chosen = {"chosen": [str(decision.pk)]}
    assert "twee personen" in registrar.get(back, chosen).content.decode()
    registrar.post(back, chosen)
    again = registrar.post(back, chosen)
    assert [line.open for line in again.context["closed"]] == [False]
    assert not registrar.get(reverse("register:decisions")).context["listing"].rows


NOBODY = "Nog niemand om te tellen"
REASONS = {
    UnprotectedError: "Deze aantallen zijn niet veilig te maken",
    UndecidedError: "Niet bekend of deze aantallen veilig zijn",
}


@pytest.mark.parametrize("why", REASONS)
def test_numbers_that_are_not_safe_say_why_there_are_none(registrar, world, now, monkeypatch, why):
    def unsafe(*_cells, **_rule):
        raise why(EXPOSED)

    url = reverse("register:counts")
    assert NOBODY in registrar.get(url).content.decode()

    enter(world, now)
    monkeypatch.setattr("ketenzicht.register.views.counts.protect", unsafe)
    page = registrar.get(url)
    assert list(page.context["tables"]) == []
    assert REASONS[why] in page.content.decode()
    assert NOBODY not in page.content.decode()


def test_the_four_answers_stand_on_the_page_and_duty_only_where_it_is(client, world, as_member):
    case = make_case(world.shop)
    page = as_member(client, coordinator(world.shop)).get(reverse("register:enter", args=[case.pk]))
    choices = [value for value, _label in page.context["form"].fields["outcome"].choices]
    assert choices == ["named", "minimal", "refused", "not_asked"]


def test_not_asked_yet_leads_to_planning_the_question(client, world, as_member):
    case = make_case(world.shop)
    answer = as_member(client, coordinator(world.shop)).post(
        reverse("register:enter", args=[case.pk]), {"outcome": "not_asked"}
    )
    assert (answer.status_code, answer.url) == (303, reverse("cases:plan", args=[case.pk]))
    assert Entry.objects.count() == 0


def test_duty_is_for_those_who_have_it(client, world, as_member):
    url = reverse("register:duty")
    assert as_member(client, coordinator(world.shop)).get(url).status_code == 403
    police = as_member(client, world.police["investigator"])
    values = {"name": "Ivan Petrov", "birth_date": "1999-03-07", "gender": "m", "forms": ["labour"]}
    values["signalled"] = "11-2026"
    assert police.post(url, values).status_code == 303
    assert Entry.objects.get().basis == "legal_duty"


def test_duty_reads_a_date_of_birth_as_people_write_it_and_refuses_what_was_no_day(
    client, world, as_member
):
    police = as_member(client, world.police["investigator"])
    values = {"name": "Ivan Petrov", "birth_date": "31-2-1999", "gender": "m", "forms": ["labour"]}
    values["signalled"] = "11-2026"
    refused = police.post(reverse("register:duty"), values)
    assert (refused.status_code, Entry.objects.count()) == (422, 0)
    assert "Deze datum bestaat niet." in refused.content.decode()
    assert police.post(reverse("register:duty"), values | {"birth_date": "7-3-1999"}).url
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("name", ["list", "doubles", "decisions"])
def test_a_list_asks_the_database_as_much_for_two_as_for_four(registrar, world, now, name):
    url = reverse(f"register:{name}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert registrar.get(url).status_code == 200
        return len(caught)

    enter(world, now)
    enter(world, now)
    queries()
    few = queries()
    enter(world, now, "Mehmet Yilmaz")
    enter(world, now, "Mehmet Yilmaz")
    assert queries() == few
