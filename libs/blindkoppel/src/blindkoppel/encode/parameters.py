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

    Attributes
    ----------
    period : str
        The time the keys are valid.
    format : int
        The format of the file.
    blocking_keys : tuple[BlockingKey, ...]
        The kinds of keys that are made.
    hashes : int
        How many bits each value sets.
    flip : float
        The chance that a bit of an encoding is random.
    key_bytes : int
        How many bytes of a custodian's answer are kept.
    least_alike : int
        How many keys have to have a count for it to tell nothing.
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
    """The parameters in a file; another format is refused.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    Parameters
        The parameters.

    Raises
    ------
    ParametersError
        If it is no such file, or of another format.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "parameters.json"
    >>> _ = path.write_text(Parameters("2026-11").to_json())
    >>> read_parameters(path).period
    '2026-11'
    """
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
    """A check that both sides have the same parameters.

    Parameters
    ----------
    first : str
        The digest of one side.
    second : str
        The digest of the other side.

    Raises
    ------
    ParametersError
        If they differ.

    Examples
    --------
    >>> require_same(Parameters("2026-11").digest, Parameters("2026-11").digest)
    """
    if first != second:
        raise ParametersError(
            "the two sides used different parameters "
            f"({first[:12]} and {second[:12]}): encode both with one parameter file"
        )
