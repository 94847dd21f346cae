# SPDX-License-Identifier: EUPL-1.2
"""Key pairs of organisations: made once, renewed without losing what the old pair closed."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import Key, KeyMisplaced, new_pair, open_for, seal_for
from ketenzicht.core.errors import Unavailable
from ketenzicht.vault.models import OrganisationKey


def current_pair(organisation_id: UUID, *, now: datetime) -> OrganisationKey:
    """The pair to seal to; made on the spot by a process that holds the root key."""
    pairs = OrganisationKey.objects.filter(organisation=organisation_id, retired=None)
    # Sealing asks for the public half; the process that only seals may not even read the other.
    pair = pairs.defer("sealed_private").first()
    if pair is not None:
        return pair
    try:
        return make_pair(organisation_id, now=now)
    except KeyMisplaced:
        # The public process cannot make keys; nothing may be received that nobody could read.
        raise Unavailable from None


def make_pair(organisation_id: UUID, *, now: datetime) -> OrganisationKey:
    """Make the first pair of an organisation; two who try at once get the same one."""
    try:
        with transaction.atomic():
            pair = _fresh(organisation_id, 1, now)
            pair.save(force_insert=True)
            return pair
    except IntegrityError:
        return OrganisationKey.objects.get(organisation=organisation_id, retired=None)


def renew_pair(organisation_id: UUID, *, now: datetime) -> OrganisationKey:
    """Start a new pair; the old one stays readable until everything is sealed anew."""
    with transaction.atomic():
        pairs = OrganisationKey.objects.select_for_update().filter(organisation=organisation_id)
        last = pairs.order_by("-version").first()
        pairs.filter(retired=None).update(retired=local_date(now))
        fresh = _fresh(organisation_id, last.version + 1 if last else 1, now)
        fresh.save(force_insert=True)
        return fresh


def private_half(pair: OrganisationKey) -> bytes:
    """Open the private half with the root key; the public process cannot."""
    place = _place(pair.organisation_id, pair.version)
    return open_for(Key.ROOT, bytes(pair.sealed_private), place=place)


def seal_private(organisation_id: UUID, version: int, private: bytes) -> bytes:
    """Close a private half under the newest root key."""
    return seal_for(Key.ROOT, private, place=_place(organisation_id, version))


def _fresh(organisation_id: UUID, version: int, now: datetime) -> OrganisationKey:
    pair = new_pair()
    return OrganisationKey(
        organisation_id=organisation_id,
        version=version,
        public=pair.public,
        sealed_private=seal_private(organisation_id, version, pair.private),
        since=local_date(now),
    )


def _place(organisation_id: UUID, version: int) -> tuple[str, str, int]:
    return ("organisation key", str(organisation_id), version)
