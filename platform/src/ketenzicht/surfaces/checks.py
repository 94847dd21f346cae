# SPDX-License-Identifier: EUPL-1.2
"""Checks that stop the start: what apps declare fits together, without doubles and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from ketenzicht.accounts.roles import OWN, role_permissions
from ketenzicht.core.declaration import HOOKS, App, declared
from ketenzicht.core.policy import routes


@register
def declarations_fit_together(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Name what two apps claim, and what an app declares that is not there."""
    return [
        Error(
            fault,
            hint="Correct the module `app` of the app; see `ketenzicht.core.declaration.App`.",
            id="ketenzicht.E004",
        )
        for fault in (*doubles(declared()), *gaps(declared()))
    ]


def doubles(apps: Mapping[str, App]) -> Iterator[str]:
    """What more than one app claims, as sentences."""
    claims: dict[str, Iterable[str]] = {
        "the permission": (each.value for app in apps.values() for each in app.permissions or ()),
        "the reason for mail": (each.value for app in apps.values() for each in app.notices or ()),
        "records of the kind": (each for app in apps.values() for each in app.records),
        "the setting": (each for app in apps.values() for each in app.settings),
        "the namespace": (route.namespace for app in apps.values() for route in app.routes),
        "the address": (
            f"{route.prefix} of {route.surface}"
            for app in apps.values()
            for route in app.routes
            if route.prefix
        ),
    }
    for what, claimed in claims.items():
        for each, times in sorted(Counter(claimed).items()):
            if times > 1:
                yield f"More than one app claims {what} {each!r}."


def gaps(apps: Mapping[str, App]) -> Iterator[str]:
    """What an app declares that is not there, and what nobody can use, as sentences."""
    for package, app in apps.items():
        yield from (f"{package}: {fault}." for fault in _gaps_of(package, app))


def _gaps_of(package: str, app: App) -> Iterator[str]:
    own = frozenset(app.permissions or ())
    shared = frozenset(each for share in app.shares.values() for each in share)
    for permission in sorted(own - shared - OWN):
        yield f"nobody carries {permission.value!r}"
    for permission in sorted((shared | app.housekeeping) - own):
        yield f"{permission.value!r} is shared out, and is none of its permissions"
    for role in sorted(set(app.shares) - set(role_permissions())):
        yield f"there is no role {role!r}"
    yield from _missing(package, app)


def _missing(package: str, app: App) -> Iterator[str]:
    # What a surface does not serve may need packages it does not install.
    surface = settings.KETENZICHT_SURFACE
    for route in app.routes:
        served = surface in {route.surface, "everything"}
        if served and not hasattr(import_module(f"{package}.urls"), route.patterns):
            yield f"its urls have no {route.patterns!r}"
    if surface in {"staff", "everything"}:
        yield from _missing_for_members(package, app)


def _missing_for_members(package: str, app: App) -> Iterator[str]:
    for path in filter(None, (getattr(app, hook) for hook in HOOKS)):
        if not _found(f"{package}.{path}"):
            yield f"{path!r} is declared and does not exist"
    names = {route.name for route in routes()}
    for entry in app.menu:
        if entry.url_name not in names:
            yield f"the bar leads to {entry.url_name!r}, which is no page"


def _found(path: str) -> bool:
    try:
        return callable(import_string(path))
    except ImportError:
        return False
