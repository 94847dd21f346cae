# SPDX-License-Identifier: EUPL-1.2
"""What a table of jobs has: how far each is, and whether its worker lives."""

from __future__ import annotations

from typing import Protocol

from django.db import models

from ketenzicht.jobs.states import UNDER_WAY, Failure, JobState


class Said(Protocol):
    """A reason in both languages."""

    @property
    def en(self) -> str: ...

    @property
    def nl(self) -> str: ...


#: The columns of a job, for the classification of a table that has them.
JOB = "outcome done total task attempts heartbeat_at finished_at failure said said_nl"
LONGEST = 300  # characters of a reason


class Job(models.Model):
    """Something that a worker may do: how far it is, and whether its worker lives."""

    outcome = models.CharField(max_length=12)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    task = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=12, blank=True)
    #: What the work itself gave as its reason, in English and in Dutch.
    said = models.CharField(max_length=LONGEST, blank=True)
    said_nl = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def under_way(self) -> bool:
        """Whether something may still come out."""
        return self.outcome in UNDER_WAY

    @property
    def failed(self) -> bool:
        return self.outcome == JobState.FAILED

    @property
    def cancelled(self) -> bool:
        return self.outcome == JobState.CANCELLED

    def fail(self, failure: Failure, words: Said | None = None) -> None:
        """Give up; `words` is what the work itself gave as its reason."""
        self.outcome, self.failure = JobState.FAILED, failure
        if words is not None:
            self.said, self.said_nl = words.en[:LONGEST], words.nl[:LONGEST]
