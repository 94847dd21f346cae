# SPDX-License-Identifier: MIT
"""What both sides must do alike, in one file with one digest."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from blindkoppel.encode.recipes import Recipe
from blindkoppel.errors import BlindkoppelError

FORMAT = 1
BLIND_RECIPES: tuple[Recipe, ...] = (
    Recipe("identifier", facts=("identifier",)),
    Recipe("birth, nationality", facts=("birth", "nationality")),
    Recipe("word, year", words=1, facts=("year",)),
    Recipe("word, day", words=1, facts=("month_and_day",)),
    Recipe("word, nationality", words=1, facts=("nationality",)),
    Recipe("two words", words=2),
    Recipe("two coarse words", skeleton="coarse", words=2),
)


class ParametersError(BlindkoppelError):
    """Two sides that would not encode alike."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything that decides what a record's keys and encoding look like, except keys.

    ``period`` is the time the keys are valid; a new period has new keys, and what is not
    encoded again can no longer be matched. ``flip`` is the chance that a bit of an
    encoding is random. ``key_bytes`` is what is kept of a custodian's answer. A key is
    made only when one record has it, or when at least ``least_alike`` keys of its recipe
    are held by just as many records: then its own count does not tell it apart. Both are
    a second layer, inside the seal of a round.
    """

    period: str
    format: int = FORMAT
    recipes: tuple[Recipe, ...] = BLIND_RECIPES
    hashes: int = 2
    flip: float = 0.01
    key_bytes: int = 8
    least_alike: int = 50

    def to_json(self) -> str:
        """The parameters as text; equal parameters give equal text."""
        return json.dumps(asdict(self), sort_keys=True, indent=1)

    @property
    def digest(self) -> str:
        """The name of exactly these parameters."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def read_parameters(path: Path) -> Parameters:
    """Parameters from their file; another format is refused."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        if stored["format"] != FORMAT:
            raise ParametersError(
                f"{path.name} has format {stored['format']}, this version of blindkoppel reads "
                f"{FORMAT}: both sides need the same version"
            )
        recipes = tuple(
            Recipe(**{**recipe, "facts": tuple(recipe["facts"])}) for recipe in stored["recipes"]
        )
        return Parameters(**{**stored, "recipes": recipes})
    except FileNotFoundError as error:
        raise ParametersError(f"{path} does not exist") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ParametersError(f"{path.name} is not a parameter file of blindkoppel") from error


def require_same(first: str, second: str) -> None:
    """Refuse two sides whose parameters have different digests."""
    if first != second:
        raise ParametersError(
            "the two sides used different parameters "
            f"({first[:12]} and {second[:12]}): encode both with one parameter file"
        )
