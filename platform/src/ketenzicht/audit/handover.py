# SPDX-License-Identifier: EUPL-1.2
"""The rows of the log, as types for every other app; how to find them is in `selectors`."""

from __future__ import annotations

from ketenzicht.audit.models import Entry, UnnamedEntry

__all__ = ["Entry", "UnnamedEntry"]
