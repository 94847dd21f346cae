# SPDX-License-Identifier: EUPL-1.2
"""What the person said about sharing, one answer a row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.cases.file.models import of_case
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@classified(
    internal="id case kind recipient state given_by at by language envelope_id seq",
    sensitive="words",
)
class Consent(models.Model):
    """What the person said about one purpose, and for whom. The last row counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    recipient = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=14)
    # Who answered for a minor; empty when the person did, or nobody said.
    given_by = models.CharField(max_length=10, blank=True, default="", db_default="")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    language = models.CharField(max_length=3, blank=True)
    envelope_id = models.UUIDField()
    words = SealedField()
    seq = models.PositiveIntegerField()

    objects = GuardedManager()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=["case", "seq"], name="consents_are_numbered"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ConsentState]),
                name="consent_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"

    @property
    def asked(self) -> bool:
        return self.state == ConsentState.ASKED

    @property
    def given(self) -> bool:
        return self.state == ConsentState.GIVEN

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q:
        """Whoever sees the needs of the case sees what was agreed about sharing."""
        return of_case(actor, now, Section.NEEDS)
