# SPDX-License-Identifier: EUPL-1.2
"""When each guard last did its work."""

from __future__ import annotations

from django.db import models

from ketenzicht.core.classification import classified


@classified(internal="guard at fault")
class GuardRun(models.Model):
    """The last time a guard ran, and what it found wrong; empty when it found nothing."""

    guard = models.CharField(max_length=12, primary_key=True)
    at = models.DateTimeField()
    fault = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.guard
