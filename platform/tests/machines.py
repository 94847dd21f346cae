# SPDX-License-Identifier: EUPL-1.2
"""Stateful machines over the database: how many examples, and each in a world of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine


def of_size(examples: int) -> settings:
    """So many examples while building, thousands in `make soak`.

    Which order breaks a rule is found on SQLite; a second engine has only to take each query.
    """
    here = examples if connection.vendor == "sqlite" else examples // 10
    size = 3000 if os.environ.get("SOAK") else here
    return settings(
        max_examples=int(os.environ.get("KETENZICHT_EXAMPLES", size)),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def isolated(machine: type[RuleBasedStateMachine]) -> type[RuleBasedStateMachine]:
    """The machine, of which each example starts in an empty world and leaves nothing behind.

    What always holds is asked again after each step that wrote something or moved the clock of the
    machine; a step that was refused left the rows as they were when it was asked.
    """

    # A base that is only known when it runs cannot be read by mypy.
    class Isolated(machine):  # type: ignore[misc,valid-type]
        def __init__(self) -> None:
            super().__init__()
            self.writes, self.asked_at = Writes(), None
            self.inside = ExitStack()
            self.inside.enter_context(transaction.atomic())
            self.inside.enter_context(connection.execute_wrapper(self.writes))

        def check_invariants(self, *how: Any) -> None:
            stands = (self.writes.state, getattr(self, "now", None))
            if stands != self.asked_at:
                self.read = {}
                super().check_invariants(*how)
                self.asked_at, self.read = stands, None

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.inside.close()

    return Isolated


class Reads:
    """Rows that many invariants ask for, read once each time that all of them are asked."""

    read: dict[str, Any] | None = None

    def once(self, name: str, question: Callable[[], Any]) -> Any:
        if self.read is None:
            return question()
        if name not in self.read:
            self.read[name] = question()
        return self.read[name]


class Writes:
    """Numbers the states of the rows: a new number at each write, the old one at a rollback.

    It stands around every statement, and takes what it does not know to be a reading for a write.
    """

    READINGS = ("SELECT", "RELEASE SAVEPOINT")

    def __init__(self) -> None:
        self.state = 0
        self._highest = 0
        self._at_savepoint: dict[str, int] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb, _, name = sql.rpartition(" ")
        if verb == "SAVEPOINT":
            self._at_savepoint[name] = self.state
        elif verb == "ROLLBACK TO SAVEPOINT":
            self.state = self._at_savepoint[name]
        elif not sql.startswith(self.READINGS):
            self._highest += 1
            self.state = self._highest
        return execute(sql, params, many, context)
