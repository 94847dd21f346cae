# SPDX-License-Identifier: EUPL-1.2
"""The database wrapper Django loads for ENGINE `ketenzicht.core.sqlite`."""

from typing import Any

from ketenzicht.core.database import prepare_sqlite, refuse_unsafe_sqlite, use_carried_sqlite
from ketenzicht.core.folding import SQLITE_FUNCTION, fold_column

use_carried_sqlite()

from django.core.exceptions import ImproperlyConfigured  # noqa: E402  because the engine comes first
from django.db.backends.sqlite3 import base  # noqa: E402  because the engine comes first

from ketenzicht.core.sqlite.schema import SchemaEditor  # noqa: E402  because the engine comes first


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite that keeps what it commits, or does not start."""

    transaction_mode: str | None
    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.transaction_mode != "IMMEDIATE":
            raise ImproperlyConfigured(
                f"transaction_mode is {self.transaction_mode}, not IMMEDIATE: two writers could "
                "both start reading and one would fail halfway"
            )
        connection = super().get_new_connection(conn_params)
        prepare_sqlite(connection)
        connection.create_function(SQLITE_FUNCTION, 1, fold_column, deterministic=True)
        refuse_unsafe_sqlite(connection, in_memory=bool(self.is_in_memory_db()))
        return connection
