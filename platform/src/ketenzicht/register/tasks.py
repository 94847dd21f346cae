# SPDX-License-Identifier: EUPL-1.2
"""Sweeps of the register."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.register.services import correct_changed, withdraw_revoked


def sweep(now: datetime) -> dict[str, int]:
    """Withdraw what people took back, correct what changed; safe to repeat."""
    return {"withdrawn": withdraw_revoked(now=now), "corrected": correct_changed(now=now)}
