# SPDX-License-Identifier: EUPL-1.2
"""Changes of claims, seen by two; and who looks after which part."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.claims.states import ChangeState
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager


@classified(
    internal="id part section code region is_look begins written why state proposed_by proposed_at "
    "decided_by decided_at"
)
class Change(models.Model):
    """A row of this installation for one claim: proposed by one, taken or refused by another.

    `written` holds the row as a file of reference data would. Rows are never changed or deleted:
    what was taken can be read back, and a later row takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    part = models.CharField(max_length=40)
    section = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    region = models.CharField(max_length=40, blank=True)
    is_look = models.BooleanField(default=False)
    begins = models.DateField(null=True)  # of a look: the version that was looked at
    written = models.TextField()
    why = models.TextField()
    state = models.CharField(max_length=12, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = GuardedManager["Change"]()

    class Meta:
        ordering = ("-proposed_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=ChangeState.ACCEPTED)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="a_change_of_a_claim_is_seen_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ChangeState]),
                name="change_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.section}/{self.code}"

    @classmethod
    def reach(cls, _actor: Any, _now: datetime) -> Q:
        """Nothing of a person is in it; every member may read what the product claims."""
        return Q(pk__isnull=False)


@classified(internal="id code owner steward due_on contradicted counted_at")
class Part(models.Model):
    """A part of the reference data: who looks after it, and what asks to be looked at."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    steward = models.ForeignKey("accounts.Member", models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)  # the first day by which to look again
    contradicted = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    objects = GuardedManager["Part"]()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def reach(cls, _actor: Any, _now: datetime) -> Q:
        """Nothing of a person is in it; every member may read who looks after what."""
        return Q(pk__isnull=False)
