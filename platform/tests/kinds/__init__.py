# SPDX-License-Identifier: EUPL-1.2
"""One of each thing a URL can point at, for the access matrix.

Each app has a file here with `KINDS`, keyed by the name of the URL argument:

    def _case(world: World, partner: Partner) -> Made:
        secret = canary("case", partner.organisation.name)
        case = open_case(actor=partner["zorgcoordinator"], own_words=secret, …)
        return Made(case.id, readers=(partner.organisation.pk,), canaries=(secret,))

    KINDS = {
        "case_id": Kind(
            own=lambda world: _case(world, world.shop),
            foreign=lambda world: _case(world, world.moviera),
        ),
    }

`readers` are the organisations with a live ground; for the members of every other one the thing
must answer exactly as a missing one. `readers=EVERY_MEMBER` is for what any member may open.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from tests.factories.accounts import World

#: No organisation is a stranger to it.
EVERY_MEMBER: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A thing that was made: what a URL calls it, whose it is, and what may not leak from it."""

    id: object
    readers: tuple[UUID, ...] | None
    canaries: tuple[str, ...] = field(default=())
    #: For a thing of persons rather than organisations: only these members may read it.
    members: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """How to make one that belongs to SHOP and one that belongs to Moviera."""

    own: Callable[[World], Made]
    foreign: Callable[[World], Made]


def all_kinds() -> dict[str, Kind]:
    """Every kind of every app."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        found.update(importlib.import_module(f"{__name__}.{module.name}").KINDS)
    return found


def all_posts(world: World) -> dict[str, dict[str, object]]:
    """Valid form data per URL name, from the `posts(world)` of the modules that have one.

    Without it a form is posted empty, which a view may refuse before it looks whose thing it is.
    """
    found: dict[str, dict[str, object]] = {}
    for module in pkgutil.iter_modules(__path__):
        posts = getattr(importlib.import_module(f"{__name__}.{module.name}"), "posts", None)
        found.update(posts(world) if posts else {})
    return found
