# SPDX-License-Identifier: MIT
import os
from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no reason to fail
settings.register_profile("linking", deadline=None)
settings.load_profile("linking")

BESIDE_REPOSITORY = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def linkage_data() -> Path:
    """The folder with the linkage data sets; they never enter the repository."""
    folder = Path(os.environ.get("KETENZICHT_DATA", BESIDE_REPOSITORY)) / "linkage"
    if not folder.is_dir():
        pytest.skip("no data sets: point KETENZICHT_DATA at the folder that holds linkage/")
    return folder
