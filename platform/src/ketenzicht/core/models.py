# SPDX-License-Identifier: EUPL-1.2
"""Tables of the platform itself: counters, and what is remembered shortly."""

from django.db import models

from ketenzicht.core.classification import classified


@classified(internal="key window_start window_end count")
class Counter(models.Model):
    """How often something was tried in one window; the key is a fingerprint of the day."""

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
