# SPDX-License-Identifier: EUPL-1.2
"""Checks that stop the build and the start: no view without a policy, no malformed rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from ketenzicht import reference
from ketenzicht.core.policy import policy_of, routes


@register(Tags.urls)
def every_view_declares_a_policy(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Name each URL pattern whose view has no policy."""
    return [
        Error(
            f"The view at {route.path!r} ({route.name or route.view!r}) declares no policy.",
            hint="Put @open_to(...) from ketenzicht.core.policy outermost on the view.",
            id="ketenzicht.E001",
        )
        for route in routes()
        if policy_of(route.view, route.name) is None
    ]


@register
def the_reference_data_can_be_read(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Read every reference file, those of the installation included."""
    try:
        reference.check()
    except reference.MalformedReferenceError as problem:
        hint = "Correct the file, or remove it from KETENZICHT_REFERENCE to use the one we ship."
        return [Error(str(problem), hint=hint, id="ketenzicht.E002")]
    return []
