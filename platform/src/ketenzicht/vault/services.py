# SPDX-License-Identifier: EUPL-1.2
"""Making, opening, sharing and shredding envelopes.

Opening needs a sealed key for the organisation that asks. Taking that key away ends access at
once, for web sessions and queued work alike, because nothing else holds the data key.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from django.db import transaction

from ketenzicht.accounts.selectors import active_organisations
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import (
    Tampered,
    code_lookup,
    new_key,
    open_sealed,
    open_with_private,
    seal,
    seal_to_public,
    wrapping_key,
)
from ketenzicht.vault import tombstones
from ketenzicht.vault.envelopes import EnvelopeClosed, OpenEnvelope, SealBroken
from ketenzicht.vault.models import CodeKey, Envelope, OrganisationKey, Tombstone, WrappedKey
from ketenzicht.vault.pairs import current_pair, make_pair, private_half
from ketenzicht.vault.row_level_security import every_key, keys_of

__all__ = [
    "EnvelopeClosed",
    "OpenEnvelope",
    "PreparedCode",
    "SealBroken",
    "make_missing_pairs",
    "new_envelope",
    "open_by_code",
    "open_envelope",
    "open_envelopes",
    "open_with_code",
    "prepare_code",
    "rewrap",
    "seal_with_code",
    "share_envelope",
    "shred_envelope",
    "withdraw_envelope",
]

SALT = 16


class HasId(Protocol):
    """An organisation, as far as the vault needs to know it."""

    @property
    def id(self) -> UUID: ...


def make_missing_pairs(*, now: datetime) -> int:
    """Make a key pair for every organisation that has none; returns how many."""
    have = OrganisationKey.objects.filter(retired=None).values("organisation")
    lacking = active_organisations().exclude(pk__in=have)
    return len([make_pair(one.pk, now=now) for one in lacking])


def new_envelope(*, kind: str, origin: HasId, now: datetime) -> OpenEnvelope:
    """Make an envelope, sealed to the organisation it starts with; needs no private key."""
    envelope = Envelope(kind=kind, origin_id=origin.id, made=local_date(now))
    opened = OpenEnvelope(envelope.id, kind, origin.id, envelope.version, new_key())
    with transaction.atomic(), keys_of(origin.id):
        envelope.save(force_insert=True)
        _seal_to(opened, current_pair(origin.id, now=now), now).save(force_insert=True)
    return opened


def open_envelope(envelope_id: UUID, organisation_id: UUID) -> OpenEnvelope:
    """Open one envelope for an organisation, or say it is not there."""
    opened = open_envelopes([envelope_id], organisation_id)
    if envelope_id not in opened:
        raise EnvelopeClosed
    return opened[envelope_id]


def open_envelopes(envelope_ids: Iterable[UUID], organisation_id: UUID) -> dict[UUID, OpenEnvelope]:
    """Open many envelopes for an organisation in one query; those it has no key for are absent."""
    keys = WrappedKey.objects.filter(envelope__in=list(envelope_ids), organisation=organisation_id)
    with keys_of(organisation_id):
        found = list(keys.select_related("envelope", "pair"))
    privates = {pair.pk: private_half(pair) for pair in {key.pair for key in found}}
    return {key.envelope_id: _opened(key, privates[key.pair_id]) for key in found}


def share_envelope(opened: OpenEnvelope, organisation: HasId, *, now: datetime) -> None:
    """Give an organisation its own sealed key; sharing twice changes nothing."""
    with transaction.atomic(), keys_of(organisation.id):
        # The envelope's row is the lock: sharing and shredding at once may not leave a key behind.
        Envelope.objects.select_for_update().filter(pk=opened.id).first()
        if Tombstone.objects.filter(pk=opened.id).exists():
            raise EnvelopeClosed
        if not WrappedKey.objects.filter(envelope=opened.id, organisation=organisation.id).exists():
            pair = current_pair(organisation.id, now=now)
            _seal_to(opened, pair, now).save(force_insert=True)


def withdraw_envelope(envelope_id: UUID, organisation_id: UUID, *, now: datetime) -> None:
    """Take an organisation's key away; the next opening already fails."""
    with keys_of(organisation_id):
        WrappedKey.objects.filter(envelope=envelope_id, organisation=organisation_id).delete()


