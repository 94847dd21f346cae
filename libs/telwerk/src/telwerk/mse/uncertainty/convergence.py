# SPDX-License-Identifier: MIT
"""Convergence of sampling: R-hat, effective numbers of draws, and several modes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from telwerk.arrays import Floats
from telwerk.localised import Language, LocalisedText, percent, whole
from telwerk.mse.results.builder import finite_or_none

ANTIMODE = 0.7
LEAST_SHARE = 0.02
BINS = 200


@dataclass(frozen=True, slots=True)
class Convergence:
    """Rank-normalised split R-hat and effective sample sizes of several chains.

    Attributes
    ----------
    r_hat
        Split R-hat; 1 when the chains agree.
    bulk
        Effective number of draws for the middle.
    tail
        Effective number of draws for the tails.
    draws
        Number of draws.
    chains
        Number of chains.
    """

    r_hat: float
    bulk: float
    tail: float
    draws: int
    chains: int

    def converged(self, *, r_hat: float = 1.01, effective: float = 400.0) -> bool:
        """Whether the chains agree and are worth enough independent draws.

        Parameters
        ----------
        r_hat
            R-hat below which chains agree.
        effective
            Effective draws that are enough.

        Returns
        -------
        bool
            False as well when something is no number.
        """
        return self.r_hat < r_hat and min(self.bulk, self.tail) >= effective

    def usable(self, *, r_hat: float) -> bool:
        """Whether the chains certainly agree this far; an R-hat that is no number does not.

        Parameters
        ----------
        r_hat
            R-hat below which the draws may be used.

        Returns
        -------
        bool
            False when it is no number.
        """
        return self.r_hat < r_hat

    def to_dict(self) -> dict[str, float | None]:
        """Give plain values, None for what is no number.

        Returns
        -------
        dict[str, float | None]
            JSON values.
        """
        return {
            "r_hat": finite_or_none(self.r_hat),
            "effective_bulk": finite_or_none(self.bulk),
            "effective_tail": finite_or_none(self.tail),
            "chains": self.chains,
        }


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode of a posterior: its top, its share, and where it begins and ends.

    Attributes
    ----------
    top
        Where the density is highest, in people.
    share
        Its share of the draws.
    low
        Where it begins.
    high
        Where it ends.
    """

    top: float
    share: float
    low: float
    high: float


def worst_of(several: Iterable[Convergence]) -> Convergence:
    """Give the one that has converged least; one whose R-hat is no number is worse than all.

    Parameters
    ----------
    several
        At least one.

    Returns
    -------
    Convergence
        One of them.
    """
    return max(several, key=lambda each: math.inf if math.isnan(each.r_hat) else each.r_hat)


def convergence(chains: Floats) -> Convergence:
    """Judge chains (one per row) by rank-normalised split R-hat and effective sample size.

    Parameters
    ----------
    chains
        Shape (chains, draws).

    Returns
    -------
    Convergence
        R-hat and effective numbers of draws.

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter & Burkner (2021), Bayesian Analysis 16(2).

    Examples
    --------
    >>> chains = np.random.default_rng(1).normal(size=(4, 500))
    >>> convergence(chains).converged(), convergence(chains + [[0], [0], [0], [9]]).converged()
    (True, False)
    """
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves))
    r_hat = max(_r_hat(_normal_scores(halves)), _r_hat(_normal_scores(folded)))
    ends = [np.quantile(halves, q) for q in (0.05, 0.95)]
    tail = min(_effective((halves <= end).astype(float)) for end in ends)
    return Convergence(r_hat, _effective(_normal_scores(halves)), tail, chains.size, len(chains))


def _split(chains: Floats) -> Floats:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _normal_scores(values: Floats) -> Floats:
    ranks = rankdata(values, axis=None).reshape(values.shape)
    scores: Floats = ndtri((ranks - 0.375) / (values.size + 0.25))
    return scores


def _r_hat(chains: Floats) -> float:
    within = chains.var(axis=1, ddof=1).mean()
    if within == 0:
        return 1.0
    n = chains.shape[1]
    between = chains.mean(axis=1).var(ddof=1)
    return float(np.sqrt((n - 1) / n + between / within))


