# SPDX-License-Identifier: EUPL-1.2
"""What forms about a case offer: only who can, and nothing chosen where a choice is a judgement."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ketenzicht.cases.care.forms import AskNeedForm
from ketenzicht.cases.file.forms.case import OpenForm
from ketenzicht.cases.file.selectors.access import get_case
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.sharing.forms import GrantForm
from ketenzicht.cases.transfers.forms import ProposalForm
from tests.factories.cases import coordinator, make_case, need, share


def names_in(field) -> list[str]:
    """The organisations a field offers, without its groups."""
    found = []
    for key, label in field.choices:
        found += [each for _key, each in label] if isinstance(label, list | tuple) else [label]
        if key == "":
            found.pop()
    return found


@pytest.fixture
def access(world, now):
    case = make_case(world.shop)
    need(world.shop, case, "income")
    return get_case(coordinator(world.shop), case.pk, purpose="care", now=now)


def test_a_need_is_asked_only_of_who_sees_the_needs_and_can_take_them_on(world, now, access):
    actor = coordinator(world.shop)
    form = AskNeedForm(access=access, actor=actor, now=now)
    assert names_in(form.fields["organisation"]) == []
    said = str(form.fields["organisation"].help_text)
    assert "Deel dat eerst" in said
    assert reverse("cases:grant", args=[form.access.case.pk]) in said
    share(world.shop, world.municipality, access.case)
    share(world.shop, world.law_firm, access.case)
    share(world.shop, world.police, access.case)
    share(world.shop, world.shelter, access.case, sections=frozenset({Section.TRACKS}))
    form = AskNeedForm(access=access, actor=actor, now=now)
    asked = ["Advocaten aan de Vaart", "Gemeente Zuidwoude"]
    assert names_in(form.fields["organisation"]) == asked


@pytest.mark.parametrize(
    ("form", "name"),
    [(GrantForm, "basis"), (GrantForm, "sections"), (ProposalForm, "sections")],
)
def test_where_a_choice_is_a_judgement_nothing_is_chosen_beforehand(world, now, access, form, name):
    made = form(access=access, actor=coordinator(world.shop), now=now)
    assert not made[name].value()
    assert "checked" not in str(made[name])
    assert 'value="consent" selected' not in str(made[name])


def test_how_unsafe_it_is_is_said_by_who_opens_the_case(world, now):
    made = OpenForm(access=None, actor=coordinator(world.shop), now=now)
    assert "checked" not in str(made["risk"])
    assert made.fields["risk"].required
