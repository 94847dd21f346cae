# SPDX-License-Identifier: EUPL-1.2
"""Compile the translations while installing, so that the first words said are in Dutch."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE = Path("src/ketenzicht/web/compiling.py")


class CompileTranslations(BuildHookInterface[Any]):
    """Compile every catalogue that is newer than its compiled form."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run the platform's own compiler from its file: the platform is not installed yet."""
        spec = importlib.util.spec_from_file_location("compiling", Path(self.root) / MODULE)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(f"{MODULE} is missing; without it nothing is said in Dutch")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.compile_all()
