# SPDX-License-Identifier: MIT
"""A method of estimation: its words, its options, its limits, and where it lives."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from telwerk.localised import EMPTY_TEXT, LocalisedError, LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import (
    NO_CHECKPOINT,
    NO_OPTION,
    NOT_A_CHOICE,
    NOT_THE_KIND,
    NUMBER,
    OUTSIDE,
    WHOLE,
)
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.uncertainty.checkpoint import Checkpoint
from telwerk.progress import Progress, silent

Value = int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting of a method.

    Attributes
    ----------
    name
        Name of the keyword.
    kind
        Type of the value.
    default
        Value when it is left out.
    help
        What it does.
    choices
        Values that it may have; any when empty.
    least
        Smallest number.
    most
        Largest number.
    """

    name: str
    kind: type[int] | type[float] | type[str]
    default: Value
    help: LocalisedText
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def parse(self, text: str) -> Value:
        """Read a setting from text, or refuse it in a sentence.

        Parameters
        ----------
        text
            The setting as it was written.

        Returns
        -------
        Value
            The value.

        Raises
        ------
        LocalisedError
            When the text is not of the kind, or the value not allowed.
        """
        try:
            value = self.kind(text)
        except ValueError:
            kind = {int: WHOLE, float: NUMBER, str: EMPTY_TEXT}[self.kind]
            raise LocalisedError(
                NOT_THE_KIND.filled(name=self.name, text=text).then(kind)
            ) from None
        return self.check(value)

    def check(self, value: Value) -> Value:
        """Refuse a value outside the choices or the limits.

        Parameters
        ----------
        value
            The setting.

        Returns
        -------
        Value
            The same value.

        Raises
        ------
        LocalisedError
            When it is outside the choices or the limits.
        """
        if value is None or value == self.default:
            return value
        if self.choices and value not in self.choices:
            choices = ", ".join(self.choices)
            raise LocalisedError(NOT_A_CHOICE.filled(name=self.name, value=value, choices=choices))
        if isinstance(value, str):
            return value
        least = -math.inf if self.least is None else self.least
        most = math.inf if self.most is None else self.most
        if not least <= value <= most:
            limits = {"least": f"{least:g}", "most": f"{most:g}"}
            raise LocalisedError(OUTSIDE.filled(name=self.name, value=value, **limits))
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of estimation, as people and machines may choose it.

    Attributes
    ----------
    name
        Word of the command line.
    title
        Name for people.
    summary
        What it does, in one sentence.
    run
        ``module:function``.
    options
        Its options.
    least_lists
        Fewest lists that it takes.
    most_lists
        Most lists that it takes.
    alternative
        What to do with more lists.
    stochastic
        Whether it draws random numbers.
    resumable
        Whether it can go on from a checkpoint.
    """

    name: str
    title: LocalisedText
    summary: LocalisedText
    run: str  # "module:function"
    options: tuple[Option, ...] = ()
    least_lists: int = 2
    most_lists: int = 16
    alternative: LocalisedText = EMPTY_TEXT  # what to do with more lists than this
    stochastic: bool = False
    resumable: bool = False  # takes what an interrupted run kept

    def has(self, option: str) -> bool:
        """Tell whether the method has an option.

        Parameters
        ----------
        option
            Name of an option.

        Returns
        -------
        bool
            True when it has.
        """
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

        Parameters
        ----------
        histories
            Capture histories of the people who were seen.
        progress
            Told how much is done, as (done, total).
        resume
            File for the checkpoint of a long run.
        options
            Options of the method, by name.

        Returns
        -------
        Estimate
            The result; without a number when the lists cannot carry one.

        Raises
        ------
        LocalisedError
            When an option, its value or the number of lists does not fit.
        """
        histories.require_lists(
            least=self.least_lists, most=self.most_lists, alternative=self.alternative
        )
        settings: dict[str, Any] = self.settings(options)  # a checkpoint is no Value
        if resume is not None:
            settings["checkpoint"] = self._checkpoint(histories, settings, resume)
        module, function = self.run.split(":")
        run: Callable[..., Estimate] = getattr(import_module(module), function)
        return run(histories, progress=progress, **settings)

    def _checkpoint(
        self, histories: CaptureHistories, settings: Mapping[str, Value], path: Path
    ) -> Checkpoint:
        if not self.resumable:
            raise LocalisedError(NO_CHECKPOINT.filled(name=self.name))
        # More replicates, or another level, continue the same run.
        fixed = {k: v for k, v in settings.items() if k not in ("replicates", "level", "interval")}
        name = json.dumps([histories.digest, self.name, fixed], sort_keys=True)
        return Checkpoint.open(path, name)

    def settings(self, options: Mapping[str, Value]) -> dict[str, Value]:
        """Fill in the defaults and refuse what the method does not know.

        Parameters
        ----------
        options
            Options of the method, by name.

        Returns
        -------
        dict[str, Value]
            A value for every option of the method.

        Raises
        ------
        LocalisedError
            When the method lacks an option that is given.
        """
        known = {option.name: option for option in self.options}
        unknown = sorted(set(options) - set(known))
        if unknown:
            there = ", ".join(known) or "–"
            raise LocalisedError(NO_OPTION.filled(name=self.name, option=unknown[0], known=there))
        return {
            name: option.check(options.get(name, option.default)) for name, option in known.items()
        }
