# SPDX-License-Identifier: EUPL-1.2
"""What a list shows is what a row allows, for whatever grounds there happen to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts import policies as accounts
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import colleagues
from ketenzicht.cases.file import policies
from ketenzicht.cases.file.models import Block, BreakGlass, Case, Grant
from ketenzicht.estimates import policies as estimates
from ketenzicht.estimates.models import Examination, Run, Snapshot
from ketenzicht.intake import policies as intake
from ketenzicht.intake.models import Report
from ketenzicht.publishing import policies as publishing
from ketenzicht.publishing.models import Release
from tests.factories.accounts import World, make_member
from tests.factories.cases import make_case
from tests.factories.intake import make_report
from tests.kinds import Kind, all_kinds
from tests.promises.matrix import undone
from tests.promises.rows import disagreements

WHY = "every row of the test, to hold the list against"
some = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
places = st.integers(0, 8)
hours = st.integers(-72, 72)


def every(model: type[Model]) -> Any:
    return model._default_manager.whole_table(why=WHY)


# -- people ----------------------------------------------------------------------------------


@some
@given(st.lists(st.tuples(places, st.booleans()), max_size=6))
def test_colleagues_are_whom_one_may_manage(world: World, made: list[tuple[int, bool]]):
    with undone():
        for number, (place, active) in enumerate(made):
            partner = world.partners[place]
            member = make_member(partner.organisation, "volunteer", name=f"Iemand {number}")
            Member.objects.filter(pk=member.pk).update(active=active)
        found = disagreements(
            world.members, Member.objects.all(), may=accounts.may_manage, listed=colleagues
        )
    assert found == []


def test_a_wider_list_of_colleagues_is_found(world: World):
    found = disagreements(
        world.members,
        Member.objects.all(),
        may=accounts.may_manage,
        listed=lambda actor: Member.objects.filter(active=True),
    )
    assert len(found) > 0


# -- cases -----------------------------------------------------------------------------------

grants = st.lists(
    st.tuples(places, hours, st.integers(1, 96), st.booleans()),
    max_size=5,
    unique_by=lambda grant: grant[0],
)
blocks = st.lists(st.tuples(st.integers(0, 17), st.booleans()), max_size=4, unique_by=min)
broken = st.lists(st.tuples(st.integers(0, 17), hours), max_size=4)


@pytest.fixture
def held(world: World, now: datetime) -> list[Case]:
    return [make_case(world.shop, now), make_case(world.moviera, now)]


def put_grounds(
    case: Case, world: World, now: datetime, grounds: tuple[list[Any], list[Any], list[Any]]
) -> None:
    """Grants, blocks and broken glass as drawn, live or not."""
    members, granter = world.members, world.shop["zorgcoordinator"]
    for place, start, length, revoked in grounds[0]:
        Grant.objects.create(
            case=case,
            organisation=world.partners[place].organisation,
            purpose="care",
            basis="consent",
            sections="tracks",
            granted_by=granter,
            since=now + timedelta(hours=start),
            until=now + timedelta(hours=start + length),
            revoked_at=now if revoked else None,
        )
    for place, lifted in grounds[1]:
        Block.objects.create(
            case=case,
            member=members[place % len(members)],
            by=granter,
            at=now,
            lifted_at=now if lifted else None,
        )
    for place, start in grounds[2]:
        BreakGlass.objects.create(
            case=case,
            member=members[place % len(members)],
            envelope_id=uuid4(),
            since=now + timedelta(hours=start),
            until=now + timedelta(hours=start + 1),
            review_due=now + timedelta(hours=start + 72),
        )


def cases_apart(world: World, now: datetime) -> list[str]:
    return disagreements(
        world.members,
        every(Case),
        may=lambda actor, case: policies.may_read(actor, case, now),
        listed=lambda actor: Case.objects.for_reader(actor, now),
    )


@some
@given(st.tuples(grants, blocks, broken))
def test_a_list_of_cases_holds_those_one_may_read(
    world: World, held: list[Case], now: datetime, grounds: tuple[Any, Any, Any]
):
    with undone():
        put_grounds(held[0], world, now, grounds)
        found = cases_apart(world, now)
    assert found == []


WITHOUT_END = {
    Grant: lambda organisation_id, now: Q(organisation_id=organisation_id),
    BreakGlass: lambda actor, now: Q(member=actor),
}


@pytest.mark.parametrize("model", WITHOUT_END)
def test_a_ground_that_no_longer_ends_is_found(
    world: World, held: list[Case], now: datetime, monkeypatch: pytest.MonkeyPatch, model: Any
):
    put_grounds(held[0], world, now, ([(3, -48, 24, False)], [], [(8, -48)]))
    assert cases_apart(world, now) == []
    monkeypatch.setattr(model, "live", staticmethod(WITHOUT_END[model]))
    assert len(cases_apart(world, now)) > 0


def test_a_ground_holds_from_its_first_moment_until_its_end(
    world: World, held: list[Case], now: datetime
):
    case, breaker = held[0], world.members[8]
    organisation = world.partners[3].organisation
    granted = next(one for one in world.members if one.organisation == organisation)
    assert breaker.organisation_id not in {organisation.pk, case.holder_id}
    put_grounds(case, world, now, ([(3, 0, 24, False)], [], [(8, 0)]))
    instant = timedelta(microseconds=1)
    for member, end in ((granted, now + timedelta(hours=24)), (breaker, now + timedelta(hours=1))):
        moments = (now - instant, now, end - instant, end)
        expected = [False, True, True, False]
        assert [policies.may_read(member, case, moment) for moment in moments] == expected
        listed = [Case.objects.for_reader(member, moment).exists() for moment in moments]
        assert listed == expected


# -- reports ---------------------------------------------------------------------------------


@some
@given(st.lists(st.tuples(places, st.integers(-3, 3) | st.none()), min_size=1, max_size=3))
def test_an_inbox_holds_the_reports_one_may_read(
    world: World, reports: list[Report], now: datetime, moved: list[tuple[int, int | None]]
):
    with undone():
        for report, (place, days) in zip(reports, moved, strict=False):
            over = None if days is None else date(2026, 11, 18) + timedelta(days=days)
            every(Report).filter(pk=report.pk).update(
                holder=world.partners[place].organisation, delete_after=over
            )
        found = disagreements(
            world.members,
            every(Report),
            may=lambda actor, report: intake.may_read(actor, report, now),
            listed=lambda actor: Report.objects.for_reader(actor, now),
        )
    assert found == []


@pytest.fixture
def reports(world: World, now: datetime) -> list[Report]:
    return [make_report(now) for _ in range(3)]


def test_a_report_is_read_until_the_end_of_its_last_day(
    world: World, reports: list[Report], now: datetime
):
    report, reader = reports[0], world.shop["zorgcoordinator"]
    read = {}
    for days in (-1, 0, 1):
        report.delete_after = date(2026, 11, 18) + timedelta(days=days)
        report.save(update_fields=["delete_after"])
        listed = Report.objects.for_reader(reader, now).filter(pk=report.pk).exists()
        read[days] = (intake.may_read(reader, report, now), listed)
    assert read == {-1: (False, False), 0: (True, True), 1: (True, True)}


# -- figures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "model", "may"),
    [
        ("run_id", Run, estimates.may_read),
        ("run_id", Snapshot, estimates.may_read),
        ("run_id", Examination, estimates.may_read),
        ("release_id", Release, publishing.may_read),
    ],
)
def test_figures_in_the_making_are_listed_to_who_may_read_them(
    world: World, now: datetime, kind: str, model: Any, may: Callable[[Member, Any], bool]
):
    made: Kind = all_kinds()[kind]
    made.own(world)
    made.foreign(world)
    readers = Member.objects.all()
    found = disagreements(
        readers, every(model), may=may, listed=lambda actor: model.objects.for_reader(actor, now)
    )
    assert found == []
    assert any(may(reader, row) for reader in readers for row in every(model))
