# SPDX-License-Identifier: EUPL-1.2
"""Keeping the search words of sealed texts; call it in the transaction that changes the text."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from ketenzicht.search.models import SealedWord
from ketenzicht.search.tokens import tokens_of


def index_text(kind: str, object_id: UUID, organisation_id: UUID, text: str) -> None:
    """Replace the search words of one text of one organisation."""
    forget_texts(kind, [object_id], organisation_id=organisation_id)
    SealedWord.objects.bulk_create(
        SealedWord(kind=kind, object_id=object_id, organisation_id=organisation_id, value=value)
        for value in tokens_of(kind, organisation_id, text)
    )


def forget_texts(
    kind: str, object_ids: Collection[UUID], *, organisation_id: UUID | None = None
) -> None:
    """Drop the search words of these things: of one organisation, or of all."""
    rows = SealedWord.objects.filter(kind=kind, object_id__in=object_ids)
    if organisation_id is not None:
        rows = rows.filter(organisation=organisation_id)
    rows.delete()
