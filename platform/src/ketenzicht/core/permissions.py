# SPDX-License-Identifier: EUPL-1.2
"""What a role may do, in one sorted vocabulary. Rows are decided in each app's selectors."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from ketenzicht.core.errors import NotAllowed


class Permission(StrEnum):
    """One act on one kind of thing."""

    ACCOUNT_OWN = "account:own"
    AUDIT_READ = "audit:read"
    BREAKGLASS_REVIEW = "breakglass:review"
    CASE_BREAK_GLASS = "case:break-glass"
    CASE_CLOSE = "case:close"
    CASE_GRANT = "case:grant"
    CASE_HAND_OVER = "case:hand-over"
    CASE_IDENTITY = "case:identity"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    CASE_WRITE = "case:write"
    DESK_MANAGE = "desk:manage"
    ESTIMATE_READ = "estimate:read"
    ESTIMATE_RUN = "estimate:run"
    MEMBER_MANAGE = "member:manage"
    ORGANISATION_APPROVE = "organisation:approve"
    ORGANISATION_PROPOSE = "organisation:propose"
    REGISTER_DUTY = "register:duty"
    REGISTER_ENTER = "register:enter"
    REGISTER_MERGE = "register:merge"
    REGISTER_READ = "register:read"
    RELEASE_APPROVE = "release:approve"
    RELEASE_PREPARE = "release:prepare"
    REPORT_READ = "report:read"
    REPORT_TRIAGE = "report:triage"
    REPORTER_REVEAL = "reporter:reveal"
    STALL_READ = "stall:read"


class Holder(Protocol):
    """Whoever carries permissions: a member of an organisation."""

    @property
    def permissions(self) -> frozenset[Permission]: ...


def require(actor: Holder, permission: Permission) -> None:
    """Raise `NotAllowed` unless one of the actor's roles carries the permission."""
    if permission not in actor.permissions:
        raise NotAllowed
