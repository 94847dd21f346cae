# SPDX-License-Identifier: EUPL-1.2
"""The check of licences refuses what does not go with the EUPL; `make check` runs it on all."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts/licences.py"


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "licence", ["MIT", "BSD-3-Clause AND 0BSD", "MIT OR GPL-3.0-only", "MPL-2.0", "LGPL-3.0-only"]
)
def test_what_goes_with_ours_is_allowed(licences: ModuleType, licence: str):
    assert licences.allowed(licence)


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "Other/Proprietary License"],
)
def test_what_does_not_is_refused(licences: ModuleType, licence: str):
    assert not licences.allowed(licence)


def test_a_package_that_says_nothing_is_refused(licences: ModuleType, tmp_path: Path):
    folder = tmp_path / "quiet-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: quiet\nVersion: 1.0\n")
    found = licences.distributions(path=[str(tmp_path)])
    assert licences.refused(found) == ["quiet: nothing said"]
