# SPDX-License-Identifier: MIT
"""Logs in which every line holds the digest of the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from blindkoppel.errors import BlindkoppelError
from blindkoppel.private import truncate_private


class LogError(BlindkoppelError):
    """A log that was changed, or is none."""


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainedLog:
    """Lines that cannot be changed, taken out or put in between without it showing.

    Lines taken off the end do not show in the file itself: keep ``head`` somewhere else.

    Attributes
    ----------
    path : Path
        The file that holds the log.
    """

    path: Path

    def _lines(self) -> list[str]:
        return self.path.read_text("utf-8").splitlines() if self.path.exists() else []

    def entries(self) -> list[dict[str, object]]:
        """What was noted; a log with a line that does not fit is refused."""
        lines = self._lines()
        before = ["", *map(_digest, lines)]
        try:
            entries: list[dict[str, object]] = [json.loads(line) for line in lines]
            whole = all(
                entry["before"] == digest for entry, digest in zip(entries, before, strict=False)
            )
        except (ValueError, KeyError, TypeError) as error:
            raise LogError(f"{self.path.name} is not a log of blindkoppel") from error
        if not whole:
            raise LogError(f"{self.path.name} was changed: a line does not fit the one before it")
        return entries

    def entries_with(self, about: Mapping[str, object]) -> list[dict[str, object]]:
        """The entries that say the same as ``about`` of all it names.

        Parameters
        ----------
        about : Mapping[str, object]
            Names and values.

        Returns
        -------
        list[dict[str, object]]
            The entries, the oldest first.
        """
        return [entry for entry in self.entries() if about.items() <= entry.items()]

    @property
    def head(self) -> str:
        """The digest of the last line: whoever keeps it sees what was taken off the end."""
        lines = self._lines()
        return _digest(lines[-1]) if lines else ""

    def note(self, now: datetime, entry: Mapping[str, object]) -> None:
        """Add one line, for its owner only.

        Parameters
        ----------
        now : datetime
            The moment that is noted.
        entry : Mapping[str, object]
            What is noted.
        """
        line = {"at": now.isoformat(timespec="seconds"), **entry, "before": self.head}
        if not self.path.exists():
            truncate_private(self.path)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, sort_keys=True) + "\n")
