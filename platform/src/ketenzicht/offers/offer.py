# SPDX-License-Identifier: EUPL-1.2
"""What a table of offers has: who asks whom, until when, and what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

#: The columns of an offer, for the classification of a table that has them.
OFFER = (
    "giver receiver state envelope_id offered_at answer_by answered_at answered_by refusal version"
)


class Offer(models.Model):
    """One organisation asks another to take something on, with a moment to answer by.

    Its words lie in an envelope of its own, which the receiver opens before it decides; an app
    whose words lie in the envelope of what is offered about says so.
    """

    #: Whether nothing else lies in its envelope, so that a key to it ends with the offer.
    envelope_apart: ClassVar[bool] = True

    giver = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    envelope_id = models.UUIDField()
    offered_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
