# SPDX-License-Identifier: MIT
"""Keeping the chunks of a long run in a file, so that it can be resumed."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from telwerk.arrays import Floats
from telwerk.localised import LocalisedError
from telwerk.mse.messages import OTHER_RUN

Chunk = Floats


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """Chunks of estimates in a file of lines: first the run's name, then a line per chunk.

    Attributes
    ----------
    path
        The file.
    chunks
        Estimates per chunk that are there already.
    """

    path: Path
    chunks: dict[int, Chunk] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, run: str) -> Self:
        """Read the chunks of an earlier run; a file of another run is refused.

        A last line that was cut off, by a power failure say, is made again.

        Parameters
        ----------
        path
            The file; it is made when it is not there.
        run
            Name of the run: input, method and settings.

        Returns
        -------
        Self
            The checkpoint with the chunks that were made.

        Raises
        ------
        LocalisedError
            When the file is of another run.
        """
        lines = _lines(path)
        if not lines:
            path.write_text(json.dumps({"run": run}) + "\n", encoding="utf-8")
            return cls(path)
        if lines[0].get("run") != run:
            raise LocalisedError(OTHER_RUN.filled(file=path.name))
        # A cut-off line must not run into the next one.
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return cls(path, {line["chunk"]: _numbers(line["estimates"]) for line in lines[1:]})

    def get(self, chunk: int) -> Chunk | None:
        """Give the estimates of a chunk, or None when they are still to be made.

        Parameters
        ----------
        chunk
            Number of the chunk.

        Returns
        -------
        Chunk | None
            Shape (replicates, cutoffs), or None.
        """
        return self.chunks.get(chunk)

    def put(self, chunk: int, estimates: Chunk) -> None:
        """Add the estimates of a chunk.

        Parameters
        ----------
        chunk
            Number of the chunk.
        estimates
            Shape (replicates, cutoffs).
        """
        rows = [[None if np.isnan(v) else float(v) for v in row] for row in estimates]
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"chunk": chunk, "estimates": rows}) + "\n")
        self.chunks[chunk] = estimates


def _numbers(rows: list[list[float | None]]) -> Chunk:
    return np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=np.float64)


def _lines(path: Path) -> list[dict[str, Any]]:  # JSON
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return found
