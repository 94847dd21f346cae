# SPDX-License-Identifier: EUPL-1.2
"""Inviting somebody and coming in with the code, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, Member, User
from ketenzicht.accounts.states import AskedState
from tests.accounts.signed_in import PASSWORD
from tests.factories.accounts import World

NOOR = "noor@voorbeeld.example"


def invite(world: World, now: datetime, email: str = NOOR) -> services.Invited:
    """Somebody one person asked in and another confirmed, with their code."""
    asked = ask(world, now, email).asked
    assert asked is not None
    confirmed = confirm(world, asked.member, now)
    return services.Invited(confirmed.member, confirmed.code)


def confirm(world: World, member: Member, now: datetime) -> services.Confirmed:
    """What waits for somebody, confirmed by the platform: SHOP has one administrator."""
    waiting = AccessRequest.objects.get(member=member.pk, state=AskedState.WAITING)
    actor = world.comensha["platform_administrator"]
    return services.confirm_access(
        actor=Member.objects.get(pk=actor.pk), request_id=waiting.pk, now=now
    )


def ask(world: World, now: datetime, email: str = NOOR) -> services.Invited:
    """Somebody an administrator asked in; a second person has yet to confirm it."""
    return services.invite_member(
        actor=world.shop["administrator"],
        email=email,
        name="Noor",
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )


def enter(code: str, now: datetime, **given: str) -> User:
    asked = {"email": "noor@voorbeeld.example", "password": PASSWORD, **given}
    return services.accept_invitation(code=code, now=now, **asked)


def at_once(calls: list[Callable[[], Any]]) -> list[str]:
    """What each call came to, each in a thread and a connection of its own."""
    start = threading.Barrier(len(calls))
    told = [""] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            told[place] = type(calls[place]()).__name__
        except Exception as refusal:  # noqa: BLE001  because its name is what the test asserts
            told[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
