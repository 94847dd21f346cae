# SPDX-License-Identifier: EUPL-1.2
"""Opening a case, asking for a need, break-glass and a proposal stand on the one page of an act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import asking, needs
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.file.views import opening
from ketenzicht.cases.sharing.views import break_glass
from ketenzicht.cases.transfers.services import transfers
from tests.cases.page.posting import DUE
from tests.factories.cases import WHY, coordinator, make_case, share
from tests.promises.taking import main

REASON = "Zij belt dat hij voor de deur staat."


@pytest.fixture
def case(world):
    made = make_case(world.shop)
    share(world.shop, world.shelter, made)
    return made


@pytest.fixture
def need(world, case, now):
    made = needs.add_need(
        actor=coordinator(world.shop), case_id=case.pk, service="income", words="", now=now
    )
    return Need.objects.whole_table(why=WHY).get(pk=made.pk)


@pytest.fixture
def pages(world, case, need, now):
    """Each page: where it stands, what is filled in, and what was typed that must come back."""
    shelter, soon = str(world.shelter.organisation.pk), (now + timedelta(days=2)).strftime(DUE)
    return {
        "open": (reverse("cases:open"), {"region": "den_haag_hm", "risk": "r2", "name": "Ada"}),
        "ask": (
            reverse("cases:ask-need", args=[case.pk, need.pk]),
            {"organisation": shelter, "version": str(need.version)},
        ),
        "glass": (reverse("cases:break-glass"), {"code": case.code, "reason": REASON}),
        "propose": (
            reverse("cases:propose-transfer", args=[case.pk]),
            {
                "receiver": str(world.moviera.organisation.pk),
                "summary": "Zoekt een plek.",
                "sections": ["needs"],
                "answer_by": soon,
            },
        ),
    }


SERVICES = {
    "open": (opening, "open_case", "Ada"),
    "ask": (asking, "ask_for_need", "selected"),
    "glass": (break_glass, "break_glass", REASON),
    "propose": (transfers, "draft_transfer", "Zoekt een plek."),
}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_was_typed_comes_back_when_it_could_not_be_kept(holder, pages, monkeypatch, name):
    address, filled = pages[name]
    module, service, typed = SERVICES[name]

    def down(**_given):
        raise DatabaseError

    monkeypatch.setattr(module, service, down)
    answer = holder.post(address, filled)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert typed in main(answer)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_form_that_is_sent_empty_comes_back_with_what_is_asked(holder, pages, name):
    answer = holder.post(pages[name][0], {"region": ""} if name == "open" else {})
    assert answer.status_code == 422
    assert "aria-invalid" in main(answer)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_is_filled_in_is_done(holder, pages, name):
    address, filled = pages[name]
    assert holder.post(address, filled).status_code == 303


def test_a_need_that_somebody_changed_comes_back_with_its_newest_version(holder, pages, need, now):
    address, filled = pages["ask"]
    stale = {**filled, "version": str(need.version - 1)}
    answer = holder.post(address, stale)
    assert (answer.status_code, answer.context["version"]) == (409, need.version)
    assert "selected" in main(answer)
    again = holder.post(address, {**filled, "version": str(answer.context["version"])})
    assert again.status_code == 303


def test_about_a_closed_case_nobody_is_asked(holder, pages, case, now):
    rows = Case.objects.whole_table(why=WHY).filter(pk=case.pk)
    rows.update(state=CaseState.CLOSED, closed_at=now, closure_reason="goals_met")
    for name in ("ask", "propose"):
        answer = holder.get(pages[name][0])
        assert (answer.status_code, "<form" in main(answer)) == (422, False)


def test_too_many_tries_of_break_glass_keep_the_reason_that_was_typed(holder, pages):
    address, filled = pages["glass"]
    for _try in range(5):
        assert holder.post(address, {**filled, "code": "ZK-0000"}).status_code == 422
    answer = holder.post(address, filled)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert REASON in main(answer)


def test_break_glass_says_how_long_it_lasts_and_on_what_that_rests(holder):
    said = main(holder.get(reverse("cases:break-glass")))
    assert "Voor gevaar voor iemands leven" in said
    assert "kz-claim" in said


def test_a_proposal_stands_in_two_columns(holder, pages):
    assert "kz-columns-2" in main(holder.get(pages["propose"][0]))
