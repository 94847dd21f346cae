# SPDX-License-Identifier: EUPL-1.2
"""Web sessions in the database, of which no row opens one.

The cookie holds a random key; the table holds a keyed hash of it and sealed contents, so that a
stolen copy of the database signs nobody in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from ketenzicht.core.crypto import Key, keyed_hash
from ketenzicht.core.models import WebSession

#: So much of the hash, in hexadecimal, that the column of the framework holds it.
_LENGTH = 40


def stored_key(cookie_key: str) -> str:
    """Return what the table holds for the key in a cookie; nothing leads back."""
    return keyed_hash(Key.TEXTS, "web-session", cookie_key).hex()[:_LENGTH]


def contents_of(account: UUID) -> dict[str, dict[str, Any]]:
    """Open the live sessions of an account: what each holds, by what the table calls it."""
    rows = WebSession.objects.live().filter(account=account)
    return {row.pk: SessionStore().decode(row.session_data) for row in rows}


def end(keys: Collection[str]) -> int:
    """End the sessions that the table calls so; returns how many there were."""
    return WebSession.objects.filter(pk__in=keys).delete()[0]


class SessionStore(db.SessionStore):
    """The framework's sessions in the database, found by a keyed hash of their key."""

    @classmethod
    def get_model_class(cls) -> type[WebSession]:
        return WebSession

    def create_model_instance(self, data: dict[str, Any]) -> WebSession:
        account = data.get(SESSION_KEY)
        return WebSession(
            session_key=self.stored_key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account=UUID(account) if account else None,
        )

    def load(self) -> dict[str, Any]:
        row = WebSession.objects.live().filter(pk=self.stored_key).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(stored_key(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            WebSession.objects.filter(pk=stored_key(key)).delete()

    @property
    def stored_key(self) -> str:
        """What the table holds for this session; nothing for one that was never kept."""
        return stored_key(self.session_key) if self.session_key else ""
