# SPDX-License-Identifier: EUPL-1.2
"""How tables are made on SQLite: where no order may be kept, without a number for each row."""

from typing import Any

from django.db.backends.sqlite3 import schema
from django.db.models import Model

from ketenzicht.core.unordered import is_unordered


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Makes a table whose rows keep no order `WITHOUT ROWID`."""

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        sql, params = super().table_sql(model)
        # What an older release numbered is made anew by a later migration.
        numbered = "AUTOINCREMENT" in sql
        if is_unordered(model._meta.db_table) and not numbered:
            sql = f"{sql} WITHOUT ROWID"
        return sql, params
