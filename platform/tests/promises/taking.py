# SPDX-License-Identifier: EUPL-1.2
"""Trying what a page offers, and reading what it says."""

from __future__ import annotations

from django.db import transaction

from ketenzicht.core.errors import DomainError


def taken(act) -> bool:
    """Whether a service does what it is asked; nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


def main(answer) -> str:
    return answer.content.decode().split("<main")[1].split("</main>")[0]
