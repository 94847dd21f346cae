# SPDX-License-Identifier: MIT
"""Every method once: its words, its options, its limits, and where it lives.

The command line, the form in the platform and the documentation are made from
this table. A method is a function ``(histories, **options) -> Estimate``; it is
imported when it is first run, so that looking at the table costs nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from telwerk.mse.histories import CaptureHistories
from telwerk.mse.keeping import Kept
from telwerk.mse.result import Estimate
from telwerk.words import Words

Progress = Callable[[int, int], None]
Value = int | float | str | None

# Each module has a tuple METHODS; a new family adds one line here.
CATALOGUES = (
    "telwerk.mse.catalogue.loglinear",
    "telwerk.mse.catalogue.simple",
    "telwerk.mse.catalogue.bayesian",
)


def silent(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting of a method."""

    name: str
    kind: type[int] | type[float] | type[str]
    default: Value
    help: Words
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def parse(self, text: str) -> Value:
        """Read a setting from text, or refuse it in a sentence."""
        try:
            return self.check(self.kind(text))
        except ValueError as problem:
            if str(problem).startswith(self.name):
                raise
            raise ValueError(f"{self.name} is {text!r}; expected a {self.kind.__name__}.") from None

    def check(self, value: Value) -> Value:
        """Refuse a value outside the choices or the limits."""
        if value is None or value == self.default:
            return value
        if self.choices and value not in self.choices:
            raise ValueError(f"{self.name} is {value!r}; choose from {', '.join(self.choices)}.")
        if isinstance(value, str):
            return value
        if self.least is not None and value < self.least:
            raise ValueError(f"{self.name} is {value}; the least is {self.least:g}.")
        if self.most is not None and value > self.most:
            raise ValueError(f"{self.name} is {value}; the most is {self.most:g}.")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way of estimating, as people and machines may choose it."""

    name: str
    title: Words
    summary: Words
    run: str  # "module:function"
    options: tuple[Option, ...] = ()
    least_lists: int = 2
    most_lists: int = 16
    alternative: str = ""  # what to do with more lists than this
    stochastic: bool = False
    resumable: bool = False  # takes what an interrupted run kept

    def has(self, option: str) -> bool:
        """Tell whether the method has an option."""
        return any(known.name == option for known in self.options)

    def estimate(
        self,
        histories: CaptureHistories,
        *,
        progress: Progress = silent,
        resume: Path | None = None,
        **options: Value,
    ) -> Estimate:
        """Run the method; unknown and impossible options are refused.

        With ``resume``, replicates are kept in that file as they are made, and a
        run that was interrupted continues from it.
        """
        histories.require_lists(
            least=self.least_lists, most=self.most_lists, alternative=self.alternative
        )
        settings: dict[str, Any] = self.settings(options)  # kept is no Value
        if resume is not None:
            settings["kept"] = self._kept(histories, settings, resume)
        module, function = self.run.split(":")
        run: Callable[..., Estimate] = getattr(import_module(module), function)
        return run(histories, progress=progress, **settings)

    def _kept(self, histories: CaptureHistories, settings: Mapping[str, Value], path: Path) -> Kept:
        if not self.resumable:
            raise ValueError(f"The method {self.name} cannot be resumed: it keeps nothing.")
        # More replicates, or another level, continue the same run.
        fixed = {k: v for k, v in settings.items() if k not in ("replicates", "level", "interval")}
        name = json.dumps([histories.digest, self.name, fixed], sort_keys=True)
        return Kept.open(path, name)

    def settings(self, options: Mapping[str, Value]) -> dict[str, Value]:
        """Fill in the defaults and refuse what the method does not know."""
        known = {option.name: option for option in self.options}
        unknown = sorted(set(options) - set(known))
        if unknown:
            raise ValueError(
                f"The method {self.name} has no option {unknown[0]}; it has "
                f"{', '.join(known) or 'none'}."
            )
        return {
            name: option.check(options.get(name, option.default)) for name, option in known.items()
        }


@cache
def methods() -> dict[str, Method]:
    """Give all methods by name, in the order in which people should see them."""
    return {method.name: method for method in _all_methods()}


def _all_methods() -> Iterator[Method]:
    for module in CATALOGUES:
        yield from import_module(module).METHODS


def method(name: str) -> Method:
    """Give one method, or say which there are."""
    try:
        return methods()[name]
    except KeyError:
        raise ValueError(
            f"There is no method {name!r}; choose from {', '.join(methods())}."
        ) from None


def estimate(histories: CaptureHistories, method_name: str = "bic", **options: Any) -> Estimate:
    """Estimate with a method by its name.

    >>> from telwerk.datasets import korea
    >>> estimate(korea(), "bic").model
    '[12,23]'
    """
    return method(method_name).estimate(histories, **options)
