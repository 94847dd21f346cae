# SPDX-License-Identifier: EUPL-1.2
"""Answering an offer: by whom it was asked of, once, and on the version that was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.handover import Member
from ketenzicht.core.chunks import by_key
from ketenzicht.core.errors import StaleWrite
from ketenzicht.core.guard import found_in
from ketenzicht.core.states import advance
from ketenzicht.offers.offer import Offer
from ketenzicht.offers.states import ANSWERED, ENDED, OfferState
from ketenzicht.vault.services import withdraw_envelope

One = TypeVar("One", bound=Offer)
State = TypeVar("State", bound=StrEnum)


def locked_offer(rows: QuerySet[One], offer_id: UUID) -> One:
    """Lock an offer among the rows its reader reaches."""
    return found_in(rows.select_for_update(of=("self",)), pk=offer_id)


def as_seen(offer: One, version: int) -> One:
    """Refuse an answer to another version than the one that was seen."""
    if offer.version != version:
        raise StaleWrite
    return offer


def step(
    offer: Offer,
    to: State,
    *,
    table: Mapping[State, frozenset[State]],
    actor: Member | None,
    now: datetime,
) -> None:
    """Bring an offer a step further; an answer says who gave it and when. Saving is the app's.

    When nothing comes of it, whoever was asked loses the key to its words in the same act; that
    it was asked, and how that ended, both sides can go on seeing.
    """
    offer.state = advance(type(to)(offer.state), to, table)
    offer.version += 1
    if to in ANSWERED:
        offer.answered_at, offer.answered_by = now, actor
    if to in ENDED and offer.envelope_apart:
        withdraw_envelope(offer.envelope_id, offer.receiver_id, now=now)


def overdue(rows: QuerySet[One], *, now: datetime) -> Iterator[UUID]:
    """The offers nobody answered in time; the very moment is still in time."""
    late = rows.filter(state=OfferState.OFFERED, answer_by__lt=now).only("pk")
    yield from (offer.pk for offer in by_key(late))
