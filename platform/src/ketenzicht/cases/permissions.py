# SPDX-License-Identifier: EUPL-1.2
"""What may be done with cases, emergency access and standstills."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class CasePermission(Permission):
    """One act on one kind of thing."""

    BED_ANSWER = "bed:answer"
    BED_READ = "bed:read"
    BREAK_GLASS_REVIEW = "breakglass:review"
    CASE_ANSWER = "case:answer"
    CASE_BREAK_GLASS = "case:break-glass"
    CASE_CLOSE = "case:close"
    CASE_GRANT = "case:grant"
    CASE_TRANSFER = "case:hand-over"
    CASE_IDENTITY = "case:identity"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    CASE_WRITE = "case:write"
    DISPUTE_DECIDE = "dispute:decide"
    DISPUTE_READ = "dispute:read"
    BOARD_READ = "stall:read"
