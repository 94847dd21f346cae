# SPDX-License-Identifier: EUPL-1.2
"""What an app adds to the platform: one object in its module `app`, found by itself.

Whoever gathers something of all apps (the bar, the roles, the sweeps, the addresses) reads it here
and knows no app by name. Names of functions are written relative to the app and looked up when
they are needed, so that a declaration can be read before Django starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, Literal, TypeAlias

from django.utils.module_loading import import_string

import ketenzicht
from ketenzicht.core.errors import Sentence
from ketenzicht.core.menu import Entry
from ketenzicht.core.permissions import Permission
from ketenzicht.core.rights import Process, Rights

Surface: TypeAlias = Literal["public", "staff", "api"]
Hook: TypeAlias = Literal["finder", "sweep"]
HOOKS: tuple[Hook, ...] = ("finder", "sweep")


@dataclass(frozen=True, slots=True)
class Routes:
    """A list of patterns in the app's `urls`, and where it stands on a surface.

    `practice` says that it is there in a practice world only.
    """

    surface: Surface
    prefix: str
    namespace: str
    patterns: str
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What one app adds. Everything but its place in the order may be left out.

    - order: where it comes when apps follow each other (10 for the first step of the chain)
    - permissions: its vocabulary; `shares`: which role carries which of it, and `housekeeping`:
      those that keep an organisation running and answer nobody
    - records: each kind of thing it writes to the audit, with the activity of the register of
      processing it belongs to ("" where no person in need is behind it)
    - on_record: what each act that it writes to the audit is called, for who reads the log
    - unordered: the kinds among them of which acts without a member keep a day and no order
    - notices: the reasons for which it sends mail
    - routes, menu: its pages, and their places in the bar
    - finder, sweep: functions that the search in the bar and the sweeps call
    - starts: modules that are imported when the platform starts, such as its `work`
    - rights: what each process may do to its tables on PostgreSQL, where that is not what is usual
    - settings: what it sets for itself and for the packages it brings
    """

    order: int
    permissions: type[Permission] | None = None
    shares: Mapping[str, frozenset[Permission]] = field(default_factory=dict)
    housekeeping: frozenset[Permission] = frozenset()
    records: Mapping[str, str] = field(default_factory=dict)
    on_record: Mapping[str, Sentence] = field(default_factory=dict)
    unordered: frozenset[str] = frozenset()
    notices: type[StrEnum] | None = None
    routes: tuple[Routes, ...] = ()
    menu: tuple[Entry, ...] = ()
    finder: str = ""
    sweep: str = ""
    starts: tuple[str, ...] = ()
    rights: Mapping[Process, Mapping[str, Rights]] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)


@cache
def declared() -> Mapping[str, App]:
    """Every app of the platform by its package, in their order."""
    children = iter_modules(ketenzicht.__path__)
    packages = [f"ketenzicht.{child.name}" for child in children if child.ispkg]
    apps = {
        name: import_module(f"{name}.app").APP
        for name in packages
        if find_spec(name + ".app") is not None
    }
    return dict(sorted(apps.items(), key=lambda pair: (pair[1].order, pair[0])))


def hooks(name: Hook) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions that apps declared under this name, each with its package."""
    for package, app in declared().items():
        if path := getattr(app, name):
            yield package, import_string(f"{package}.{path}")


@cache
def activity_of() -> Mapping[str, str]:
    """To which activity each kind of thing belongs; "" for none."""
    return {kind: name for app in declared().values() for kind, name in app.records.items()}


@cache
def acts_in_words() -> Mapping[str, Sentence]:
    """What each act that stands in the audit is called."""
    return {act: words for app in declared().values() for act, words in app.on_record.items()}


@cache
def kinds_without_order() -> frozenset[str]:
    """The kinds of things of which acts without a member keep a day and no order."""
    return frozenset(kind for app in declared().values() for kind in app.unordered)
