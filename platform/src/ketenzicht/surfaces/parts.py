# SPDX-License-Identifier: EUPL-1.2
"""What the apps contribute by a module of an agreed name: `day`, `menu`, `finding`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

APPS = ("intake", "cases", "register", "estimates", "publishing", "accounts")


def contributed(name: str) -> list[ModuleType]:
    """Return the modules of this name, in the order of the chain."""
    found = [f"ketenzicht.{app}.{name}" for app in APPS]
    return [import_module(module) for module in found if find_spec(module)]
