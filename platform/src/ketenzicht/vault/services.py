# SPDX-License-Identifier: EUPL-1.2
"""Making, opening, sharing and shredding safes.

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
from ketenzicht.vault import burial
from ketenzicht.vault.models import CodeKey, OrganisationKey, Safe, SealedKey, Tombstone
from ketenzicht.vault.pairs import current_pair, make_pair, private_half
from ketenzicht.vault.safes import OpenSafe, SafeClosed, SealBroken
from ketenzicht.vault.walls import every_key, keys_of

__all__ = [
    "OpenSafe",
    "PreparedCode",
    "SafeClosed",
    "SealBroken",
    "make_missing_pairs",
    "new_safe",
    "open_by_code",
    "open_safe",
    "open_safes",
    "open_with_code",
    "prepare_code",
    "reseal",
    "seal_with_code",
    "share_safe",
    "shred_safe",
    "withdraw_safe",
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


def new_safe(*, kind: str, origin: HasId, now: datetime) -> OpenSafe:
    """Make a safe, sealed to the organisation it starts with; needs no private key."""
    safe = Safe(kind=kind, origin_id=origin.id, made=local_date(now))
    opened = OpenSafe(safe.id, kind, origin.id, safe.version, new_key())
    with transaction.atomic(), keys_of(origin.id):
        safe.save(force_insert=True)
        _seal_to(opened, current_pair(origin.id, now=now), now).save(force_insert=True)
    return opened


def open_safe(safe_id: UUID, organisation_id: UUID) -> OpenSafe:
    """Open one safe for an organisation, or say it is not there."""
    opened = open_safes([safe_id], organisation_id)
    if safe_id not in opened:
        raise SafeClosed
    return opened[safe_id]


def open_safes(safe_ids: Iterable[UUID], organisation_id: UUID) -> dict[UUID, OpenSafe]:
    """Open many safes for an organisation in one query; those it has no key for are absent."""
    keys = SealedKey.objects.filter(safe__in=list(safe_ids), organisation=organisation_id)
    with keys_of(organisation_id):
        found = list(keys.select_related("safe", "pair"))
    privates = {pair.pk: private_half(pair) for pair in {key.pair for key in found}}
    return {key.safe_id: _opened(key, privates[key.pair_id]) for key in found}


def share_safe(opened: OpenSafe, organisation: HasId, *, now: datetime) -> None:
    """Give an organisation its own sealed key; sharing twice changes nothing."""
    with transaction.atomic(), keys_of(organisation.id):
        # The safe's row is the lock: sharing and shredding at once may not leave a key behind.
        Safe.objects.select_for_update().filter(pk=opened.id).first()
        if Tombstone.objects.filter(pk=opened.id).exists():
            raise SafeClosed
        if not SealedKey.objects.filter(safe=opened.id, organisation=organisation.id).exists():
            pair = current_pair(organisation.id, now=now)
            _seal_to(opened, pair, now).save(force_insert=True)


def withdraw_safe(safe_id: UUID, organisation_id: UUID, *, now: datetime) -> None:
    """Take an organisation's key away; the next opening already fails."""
    with keys_of(organisation_id):
        SealedKey.objects.filter(safe=safe_id, organisation=organisation_id).delete()


def shred_safe(safe_id: UUID, *, now: datetime, reason: str) -> None:
    """Drop every key of a safe for good; what it closed can never be read again."""
    with transaction.atomic():
        Safe.objects.select_for_update().filter(pk=safe_id).first()
        stone, fresh = Tombstone.objects.get_or_create(
            safe_id=safe_id, defaults={"reason": reason, "buried": local_date(now)}
        )
        burial.drop_keys([safe_id])
        if fresh:
            transaction.on_commit(partial(burial.finish, stone))


def reseal(key_id: int, *, now: datetime) -> bool:
    """Close one key anew with the current pair of its organisation; False when it was done."""
    with transaction.atomic(), every_key():
        rows = SealedKey.objects.select_for_update(of=("self",)).select_related("safe", "pair")
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


def seal_with_code(opened: OpenSafe, code: str | PreparedCode) -> None:
    """Let the holder of a receipt code open this safe too."""
    ready = prepare_code(code) if isinstance(code, str) else code
    sealed = seal(ready.key, opened.key, place=_code_place(opened.id))
    row = CodeKey(safe_id=opened.id, lookup=ready.lookup, salt=ready.salt, sealed=sealed)
    row.save(force_insert=True)


def open_with_code(safe_id: UUID, code: str) -> OpenSafe:
    """Open this safe with a receipt code; a wrong code costs as much time as a right one."""
    return _open_code_key(CodeKey.objects.filter(safe=safe_id).select_related("safe").first(), code)


def open_by_code(code: str) -> OpenSafe:
    """Find and open the safe of a receipt code; an unknown code costs as much time."""
    found = CodeKey.objects.filter(lookup=code_lookup(code)).select_related("safe").first()
    return _open_code_key(found, code)


def _open_code_key(found: CodeKey | None, code: str) -> OpenSafe:
    wrapping = wrapping_key(code, bytes(found.salt) if found else bytes(SALT))
    if found is None:
        raise SafeClosed
    try:
        key = open_sealed(wrapping, bytes(found.sealed), place=_code_place(found.safe_id))
    except Tampered:
        raise SafeClosed from None
    return _open_as(found.safe, key)


def _opened(key: SealedKey, private: bytes) -> OpenSafe:
    place = _key_place(key.safe_id, key.organisation_id, key.pair.version, key.safe.version)
    try:
        return _open_as(key.safe, open_with_private(private, bytes(key.sealed), place=place))
    except Tampered:
        raise SealBroken from None


def _open_as(safe: Safe, key: bytes) -> OpenSafe:
    return OpenSafe(safe.id, safe.kind, safe.origin_id, safe.version, key)


def _seal_to(opened: OpenSafe, pair: OrganisationKey, now: datetime) -> SealedKey:
    place = _key_place(opened.id, pair.organisation_id, pair.version, opened.version)
    return SealedKey(
        safe_id=opened.id,
        organisation_id=pair.organisation_id,
        pair=pair,
        sealed=seal_to_public(bytes(pair.public), opened.key, place=place, version=pair.version),
        shared=local_date(now),
    )


def _key_place(
    safe_id: UUID, organisation_id: UUID, key_version: int, safe_version: int
) -> tuple[str, str, str, int, int]:
    return ("sealed key", str(safe_id), str(organisation_id), key_version, safe_version)


def _code_place(safe_id: UUID) -> tuple[str, str]:
    return ("code key", str(safe_id))
