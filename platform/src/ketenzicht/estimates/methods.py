# SPDX-License-Identifier: EUPL-1.2
"""The methods of telwerk: those for lists alone, and those for lists with characteristics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ketenzicht.estimates.models import Snapshot
from telwerk.mse.methods import Method, Option, methods
from telwerk.mse.methods.with_covariates import METHODS as WITH_CHARACTERISTICS

#: Settings whose answer is one of the characteristics of the input.
OF_THE_INPUT = frozenset({"year", "by"})
YEARS = ("jaar", "year")


def every_method() -> Mapping[str, Method]:
    """Return every method by name."""
    return {**methods(), **WITH_CHARACTERISTICS}


def methods_of(kept: Snapshot) -> dict[str, Method]:
    """Return the methods that can take this input, the usual one first.

    Who is divided by year may stand there once for every year, so methods for lists alone, which
    take every count for another person, are not offered then.
    """
    if not kept.characteristics:
        return {name: found for name, found in methods().items() if _fits(found, kept)}
    found = {
        name: replace(method, options=tuple(_asked_of(kept, option) for option in method.options))
        for name, method in WITH_CHARACTERISTICS.items()
        if _fits(method, kept)
    }
    first = ("series", "covariates") if year_of(kept) else ("covariates", "series")
    return {name: found[name] for name in first if name in found}


def usual(kept: Snapshot) -> str:
    """Return the method that stands ready."""
    return next(iter(methods_of(kept))) if kept.characteristics else "bic"


def year_of(kept: Snapshot) -> str | None:
    """Return which characteristic is called the year."""
    return next((name for name in kept.characteristics if name.casefold() in YEARS), None)


def _fits(method: Method, kept: Snapshot) -> bool:
    return method.least_lists <= len(kept.lists) <= method.most_lists


def _asked_of(kept: Snapshot, option: Option) -> Option:
    if option.name not in OF_THE_INPUT:
        return option
    default = year_of(kept) if option.name == "year" else None
    if option.name == "year" and len(kept.characteristics) == 1:
        default = kept.characteristics[0]
    return replace(option, choices=tuple(kept.characteristics), default=default)
