# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test of the platform can use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.surfaces.testing_clock import START, set_clock

from tests.factories.accounts import World, make_world


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    """Wednesday 18 November 2026, 11:00 in Amsterdam; the clock is put back after each test."""
    set_clock(START)
    yield START
    set_clock(START)


@pytest.fixture
def world(db: None) -> World:
    """Two regions with their partners, one member per role."""
    return make_world()


@pytest.fixture
def as_member() -> Callable[[Client, Member], Client]:
    """Sign a member in."""

    def sign_in(client: Client, member: Member) -> Client:
        client.force_login(member.user)
        session = client.session
        session[CHOSEN] = str(member.pk)
        session.save()
        return client

    return sign_in
