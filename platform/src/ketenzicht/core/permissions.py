# SPDX-License-Identifier: EUPL-1.2
"""What a role may do. Rows are decided in each app's selectors."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ketenzicht.core.errors import NotAllowed


class Permission(StrEnum):
    """One act on one kind of thing. Each app has its own, in its `permissions`."""


class Holder(Protocol):
    """Whoever carries permissions: a member of an organisation."""

    @property
    def permissions(self) -> frozenset[Permission]: ...


class Actor(Holder, Protocol):
    """A holder who acts for one organisation."""

    @property
    def pk(self) -> UUID: ...

    @property
    def organisation_id(self) -> UUID: ...


def require(actor: Holder, permission: Permission) -> None:
    """Raise `NotAllowed` unless one of the actor's roles carries the permission."""
    if permission not in actor.permissions:
        raise NotAllowed
