# SPDX-License-Identifier: MIT
"""What both sides must do alike, in one file with one digest."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from blindkoppel.encode.blocking_keys import BlockingKey
from blindkoppel.errors import BlindkoppelError

FORMAT = 1
# Names in files of format 1 that differ from those in the code. The digest is taken over the
# text of the file, so another name here would be a format 2.
_STORED_KEYS = "recipes"
_IN_FILE = {"phonetic_key": "skeleton"}
_FROM_FILE = {stored: name for name, stored in _IN_FILE.items()}
BLIND_BLOCKING_KEYS: tuple[BlockingKey, ...] = (
    BlockingKey("identifier", facts=("identifier",)),
    BlockingKey("birth, nationality", facts=("birth", "nationality")),
    BlockingKey("word, year", words=1, facts=("year",)),
    BlockingKey("word, day", words=1, facts=("month_and_day",)),
    BlockingKey("word, nationality", words=1, facts=("nationality",)),
    BlockingKey("two words", words=2),
    BlockingKey("two coarse words", phonetic_key="coarse", words=2),
)


class ParametersError(BlindkoppelError):
    """Two sides that would not encode alike."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything that decides what a record's keys and encoding look like, except keys.

    ``period`` is the time the keys are valid; a new period has new keys, and what is not
    encoded again can no longer be matched. ``flip`` is the chance that a bit of an
    encoding is random. ``key_bytes`` is what is kept of a custodian's answer. A key is
    made only when one record has it, or when at least ``least_alike`` values of its blocking key
    are held by just as many records: then its own count does not tell it apart. Both are
    a second layer, inside the seal of a round.
    """

    period: str
    format: int = FORMAT
    blocking_keys: tuple[BlockingKey, ...] = BLIND_BLOCKING_KEYS
    hashes: int = 2
    flip: float = 0.01
    key_bytes: int = 8
    least_alike: int = 50

    def to_json(self) -> str:
        """The parameters as text; equal parameters give equal text."""
        stored = asdict(self)
        stored[_STORED_KEYS] = [_stored(key) for key in stored.pop("blocking_keys")]
        return json.dumps(stored, sort_keys=True, indent=1)

    @property
    def digest(self) -> str:
        """The name of exactly these parameters."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _stored(blocking_key: dict[str, object]) -> dict[str, object]:
    """A blocking key under the names its parts have in the file."""
    return {_IN_FILE.get(name, name): value for name, value in blocking_key.items()}


def _blocking_key(stored: dict[str, Any]) -> BlockingKey:
    kind = {_FROM_FILE.get(name, name): value for name, value in stored.items()}
    return BlockingKey(**{**kind, "facts": tuple(kind["facts"])})


def read_parameters(path: Path) -> Parameters:
    """Parameters from their file; another format is refused."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        if stored["format"] != FORMAT:
            raise ParametersError(
                f"{path.name} has format {stored['format']}, this version of blindkoppel reads "
                f"{FORMAT}: both sides need the same version"
            )
        blocking_keys = tuple(map(_blocking_key, stored.pop(_STORED_KEYS)))
        return Parameters(**stored, blocking_keys=blocking_keys)
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
