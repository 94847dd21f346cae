# SPDX-License-Identifier: EUPL-1.2
"""What may be done with the register."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class RegisterPermission(Permission):
    """One act on one kind of thing."""

    REGISTER_DUTY = "register:duty"
    REGISTER_ENTER = "register:enter"
    REGISTER_MERGE = "register:merge"
    REGISTER_READ = "register:read"