def _effective(chains: Floats) -> float:
    """Effective sample size by Geyer's initial monotone sequence over all chains."""
    m, n = chains.shape
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    together = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :n].mean(axis=0) / n
    if together[0] == 0:
        return float(m * n)
    within = together[0] * n / (n - 1)
    total = within * (n - 1) / n + chains.mean(axis=1).var(ddof=1)
    rho = 1 - (within - together * n / (n - 1)) / total
    rho[0] = 1
    pairs = rho[: n - n % 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    pairs = pairs[: negative[0]] if len(negative) else pairs
    steps = 2 * np.minimum.accumulate(pairs).sum() - 1
    return float(m * n / max(steps, 1 / np.log10(m * n)))


def modes(draws: Floats) -> tuple[Mode, ...]:
    """Find the modes of a posterior of positive numbers, on the scale of the logarithm.

    Two modes are told apart when the antimode between them is lower than 0.7 of the lower top;
    modes with less than 2 % of the draws are joined to their neighbour.

    Parameters
    ----------
    draws
        Numbers of people, shape (draws,).

    Returns
    -------
    tuple[Mode, ...]
        In ascending order.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> len(modes(np.exp(np.concatenate([rng.normal(2, 0.1, 900), rng.normal(5, 0.1, 900)]))))
    2
    """
    logs = np.log(draws)
    if np.ptp(logs) == 0:
        return (Mode(float(draws[0]), 1.0, float(draws[0]), float(draws[0])),)
    density, centres = _density(logs)
    cuts = _antimodes(density)
    edges = [float(logs.min()), *(float(centres[cut]) for cut in cuts), float(logs.max())]
    edges = _without_slivers(edges, logs)
    found = []
    for low, high in itertools.pairwise(edges):
        inside = (centres >= low) & (centres <= high)
        top = centres[inside][np.argmax(density[inside])] if inside.any() else (low + high) / 2
        share = float(np.mean((logs >= low) & ((logs < high) | (high == edges[-1]))))
        found.append(Mode(*(float(v) for v in (np.exp(top), share, np.exp(low), np.exp(high)))))
    return tuple(found)


def _density(logs: Floats) -> tuple[Floats, Floats]:
    """A histogram smoothed by a Gaussian kernel of Silverman's width."""
    heights, edges = np.histogram(logs, bins=BINS)
    centres = (edges[:-1] + edges[1:]) / 2
    quartiles = np.quantile(logs, [0.25, 0.75])
    spread = min(float(logs.std()), float(np.diff(quartiles)[0]) / 1.34) or float(logs.std())
    width = max(0.9 * spread * len(logs) ** -0.2, 2 * float(edges[1] - edges[0]))
    kernel = np.exp(-0.5 * ((centres[:, None] - centres) / width) ** 2)
    return kernel @ heights.astype(float), centres


def _antimodes(density: Floats) -> list[int]:
    """Lowest points between tops that are both clearly higher."""
    cuts: list[int] = []
    top, low, place = density[0], density[0], 0
    for i, height in enumerate(density):
        if height < low:
            low, place = height, i
        if height > top and low >= ANTIMODE * top:
            top, low, place = height, height, i
        elif low < ANTIMODE * min(top, height):
            cuts.append(place)
            top, low, place = height, height, i
    return cuts


def _without_slivers(edges: list[float], logs: Floats) -> list[float]:
    kept = list(edges)
    while len(kept) > 2:
        shares = [float(np.mean((logs >= a) & (logs < b))) for a, b in itertools.pairwise(kept)]
        smallest = int(np.argmin(shares))
        if shares[smallest] >= LEAST_SHARE:
            break
        del kept[smallest if smallest > 0 else 1]
    return kept


def several_modes(found: Sequence[Mode]) -> LocalisedText:
    """Say that there is more than one answer, and what each is worth.

    Parameters
    ----------
    found
        At least two modes.

    Returns
    -------
    LocalisedText
        One remark.
    """

    def parts(lang: Language) -> str:
        joint = " of " if lang == "nl" else " or "
        return joint.join(f"{whole(m.top, lang)} ({percent(m.share, lang)})" for m in found)

    return LocalisedText(
        nl=f"Er is meer dan één antwoord: rond {parts('nl')}. Eén getal verbergt dat.",
        en=f"There is more than one answer: around {parts('en')}. One number hides that.",
    )
