# SPDX-License-Identifier: EUPL-1.2
"""Where a transfer stands, in words."""

from __future__ import annotations

from ketenzicht.cases.file.codes import label


def transfer_state(state: str) -> str:
    """Where a hand-over stands, in a word."""
    return label("transfer_states", state)
