# SPDX-License-Identifier: EUPL-1.2
"""Ended states are states: who lost the ground reads and does nothing, and the key is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from ketenzicht.accounts.models import Member
from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.core.policy import Audience, Policy, Route
from ketenzicht.surfaces.testing_clock import START, set_clock
from tests.factories.accounts import World
from tests.kinds import Made
from tests.promises.ended import ENDINGS
from tests.promises.ending import Lost, held
from tests.promises.matrix import MISSING, OWN, Leak, Matrix, served

#: After all that ended by an act, by a sweep or by the clock alone.
AFTERWARDS = START + timedelta(days=4)


@dataclass
class Ended(Matrix):
    """The matrix, asked by those who lost the ground for the thing in its ended state."""

    lost: list[Lost] = field(default_factory=list)
    _members: tuple[Member, ...] = ()

    @classmethod
    def among(cls, world: World, lost: dict[str, Lost]) -> Ended:
        """A world with these things in their ended states."""
        made = cast("Ended", cls.of(world))
        made.lost = list(lost.values())
        return made

    def walk_ended(self, lost: Lost) -> list[Leak]:
        """Ask every address of this kind of thing of everybody who lost it."""
        base = self.own
        readers = None if lost.row_stays else ()
        self.own = {**base, lost.kwarg: Made(lost.id, readers=readers, canaries=lost.canaries)}
        self._members = lost.members
        try:
            return self.walk(lambda route: lost.kwarg in route.kwargs)
        finally:
            self.own = base

    def walk_lists(self, members: tuple[Member, ...]) -> list[Leak]:
        """Ask every list, search, day and download of somebody who lost something."""
        for member in members:
            for route in served(lambda route: not route.kwargs):
                self._common(route, "GET", (member, "-"), self._ask(route, "GET", member, "-"))
        return self.findings

    def _walk_route(self, route: Route, policy: Policy) -> None:
        if policy.audience is Audience.EVERYONE:
            return
        for member in self._members:
            if policy.permission in (None, *member.permissions):
                self._as_entitled(route, member, ("GET", "POST"))

    def _whose(self, route: Route, member: Member) -> tuple[str, ...]:
        return (OWN, MISSING)

    def _things(self) -> tuple[Made, ...]:
        return tuple(Made(one.id, (), one.canaries) for one in self.lost)

    def hidden(self, member):
        for one in self.lost:
            if member is not None and member.pk in {each.pk for each in one.members}:
                yield from one.canaries

    def _hidden_ids(self, member):
        # The own log of who looked keeps the key of what one's organisation once saw, and no word.
        if member is not None and AuditPermission.AUDIT_READ in member.permissions:
            return
        for one in self.lost:
            lost = member is not None and member.pk in {each.pk for each in one.members}
            if lost and not one.row_stays:
                yield str(one.id)


def begun(world, names=tuple(ENDINGS)):
    return {name: ENDINGS[name].begin(world) for name in names}


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_the_key_goes_in_the_act_that_ends_it(world, name):
    lost = ENDINGS[name].begin(world)
    assert held(lost.keys) == set(lost.keys), "there was something to lose"
    ENDINGS[name].end(world, lost)
    assert held(lost.keys) == set()


@pytest.mark.no_cover  # it opens every page: lines reached here alone would count as tested
def test_who_lost_the_ground_reads_and_does_nothing(world):
    all_lost = begun(world)
    for name, lost in all_lost.items():
        ENDINGS[name].end(world, lost)
    matrix = Ended.among(world, all_lost)
    set_clock(AFTERWARDS)
    told = {}
    for name, lost in all_lost.items():
        found = matrix.walk_ended(lost)
        told[name] = sorted({str(one) for one in found})
        matrix.findings = []
    people = {each.pk: each for lost in all_lost.values() for each in lost.members}
    told["lists"] = sorted({str(one) for one in matrix.walk_lists(tuple(people.values()))})
    assert {name: found for name, found in told.items() if found} == {}


def test_a_ground_that_does_not_end_is_found(world):
    all_lost = begun(world, ("grant revoked", "case handed over"))
    matrix = Ended.among(world, all_lost)
    for lost in all_lost.values():
        matrix.findings = []
        assert matrix.walk_ended(lost) != []
