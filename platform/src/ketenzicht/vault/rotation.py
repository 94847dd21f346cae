# SPDX-License-Identifier: EUPL-1.2
"""Renewing keys while the platform runs; interrupted work goes on where it stopped.

Each step commits on its own, and what is left to do is read from the rows themselves, so there
is no list that could be out of date.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.crypto import Key, version_of
from ketenzicht.core.crypto.keys import add_version, keep_only_newest, ring
from ketenzicht.core.errors import Refused
from ketenzicht.vault.models import OrganisationKey, WrappedKey
from ketenzicht.vault.pairs import private_half, renew_pair, seal_private
from ketenzicht.vault.row_level_security import every_key
from ketenzicht.vault.services import rewrap


def rotate_organisation(organisation_id: UUID, *, now: datetime) -> int:
    """Give an organisation a new pair, seal its keys anew, and forget the old private half."""
    if not _retired(organisation_id).exists():
        renew_pair(organisation_id, now=now)
    return finish_organisation(organisation_id, now=now)


def finish_organisation(organisation_id: UUID, *, now: datetime) -> int:
    """Seal whatever is still closed with an old pair; returns how many keys moved."""
    moved = 0
    while (retired := _retired(organisation_id)).exists():
        moved += sum(rewrap(key, now=now) for key in _sealed_with(retired))
        try:
            with every_key():
                retired.delete()
        except ProtectedError:
            # Somebody sealed with the old pair in the meantime; go round once more.
            continue
    return moved


def rotate_root(*, now: datetime) -> int:
    """Add a root key and close every private half under it; the old one still opens."""
    if not _under_an_older_root():
        add_version(Key.ROOT)
    return sum(_close_anew(key) for key in _under_an_older_root())


def forget_old_roots() -> list[int]:
    """Drop the older root keys once nothing needs them; separate, because it has no undo."""
    if _under_an_older_root():
        raise Refused(_("Some private keys are still under an older root key; rotate first."))
    return keep_only_newest(Key.ROOT)


def _sealed_with(pairs: QuerySet[OrganisationKey]) -> list[int]:
    with every_key():
        left = WrappedKey.objects.filter(pair__in=pairs.values("pk"))
        return list(left.values_list("pk", flat=True))


def _retired(organisation_id: UUID) -> QuerySet[OrganisationKey]:
    return OrganisationKey.objects.filter(organisation=organisation_id, retired__isnull=False)


def _under_an_older_root() -> list[int]:
    newest = ring(Key.ROOT).newest
    rows = OrganisationKey.objects.values_list("pk", "sealed_private")
    return [key for key, sealed in rows if version_of(bytes(sealed)) != newest]


def _close_anew(key: int) -> bool:
    with transaction.atomic():
        pair = OrganisationKey.objects.select_for_update().filter(pk=key).first()
        if pair is None:
            return False
        pair.sealed_private = seal_private(pair.organisation_id, pair.version, private_half(pair))
        pair.save(update_fields=["sealed_private"])
        return True
