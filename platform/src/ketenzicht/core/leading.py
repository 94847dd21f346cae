# SPDX-License-Identifier: EUPL-1.2
"""Where an address that only does something leads when somebody opens it as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from ketenzicht.core.policy import Audience, policy_of


def page_above(request: HttpRequest) -> str | None:
    """Return the nearest address above that shows a thing or a list, and is open to the reader.

    A word below a thing is an act on that thing, and no page to be led to.
    """
    above = (f"{str(each).rstrip('/')}/" for each in PurePosixPath(request.path).parents)
    return next((path for path, match in _pages(above) if _open(request, match)), None)


def _pages(paths: Iterator[str]) -> Iterator[tuple[str, ResolverMatch]]:
    for path in paths:
        try:
            match = resolve(path)
        except Resolver404:
            continue
        caught = match.captured_kwargs or {}  # type: ignore[attr-defined]  # the stubs lack it
        captured = [str(value) for value in caught.values()]
        if not captured or PurePosixPath(path).name in captured:
            yield path, match


def _open(request: HttpRequest, match: ResolverMatch) -> bool:
    policy = policy_of(match.func, match.view_name)
    if policy is None:
        return False
    member = getattr(request, "member", None)
    return policy.audience is Audience.EVERYONE or (
        member is not None and policy.permission in member.permissions
    )
