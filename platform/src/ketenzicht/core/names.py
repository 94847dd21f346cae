# SPDX-License-Identifier: EUPL-1.2
"""The column of a name that people type and others trust: what hides in it is seen when read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from ketenzicht.core.spoofing import seen

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class NameField(Text):
    """A name; signs that turn or hide text are taken for what they are, in and out."""

    def from_db_value(self, value: str | None, *_given: Any) -> str | None:
        """Show what an older row hides."""
        return None if value is None else seen(value)

    def get_prep_value(self, value: Any) -> Any:
        """Store nothing that hides."""
        prepared = super().get_prep_value(value)
        return seen(prepared) if isinstance(prepared, str) else prepared

    def deconstruct(self) -> Any:
        """Stand in the database, and in its migrations, as the text it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
