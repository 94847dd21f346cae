# SPDX-License-Identifier: EUPL-1.2
"""Tables of the platform itself: counters, and what is remembered shortly."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from ketenzicht.core.classification import classified
from ketenzicht.core.clock import system_clock
from ketenzicht.core.unordered import unordered


@unordered
@classified(internal="key window_start window_end count")
class Counter(models.Model):
    """How often something was tried in one window of a day; the key is a fingerprint."""

    key = models.BinaryField(primary_key=True, max_length=32)
    window_start = models.DateTimeField()
    window_end = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} until {self.window_end}"


@classified(internal="key value expires")
class Remembered(models.Model):
    """A small value under the fingerprint of its key, for minutes; see `core.cache`."""

    key = models.BinaryField(primary_key=True, max_length=32)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "remembered"

    def __str__(self) -> str:
        return f"until {self.expires}"


class WebSessionManager(BaseSessionManager["WebSession"]):
    """Finds web sessions that are not over."""

    def live(self) -> models.QuerySet[WebSession]:
        """Sessions whose cookie still counts."""
        return self.filter(expire_date__gt=system_clock())


@classified(internal="session_key session_data expire_date account")
class WebSession(AbstractBaseSession):
    """A web session: a keyed hash of the key in the cookie, and sealed contents."""

    account = models.UUIDField(null=True, db_index=True)

    objects: ClassVar[WebSessionManager] = WebSessionManager()
