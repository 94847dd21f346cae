# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.cases.file.models import Block
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case organisation place shelter_type envelope_id since until document_day",
    vault="address",
)
class Whereabouts(models.Model):
    """Where the person stays. Only the sheltering organisation opens the address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    place = models.CharField(max_length=12)
    shelter_type = models.CharField(max_length=24)
    envelope_id = models.UUIDField()
    address = SealedField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    document_day = models.DateField(null=True)  # until when, by the decision about the place

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True),
                name="a_person_stays_at_one_place",
            ),
        )

    def __str__(self) -> str:
        return self.place

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The sheltering organisation alone, and never a member blocked on the case."""
        return Q(organisation_id=actor.organisation_id) & ~Block.hides(actor)
