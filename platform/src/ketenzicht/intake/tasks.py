# SPDX-License-Identifier: EUPL-1.2
"""Sweeps: find what is due and call the service. No arguments but the moment; safe to repeat."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.intake import services


def sweep(now: datetime) -> dict[str, int]:
    """Do all that is due, and return how many of each."""
    return {
        "offers returned": services.expire_referrals(now=now),
        "reports moved": services.rescue_reports(now=now),
        "reports fingerprinted": services.key_waiting_reports(now=now),
        "reporters' names shredded": services.shred_identities(now=now),
        "reports shredded": services.shred_reports(now=now),
    }
