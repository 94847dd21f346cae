# SPDX-License-Identifier: EUPL-1.2
"""Releases: frozen, safe, and signed off by two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.publishing.states import ReleaseState


@classified(
    public="id title state content digest published_at",
    internal="organisation prepared_by prepared_at approved_by",
)
class Release(models.Model):
    """What is published at one moment: only counts that may be shown, and an estimate.

    `content` holds nothing that has not passed disclosure control; the counts behind a hidden
    cell are not kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, default=ReleaseState.PREPARED)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    prepared_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = GuardedManager["Release"]()

    class Meta:
        ordering = ("-prepared_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="a_release_is_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.PUBLISHED) | Q(approved_by__isnull=False),
                name="a_published_release_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReleaseState]),
                name="release_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @classmethod
    def reach(cls, actor: Any, now: datetime) -> Q:
        return Q(organisation_id=actor.organisation_id)
