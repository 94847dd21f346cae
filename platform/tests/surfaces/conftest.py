# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for tests of the surfaces as services."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.surfaces.installation import PREPARE, run


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with keys, tables and collected files."""
    made = tmp_path_factory.mktemp("installation")
    run("everything", made, PREPARE)
    return made
