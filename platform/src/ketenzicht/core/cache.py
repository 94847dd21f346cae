# SPDX-License-Identifier: EUPL-1.2
"""The cache of the sign-in package: in the shared database, so that its limits count for all.

Counters in the memory of one process would give an attacker as many tries as there are
processes. Keys are stored as keyed fingerprints, because they can hold addresses of people;
values are JSON, because what is read back from a table must not be able to run.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import transaction
from django.db.models import QuerySet

from ketenzicht.core.clock import system_clock
from ketenzicht.core.crypto import Key, keyed_hash
from ketenzicht.core.models import Remembered

# Nothing here is worth keeping for longer, also when a caller asks for ever.
LONGEST = timedelta(days=1)  # no term: of a cache


class SharedCache(BaseCache):
    """Remembers small values for a short time, for all processes."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._live(key, version).values_list("value", flat=True).first()
        return default if found is None else json.loads(found)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        columns = {"value": json.dumps(value), "expires": self._expires(timeout)}
        Remembered.objects.update_or_create(key=self._name(key, version), defaults=columns)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        columns = {"value": json.dumps(value), "expires": self._expires(timeout)}
        with transaction.atomic():
            Remembered.objects.filter(expires__lte=system_clock()).delete()
            return Remembered.objects.get_or_create(key=self._name(key, version), defaults=columns)[
                1
            ]

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._live(key, version).update(expires=self._expires(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._live(key, version).delete()[0] == 1

    def clear(self) -> None:
        Remembered.objects.all().delete()

    def _live(self, key: str, version: int | None) -> QuerySet[Remembered]:
        name = self._name(key, version)
        return Remembered.objects.filter(key=name, expires__gt=system_clock())

    def _name(self, key: str, version: int | None) -> bytes:
        return keyed_hash(Key.LIMITS, "remembered", self.make_key(key, version))

    def _expires(self, timeout: Any) -> datetime:
        # The package that asks counts in seconds of the machine's clock; so does the table.
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        kept = LONGEST if seconds is None else min(timedelta(seconds=seconds), LONGEST)
        return system_clock() + kept
