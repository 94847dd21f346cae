# SPDX-License-Identifier: MIT
"""How probable it is that two names are one person's, across scripts and spellings.

The parameters in ``scorer.npz`` were learned by ``python -m blindkoppel.names.train``
from pairs of public persons' names; they hold weights and word counts, no names of
people.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from blindkoppel.names.ensemble import Ensemble
from blindkoppel.names.features import Rarity, pair_features
from blindkoppel.names.prepare import PreparedName, prepare
from blindkoppel.names.sounds import SoundOdds

Probabilities = npt.NDArray[np.float64]
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class NameScorer:
    """Learned odds of sounds, rarity of words, and the trees that weigh them.

    ``threshold`` is the probability with the best F1 on the pairs it was learned from,
    ``strict_threshold`` the one with 99 % precision; both read from held-out persons.
    """

    odds: SoundOdds
    rarity: Rarity
    trees: Ensemble
    threshold: float
    strict_threshold: float
    digest: str

    def probabilities(self, names: Sequence[tuple[PreparedName, PreparedName]]) -> Probabilities:
        """Probability, for each pair, that both names are the same person's.

        One in three pairs of the training data was; where true pairs are rarer, use the
        order and choose a threshold, or calibrate. A name without letters scores 0.
        """
        result: Probabilities = np.zeros(len(names))
        comparable = [at for at, (one, other) in enumerate(names) if one.tokens and other.tokens]
        for start in range(0, len(comparable), _CHUNK):
            chosen = comparable[start : start + _CHUNK]
            rows = pair_features(self.odds, self.rarity, [names[at] for at in chosen])
            result[chosen] = 1 / (1 + np.exp(-self.trees.log_odds(rows)))
        return result


def save_scorer(scorer: NameScorer) -> bytes:
    """The scorer as one file."""
    people = sorted(scorer.rarity.people.items())
    described = json.dumps(
        {
            "population": scorer.rarity.population,
            "people": dict(people),
            "depth": scorer.trees.depth,
            "threshold": scorer.threshold,
            "strict_threshold": scorer.strict_threshold,
        }
    )
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        described=np.frombuffer(described.encode(), dtype=np.uint8),
        opposite=scorer.odds.opposite.astype(np.float16),
        alone_first=scorer.odds.alone_first.astype(np.float16),
        alone_second=scorer.odds.alone_second.astype(np.float16),
        feature=scorer.trees.feature.astype(np.int16),
        threshold=scorer.trees.threshold,
        left=scorer.trees.left.astype(np.int16),
        right=scorer.trees.right.astype(np.int16),
        value=scorer.trees.value,
    )
    return buffer.getvalue()


def read_scorer(content: bytes) -> NameScorer:
    """A scorer from its file; the digest names exactly these parameters."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    described = json.loads(arrays["described"].tobytes())
    return NameScorer(
        odds=SoundOdds(
            *(
                arrays[name].astype(np.float32)
                for name in ("opposite", "alone_first", "alone_second")
            )
        ),
        rarity=Rarity(described["people"], described["population"]),
        trees=Ensemble(
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"],
            left=arrays["left"].astype(np.int32),
            right=arrays["right"].astype(np.int32),
            value=arrays["value"],
            depth=described["depth"],
        ),
        threshold=described["threshold"],
        strict_threshold=described["strict_threshold"],
        digest=hashlib.sha256(content).hexdigest(),
    )


@cache
def default_scorer() -> NameScorer:
    """The scorer that comes with the library."""
    return read_scorer(files("blindkoppel.names").joinpath("scorer.npz").read_bytes())


def same_name_probability(one: str, other: str) -> float:
    """Probability that two names are the same person's (see ``NameScorer``).

    >>> same_name_probability("Мария Симеонова", "SIMEONOVA Mariya") > 0.95
    True
    >>> same_name_probability("Мария Симеонова", "Petrova Mariya") < 0.05
    True
    """
    return float(default_scorer().probabilities([(prepare(one), prepare(other))])[0])
