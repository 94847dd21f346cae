# SPDX-License-Identifier: EUPL-1.2
"""How sign-in behaves here: no self-made accounts, no words in a mail that tell the subject."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by an organisation's administrator, never by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
