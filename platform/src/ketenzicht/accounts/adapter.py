# SPDX-License-Identifier: EUPL-1.2
"""How sign-in behaves here: no self-made accounts, no words in a mail that tell the subject."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ketenzicht.accounts.models import User
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.audit.services import record
from ketenzicht.core.limits import neighbourhood
from ketenzicht.core.sessions import missing_factor_proof
from ketenzicht.mail.services import notify_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by an organisation's administrator, never by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for a new proof on our clock; a sign-in of just now is one, if it was as strong."""
        return bool(missing_factor_proof(self.request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count the tries of a subnet together, and keep no more of it in the list of sessions."""
        return neighbourhood(str(super().get_client_ip(request)))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a row about whose account was tried, by the day.

        For an address nobody has as well, without a key: the time it takes may not tell which.
        """
        tried = User.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
        record(
            actor=None,
            action=AccountPermission.ACCOUNT_OWN,
            kind="user",
            id=tried.pk if tried else None,
            now=request.now,  # type: ignore[attr-defined]  # see core.http
            outcome="sign-in-refused",
        )
        super().authentication_failed(request, **credentials)

    def send_notification_mail(self, template_prefix: str, user: User, **kwargs: Any) -> None:
        """Leave a row, and queue a mail that says that something changed, never what."""
        now, changed = self.request.now, template_prefix.rpartition("/")[2]
        record(
            actor=self.request.member,
            action=AccountPermission.ACCOUNT_OWN,
            kind="user",
            id=user.pk,
            now=now,
            outcome=changed,
        )
        # To the person, not to a membership: whoever left an organisation still has the account.
        notify_address(user.email, user.language, AccountNotice.MEMBERSHIP, now=now)
