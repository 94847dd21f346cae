# SPDX-License-Identifier: EUPL-1.2
"""A list of organisations knows who can do what is asked and where; nothing is chosen before."""

from __future__ import annotations

from datetime import datetime

import pytest
from django import forms
from django.http import QueryDict

from ketenzicht.accounts.fields import LONG, OrganisationField
from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.selectors import organisations_able
from ketenzicht.accounts.states import Standing
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.permissions import Permission
from tests.factories.accounts import World, make_desk, make_member, make_organisation


class PickForm(forms.Form):
    receiver = OrganisationField(label="Wie?")
    words = forms.CharField()


def offered(permission: Permission | None, now: datetime, region: str = "den_haag_hm", **given):
    return {each.name: each.near for each in organisations_able(permission, region, now, **given)}


def form(now: datetime, posted: str | None = None) -> PickForm:
    made = PickForm(QueryDict(posted) if posted is not None else None)
    made.fields["receiver"].offer(organisations_able(None, "den_haag_hm", now))
    return made


def labels(made: PickForm) -> list[str]:
    """The names somebody can choose, in the order of the list."""
    shown = made.fields["receiver"].choices
    return [name for _label, some in shown if isinstance(some, list) for _key, name in some]


# -- who is offered --------------------------------------------------------------------------


def test_only_who_can_do_it_is_offered_and_the_region_comes_first(world: World, now: datetime):
    assert list(offered(CasePermission.CASE_TRANSFER, now).items()) == [
        ("CoMensha", True),
        ("Opvang De Haven", True),
        ("SHOP", True),
        ("Moviera", False),
    ]


def test_a_lawyer_and_a_bureau_of_figures_are_not_asked_what_they_cannot_do(
    world: World, now: datetime
):
    working = offered(CasePermission.CASE_WRITE, now)
    assert [name for name in ("Advocaten aan de Vaart", "Bureau Cijfers") if name in working] == []
    assert "Advocaten aan de Vaart" in offered(CasePermission.CASE_READ, now)


def test_where_nobody_who_may_sits_at_a_desk_nothing_is_offered(world: World, now: datetime):
    world.shelter["shelter_worker"].seats.all().delete()
    assert "Opvang De Haven" not in offered(CasePermission.CASE_TRANSFER, now)
    assert "Opvang De Haven" in offered(None, now)


def test_who_takes_no_part_is_not_offered(world: World, now: datetime):
    Organisation.objects.filter(pk=world.moviera.organisation.pk).update(
        standing=Standing.SUSPENDED
    )
    assert "Moviera" not in offered(None, now)


def test_kinds_and_oneself_are_left_out(world: World, now: datetime):
    assert list(offered(None, now, kinds={"municipality"})) == ["Gemeente Zuidwoude"]
    shop = world.shop.organisation.pk
    assert "SHOP" not in offered(CasePermission.CASE_TRANSFER, now, but=(shop,))


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_is_one_question(world: World, now: datetime, django_assert_num_queries, many: int):
    for place in range(many):
        made = make_organisation(f"Opvang {place}", "shelter", "utrecht", "den_haag_hm")
        make_desk(made)
        make_member(made, "shelter_worker")
    with django_assert_num_queries(1):
        assert f"Opvang {many - 1}" in offered(CasePermission.CASE_TRANSFER, now)


# -- how it is chosen ------------------------------------------------------------------------


def test_nothing_is_chosen_beforehand_and_the_list_is_in_two_parts(world: World, now: datetime):
    made = form(now)
    assert made["receiver"].value() is None
    (nothing, here, elsewhere) = made.fields["receiver"].choices
    assert (nothing[0], str(here[0]), str(elsewhere[0])) == ("", "In deze regio", "Elders")
    assert not form(now, "receiver=&words=a").is_valid()


def test_what_was_not_offered_is_not_taken(world: World, now: datetime):
    made = form(now, f"receiver={world.shop.desk.pk}&words=a")
    assert list(made.errors) == ["receiver"]
    made = form(now, f"receiver={world.shop.organisation.pk}&words=a")
    assert made.is_valid()
    assert made.cleaned_data["receiver"] == str(world.shop.organisation.pk)


@pytest.mark.parametrize("pressed", ["&receiver-narrow=1", ""])
def test_part_of_a_name_makes_the_list_shorter_and_keeps_what_was_typed(
    world: World, now: datetime, pressed: str
):
    make_organisation("Stichting Zoë", "shelter", "utrecht")
    made = form(now, f"receiver=&receiver-words=zoe&words=hallo{pressed}")
    assert list(made.errors) == ["receiver"]
    assert labels(made) == ["Stichting Zoë"]
    assert made["words"].value() == "hallo"


def test_a_name_nobody_has_leaves_the_list_as_it_was(world: World, now: datetime):
    made = form(now, "receiver=&receiver-words=bestaat+niet&receiver-narrow=1&words=a")
    assert not made.is_valid()
    assert len(labels(made)) == len(world.partners)


def test_enter_in_another_field_sends_the_form(world: World, now: datetime):
    chosen = world.shop.organisation.pk
    assert form(now, f"receiver={chosen}&receiver-words=&receiver-narrow=1&words=a").is_valid()


def test_only_a_long_list_has_a_search_field(world: World, now: datetime):
    assert 'type="search"' not in str(form(now)["receiver"])
    for place in range(LONG):
        make_organisation(f"Opvang {place}", "shelter")
    made = str(form(now, "receiver=&receiver-words=opvang+1&words=a")["receiver"])
    assert ('type="search"' in made, 'value="opvang 1"' in made, "formnovalidate" in made) == (
        True,
        True,
        True,
    )
