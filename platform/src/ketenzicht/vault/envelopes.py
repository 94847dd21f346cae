# SPDX-License-Identifier: EUPL-1.2
"""An open envelope: the only thing that turns a sealed column into words and back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.crypto import Tampered, open_sealed, seal
from ketenzicht.core.errors import DomainError, NotFound
from ketenzicht.vault.fields import SealedField


class EnvelopeClosed(NotFound):
    """There is no key for this reader, or no longer."""


class SealBroken(DomainError):
    """A value does not open in its own place: changed, moved or copied."""

    status = 500
    code = "seal-broken"
    default = _("This cannot be shown: the stored text was changed outside Ketenzicht.")


@dataclass(frozen=True, slots=True)
class OpenEnvelope:
    """An envelope whose data key is in hand. It never shows that key."""

    id: UUID
    kind: str
    origin_id: UUID
    version: int
    key: bytes = field(repr=False, compare=False)

    def write(self, instance: models.Model, name: str, text: str) -> None:
        """Close a text into a sealed column; the row still has to be saved."""
        setattr(instance, name, self._closed(instance, name, text))

    def read(self, instance: models.Model, name: str) -> str:
        """The text of a sealed column; an empty one reads as an empty text."""
        stored = getattr(instance, name)
        if stored is None:
            return ""
        place = self._place(instance, name)
        try:
            return open_sealed(self.key, bytes(stored), place=place).decode()
        except Tampered:
            raise SealBroken from None

    def _closed(self, instance: models.Model, name: str, text: str) -> bytes:
        place = self._place(instance, name)
        return seal(self.key, text.encode(), place=place, version=self.version)

    def _place(self, instance: models.Model, name: str) -> tuple[Any, ...]:
        meta = instance._meta
        column = meta.get_field(name)
        if not isinstance(column, SealedField):
            raise TypeError(f"{meta.label}.{name} is not a SealedField")
        if instance.pk is None:
            raise ValueError(f"give the {meta.label} its key before closing {name} into it")
        return (
            "field",
            meta.db_table,
            str(instance.pk),
            column.column,
            str(self.origin_id),
            str(self.id),
        )
