# SPDX-License-Identifier: EUPL-1.2
"""Changes of claims, and the reference data as they were after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from ketenzicht import reference
from ketenzicht.claims import selectors, services
from ketenzicht.claims.models import Change
from ketenzicht.reference.writing import ABOUT_ITSELF, row_of
from tests.factories.accounts import World

FROM = date(2027, 1, 1)
ABOUT = {
    "source": "Besluit van het bestuur",
    "certainty": "medium",
    "kind": "default",
    "gathered": date(2026, 11, 18),
    "look_again": date(2027, 11, 18),
    "valid_from": FROM,
}

Propose = Callable[..., Change]


@pytest.fixture(autouse=True)
def ours_again() -> Iterator[None]:
    yield
    reference.put(())


def new_row(section: str, code: str, **changes: Any) -> Mapping[str, Any]:
    """The row there is, with something else in it, from the first of January on."""
    row = row_of(selectors.versions_of(section, code)[0])
    said = {key: value for key, value in row.items() if key not in ABOUT_ITSELF}
    return {**said, **ABOUT, **changes}


@pytest.fixture
def propose(world: World, now: datetime) -> Propose:
    """The helpdesk proposes a change."""

    def proposed(part: str, section: str, code: str, **changes: Any) -> Change:
        return services.propose_version(
            actor=world.comensha["comensha_helpdesk"],
            part=part,
            section=section,
            row=new_row(section, code, **changes),
            why="Het bestuur besloot dit.",
            now=now,
        )

    return proposed


@pytest.fixture
def take(
    world: World, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[[Change], Change]:
    """The administrator of the platform looks at it and takes it over."""

    def taken(change: Change) -> Change:
        with django_capture_on_commit_callbacks(execute=True):
            return services.accept_change(
                actor=world.comensha["platform_administrator"], change_id=change.pk, now=now
            )

    return taken
