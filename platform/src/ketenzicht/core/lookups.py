# SPDX-License-Identifier: EUPL-1.2
"""Lookups of every column of text: `name__folded__contains` compares as searches do."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Transform

from ketenzicht.core.folding import BETWEEN, CAPITALS, LETTERS, QUOTES, SQLITE_FUNCTION


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(Transform):
    """A column as searches compare it, in the database: `name__folded__contains`."""

    lookup_name = "folded"
    function = SQLITE_FUNCTION
    output_field = models.TextField()

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        """Fold by the tables above, whatever the locale of the server."""
        column, given = compiler.compile(self.source_expressions[0])
        singles = [*CAPITALS.items(), *dict.fromkeys(BETWEEN, " ").items()]
        steps: list[tuple[str, list[str]]] = [
            ("translate({}, %s, '')", [QUOTES]),
            ("normalize({}, NFKD)", []),
            ("translate({}, %s, '')", [QUOTES]),
            ("regexp_replace({}, %s, '', 'g')", ["[\u0300-\u036f]"]),
            (
                "translate({}, %s, %s)",
                ["".join(one for one, _ in singles), "".join(other for _, other in singles)],
            ),
            *(("replace({}, %s, %s)", [letter, plain]) for letter, plain in LETTERS.items()),
            ("btrim(regexp_replace({}, ' +', ' ', 'g'))", []),
        ]
        sql, values = f"({column})::text", list(given)
        for template, arguments in steps:
            sql = template.format(sql)
            values += arguments
        return sql, values


@models.CharField.register_lookup
class Undashed(Transform):
    """A code without its dashes, in the database: `code__undashed__contains`."""

    lookup_name = "undashed"
    function = "replace"
    template = "%(function)s(%(expressions)s, '-', '')"
    output_field = models.TextField()
