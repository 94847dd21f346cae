# SPDX-License-Identifier: EUPL-1.2
"""What an organisation calls its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.cases.file.models import Case, Label
from ketenzicht.vault.services import open_envelopes

#: How the search words of own names are told apart from those of other texts.
LABEL = "case-label"

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def labels_of(
    actor: Member, case_ids: Iterable[UUID] | QuerySet[Case], now: datetime
) -> Mapping[UUID, str]:
    """What the actor's organisation calls these cases."""
    rows = list(Label.objects.for_reader(actor, now).filter(case__in=case_ids))
    envelopes = open_envelopes([row.envelope_id for row in rows], actor.organisation_id)
    return {
        row.case_id: envelopes[row.envelope_id].read(row, "words")
        for row in rows
        if row.envelope_id in envelopes
    }
