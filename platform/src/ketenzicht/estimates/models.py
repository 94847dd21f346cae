# SPDX-License-Identifier: EUPL-1.2
"""Frozen inputs (counts only, no people) and the runs made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.estimates.states import Outcome, Source


@classified(internal="id organisation source title lists histories observed digest frozen_at")
class FrozenInput(models.Model):
    """Capture histories as they were at one moment; never changed afterwards.

    `histories` maps a pattern such as `10110` (list 1 first) to a number of people.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    lists = models.JSONField()
    histories = models.JSONField()
    observed = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    frozen_at = models.DateTimeField()

    objects = GuardedManager["FrozenInput"]()

    class Meta:
        ordering = ("-frozen_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "digest", "title"], name="an_input_is_frozen_once"
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
    internal="id organisation input method options outcome result seed version made_by made_at"
)
class Run(models.Model):
    """One estimate: a frozen input, a method with its settings, and what came out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    input = models.ForeignKey(FrozenInput, models.PROTECT, related_name="runs")
    method = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    outcome = models.CharField(max_length=12)
    result = models.JSONField()
    seed = models.BigIntegerField(null=True)
    version = models.CharField(max_length=20)
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
