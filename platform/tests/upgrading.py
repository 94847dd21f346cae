# SPDX-License-Identifier: EUPL-1.2
"""Moving the database of a test to an older release and on; it always comes back to this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Targets: TypeAlias = Sequence[tuple[str, str]]


def moved_to(targets: Targets) -> Apps:
    """Migrate there, and return the models of that release."""
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def to_this_release() -> None:
    """Migrate to the tables of this release."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def back_to_this_release(transactional_db: None) -> Iterator[None]:
    """Whatever a test migrated, the next one finds the tables of this release."""
    yield
    to_this_release()
