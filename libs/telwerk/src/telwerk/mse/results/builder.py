# SPDX-License-Identifier: MIT
"""The one place where estimates are made: what is common to a run, and the rule of each field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from telwerk.localised import LocalisedText
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval
from telwerk.mse.results.status import Status

Quantile = Callable[[float], float]


class Counted(Protocol):
    """Lists of people that somebody estimates from, with or without covariates."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Names of the lists."""

    @property
    def observed(self) -> int:
        """Number of different people on at least one list."""

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text of the input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateBuilder:
    """Makes every estimate of one run of one method on one input.

    Parameters
    ----------
    method
        Name of the method.
    counted
        The lists that are estimated from.
    options
        Options of the run, as they were asked for: JSON values.
    assumptions
        What the method assumes, whether or not it comes to a number.
    seed
        Start of the random numbers; None for a method without any.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> builder = EstimateBuilder(method="chao", counted=korea(), options={"level": 0.95})
    >>> builder.number(146.6).seen_share
    0.8390177353342428
    >>> builder.none(Status.NO_OVERLAP).estimate is None
    True
    """

    method: str
    counted: Counted
    options: Mapping[str, Any]  # JSON values
    assumptions: tuple[LocalisedText, ...] = ()
    seed: int | None = None

    def number(self, size: float, interval: Interval | None = None, **fields: Any) -> Estimate:
        """Make an estimate that has a number.

        Parameters
        ----------
        size
            Estimated number of people, seen and unseen.
        interval
            Its interval, if the method gives one.
        fields
            Other fields of :class:`Estimate`: model, criteria, parts, remarks, diagnostics.

        Returns
        -------
        Estimate
            With status ok.

        Raises
        ------
        ValueError
            When the size is not a finite number.
        """
        return self._made(estimate=float(size), interval=interval, status=Status.OK, **fields)

    def none(self, status: Status, **fields: Any) -> Estimate:
        """Make an estimate without a number.

        Parameters
        ----------
        status
            Why there is none.
        fields
            Other fields of :class:`Estimate`.

        Returns
        -------
        Estimate
            Without a number or an interval.

        Raises
        ------
        ValueError
            When the status is ok.
        """
        return self._made(status=status, **fields)

    def posterior(self, quantile: Quantile, level: float, **fields: Any) -> Estimate:
        """Make an estimate from a posterior: its median and its equal-tailed interval.

        Parameters
        ----------
        quantile
            From a share to the quantile of the number of people.
        level
            Probability inside the interval.
        fields
            Other fields of :class:`Estimate`.

        Returns
        -------
        Estimate
            With status ok.
        """
        return self.number(quantile(0.5), equal_tailed(quantile, level), **fields)

    def _made(self, **fields: Any) -> Estimate:
        return Estimate(
            method=self.method,
            observed=self.counted.observed,
            lists=self.counted.lists,
            input_digest=self.counted.digest,
            assumptions=self.assumptions,
            options=self.options,
            **{"seed": self.seed, **fields, **_criteria(fields)},
        )


def _criteria(fields: Mapping[str, Any]) -> dict[str, float | None]:
    """Criteria are numbers or absent: a model with too many parameters has no AICc."""
    given = {name: fields.get(name) for name in ("loglik", "aic", "aicc", "bic")}
    return {name: finite_or_none(value) for name, value in given.items() if value is not None}


def equal_tailed(quantile: Quantile, level: float, kind: str = "posterior") -> Interval:
    """Make the interval that leaves the same share out on both sides.

    Parameters
    ----------
    quantile
        From a share to the quantile of the number of people.
    level
        Probability inside the interval.
    kind
        Name of the interval's method.

    Returns
    -------
    Interval
        Limits in people.

    >>> equal_tailed(lambda share: 100 * share, 0.9).high
    95.0
    """
    return Interval(quantile((1 - level) / 2), quantile((1 + level) / 2), level, kind)


def quantiles_of(draws: Sequence[float] | np.ndarray[Any, np.dtype[np.float64]]) -> Quantile:
    """Make the quantile function of draws that weigh alike.

    Parameters
    ----------
    draws
        Numbers of people, one per draw.

    Returns
    -------
    Callable
        From a share to the quantile, interpolated between draws.

    >>> quantiles_of([1.0, 2.0, 3.0])(0.5)
    2.0
    """
    return lambda share: float(np.quantile(draws, share))


def finite_or_none(value: float) -> float | None:
    """Give a number back, or None for one that JSON cannot hold.

    Parameters
    ----------
    value
        Any number.

    Returns
    -------
    float or None
        None for NaN and for the infinities.

    >>> finite_or_none(2.5), finite_or_none(float("nan"))
    (2.5, None)
    """
    return float(value) if np.isfinite(value) else None