def shred_envelope(envelope_id: UUID, *, now: datetime, reason: str) -> None:
    """Drop every key of an envelope for good; what it closed can never be read again."""
    with transaction.atomic():
        Envelope.objects.select_for_update().filter(pk=envelope_id).first()
        stone, fresh = Tombstone.objects.get_or_create(
            envelope_id=envelope_id, defaults={"reason": reason, "buried": local_date(now)}
        )
        tombstones.drop_keys([envelope_id])
        if fresh:
            transaction.on_commit(partial(tombstones.finish, stone))


def rewrap(key_id: int, *, now: datetime) -> bool:
    """Close one key anew with the current pair of its organisation; False when it was done."""
    with transaction.atomic(), every_key():
        rows = WrappedKey.objects.select_for_update(of=("self",)).select_related("envelope", "pair")
        key = rows.filter(pk=key_id).first()
        if key is None or key.pair.retired is None:
            return False
        pair = current_pair(key.organisation_id, now=now)
        fresh = _seal_to(_opened(key, private_half(key.pair)), pair, now)
        key.sealed, key.pair = fresh.sealed, pair
        key.save(update_fields=["sealed", "pair"])
        return True


@dataclass(frozen=True, slots=True)
class PreparedCode:
    """A receipt code after the slow derivation, ready to be used inside a transaction."""

    lookup: bytes
    salt: bytes
    key: bytes = field(repr=False)


def prepare_code(code: str) -> PreparedCode:
    """Do the slow part of sealing with a code; before the transaction, which others wait for."""
    salt = secrets.token_bytes(SALT)
    return PreparedCode(code_lookup(code), salt, wrapping_key(code, salt))


def seal_with_code(opened: OpenEnvelope, code: str | PreparedCode) -> None:
    """Let the holder of a receipt code open this envelope too."""
    ready = prepare_code(code) if isinstance(code, str) else code
    sealed = seal(ready.key, opened.key, place=_code_place(opened.id))
    row = CodeKey(envelope_id=opened.id, lookup=ready.lookup, salt=ready.salt, sealed=sealed)
    row.save(force_insert=True)


def open_with_code(envelope_id: UUID, code: str) -> OpenEnvelope:
    """Open this envelope with a receipt code; a wrong code costs as much time as a right one."""
    return _open_code_key(
        CodeKey.objects.filter(envelope=envelope_id).select_related("envelope").first(), code
    )


def open_by_code(code: str) -> OpenEnvelope:
    """Find and open the envelope of a receipt code; an unknown code costs as much time."""
    found = CodeKey.objects.filter(lookup=code_lookup(code)).select_related("envelope").first()
    return _open_code_key(found, code)


def _open_code_key(found: CodeKey | None, code: str) -> OpenEnvelope:
    wrapping = wrapping_key(code, bytes(found.salt) if found else bytes(SALT))
    if found is None:
        raise EnvelopeClosed
    try:
        key = open_sealed(wrapping, bytes(found.sealed), place=_code_place(found.envelope_id))
    except Tampered:
        raise EnvelopeClosed from None
    return _open_as(found.envelope, key)


def _opened(key: WrappedKey, private: bytes) -> OpenEnvelope:
    place = _key_place(key.envelope_id, key.organisation_id, key.pair.version, key.envelope.version)
    try:
        return _open_as(key.envelope, open_with_private(private, bytes(key.sealed), place=place))
    except Tampered:
        raise SealBroken from None


def _open_as(envelope: Envelope, key: bytes) -> OpenEnvelope:
    return OpenEnvelope(envelope.id, envelope.kind, envelope.origin_id, envelope.version, key)


def _seal_to(opened: OpenEnvelope, pair: OrganisationKey, now: datetime) -> WrappedKey:
    place = _key_place(opened.id, pair.organisation_id, pair.version, opened.version)
    return WrappedKey(
        envelope_id=opened.id,
        organisation_id=pair.organisation_id,
        pair=pair,
        sealed=seal_to_public(bytes(pair.public), opened.key, place=place, version=pair.version),
        shared=local_date(now),
    )


def _key_place(
    envelope_id: UUID, organisation_id: UUID, key_version: int, envelope_version: int
) -> tuple[str, str, str, int, int]:
    return ("sealed key", str(envelope_id), str(organisation_id), key_version, envelope_version)


def _code_place(envelope_id: UUID) -> tuple[str, str]:
    return ("code key", str(envelope_id))
