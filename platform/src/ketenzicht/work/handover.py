# SPDX-License-Identifier: EUPL-1.2
"""What apps may hold of work: an item that a reading gave them, as a type and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketenzicht.work.models import Item as Item  # noqa: PLC0414  because it is passed on, as a type
