# SPDX-License-Identifier: EUPL-1.2
"""Who may call a view. A view without a declared policy cannot be served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver, get_urlconf

from ketenzicht.core.permissions import Holder, Permission

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The widest circle a view is meant for."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed-in"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Policy:
    """An audience, for members a permission, and whether sign-in must be recent."""

    audience: Audience
    permission: Permission | None = None
    fresh: bool = False


everyone = Policy(Audience.EVERYONE)
signed_in = Policy(Audience.SIGNED_IN)


def members(permission: Permission) -> Policy:
    """Members of an organisation, one of whose roles carries this permission."""
    return Policy(Audience.MEMBERS, permission)


def open_to(policy: Policy, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare a view's policy; the outermost decorator of every view."""

    def declare(view: View) -> View:
        view.policy = replace(policy, fresh=fresh or policy.fresh)  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return declare


_adopted: dict[str, Policy] = {}


def adopt(names: dict[str, Policy]) -> None:
    """Declare policies for the named views of third-party applications."""
    _adopted.update(names)


def policy_of(view: Callable[..., Any], name: str | None = None) -> Policy | None:
    """Return the declared policy of a view or of the third-party view with this URL name."""
    own = getattr(view, "policy", None)
    if isinstance(own, Policy):
        return own
    return _adopted.get(name or "")


@dataclass(frozen=True, slots=True)
class Route:
    """One URL pattern: its path as written, its qualified name, its view."""

    path: str
    name: str
    view: Callable[..., Any]
    kwargs: tuple[str, ...]


def routes(urlconf: str | None = None) -> list[Route]:
    """List every URL pattern that can be served, depth first."""
    found: list[Route] = []
    _walk(get_resolver(urlconf), Route("", "", len, ()), found)
    return found


def may_visit(actor: Holder, name: str) -> bool:
    """Tell whether the actor's roles open the page of this name, where it is served at all.

    With this a page offers the way to a page of a later app without knowing its permissions.
    """
    policy = _policies_by_name(get_urlconf()).get(name)
    return policy is not None and policy.permission in actor.permissions


@cache
def _policies_by_name(urlconf: str | None) -> dict[str, Policy | None]:
    return {route.name: policy_of(route.view, route.name) for route in routes(urlconf)}


def _walk(resolver: URLResolver, above: Route, found: list[Route]) -> None:
    for entry in resolver.url_patterns:
        path = above.path + str(entry.pattern)
        kwargs = (*above.kwargs, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            space = f"{above.name}{entry.namespace}:" if entry.namespace else above.name
            _walk(entry, Route(path, space, above.view, kwargs), found)
        elif isinstance(entry, URLPattern):
            name = f"{above.name}{entry.name}" if entry.name else ""
            found.append(Route(path, name, entry.callback, kwargs))
