# SPDX-License-Identifier: EUPL-1.2
"""Tables whose rows keep no order, because the order would tell when a reporter came.

SQLite numbers the rows of a table in the order in which they came, also where no column does. A
table declared here is made without that number: its rows lie in the order of their keys, which are
drawn by lot.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import uuid4

from django.apps import apps
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])
_ATTRIBUTE = "_unordered"
#: What the framework calls a table while it is made anew.
_ANEW = "new__"


def unordered(model: Model) -> Model:
    """Declare that the rows of a model keep no order; its keys have to be drawn by lot."""
    setattr(model, _ATTRIBUTE, True)
    return model


def drawn() -> int:
    """Draw a key by lot, for a table whose keys are numbers."""
    return uuid4().int >> 66


def unordered_tables() -> frozenset[str]:
    """The tables of which no order is kept."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if _ATTRIBUTE in vars(model)
    )


def is_unordered(table: str) -> bool:
    """Tell whether this table, or the one it will take the place of, keeps no order."""
    return table.removeprefix(_ANEW) in unordered_tables()


def make_anew(*names: str) -> Any:
    """Return what makes tables anew in a migration, so that their rows lose their order."""

    def remake(state: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for name in names:
                model = state.get_model(*name.split("."))
                if not _made_so(schema_editor.connection, model._meta.db_table):
                    # The framework has no public way to make a table anew as it is.
                    schema_editor._remake_table(model)  # noqa: SLF001  because there is no other

    return remake


def _made_so(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return "WITHOUT ROWID" in cursor.fetchone()[0]
