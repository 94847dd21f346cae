# SPDX-License-Identifier: EUPL-1.2
"""Who is told by the notices that wait or went, for tests."""

from __future__ import annotations

from ketenzicht.accounts.models import Member
from ketenzicht.mail.models import Notice


def told(*reasons: str) -> list[tuple[str, str]]:
    """Address and reason of every notice, or of those with one of these reasons."""
    rows = Notice.objects.filter(reason__in=reasons) if reasons else Notice.objects.all()
    return sorted((_address(row), row.reason) for row in rows)


def addresses_told(*reasons: str) -> list[str]:
    """The addresses of every notice, or of those with one of these reasons."""
    return [address for address, _reason in told(*reasons)]


def _address(notice: Notice) -> str:
    if notice.member is None:
        return notice.recipient
    return Member.objects.get(pk=notice.member).user.email
