# SPDX-License-Identifier: EUPL-1.2
"""Snapshots of lists (counts only, no people) and the runs made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.estimates.states import Outcome, Source
from ketenzicht.jobs.job import JOB, Job


@classified(
    internal="id organisation source title lists histories observed digest taken_at years"
    " characteristics kinds scheme"
)
class Snapshot(models.Model):
    """Capture histories as they were at one moment; never changed afterwards.

    `histories` maps a pattern such as `10110` (list 1 first) to a number of people. Where more is
    known of people, `kinds` divides them further: a row per pattern and characteristics, such as
    `["10110", ["2021", "minor"], 12]`; null stands for unknown.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    lists = models.JSONField()
    histories = models.JSONField()
    observed = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    #: Which years the lists cover; empty when nobody said.
    years = models.JSONField(default=list)
    characteristics = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    #: How reporters were divided into lists; empty for lists that came from elsewhere, or before.
    scheme = models.CharField(max_length=32, blank=True, db_default="")

    objects = GuardedManager["Snapshot"]()

    class Meta:
        ordering = ("-taken_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "digest", "title"], name="a_snapshot_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]),
                name="input_source_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @classmethod
    def reach(cls, actor: Any, now: datetime) -> Q:
        return Q(organisation_id=actor.organisation_id)


@classified(
    internal=f"id organisation input method options result seed version made_by made_at {JOB}"
)
class Run(Job):
    """One estimate: a snapshot, a method with its settings, and what came out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    input = models.ForeignKey(Snapshot, models.PROTECT, related_name="runs")
    method = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    seed = models.BigIntegerField(null=True)
    version = models.CharField(max_length=20, blank=True)
    made_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = GuardedManager["Run"]()

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="run_outcome_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.input}: {self.method}"

    @classmethod
    def reach(cls, actor: Any, now: datetime) -> Q:
        return Q(organisation_id=actor.organisation_id)

    def keep(self, result: dict[str, Any]) -> None:
        """Take over what the method gave."""
        number = result["estimate"] is not None
        self.outcome = Outcome.NUMBER if number else Outcome.NO_NUMBER
        self.result, self.seed, self.version = result, result["seed"], result["version"]


@classified(internal=f"id organisation run repeats result asked_by asked_at {JOB}")
class Examination(Job):
    """What telwerk finds when it doubts one estimate from every side."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    run = models.OneToOneField(Run, models.CASCADE, related_name="examination")
    repeats = models.PositiveSmallIntegerField()
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = GuardedManager["Examination"]()

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="examination_outcome_is_known",
            ),
        )

    @classmethod
    def reach(cls, actor: Any, now: datetime) -> Q:
        return Q(organisation_id=actor.organisation_id)
