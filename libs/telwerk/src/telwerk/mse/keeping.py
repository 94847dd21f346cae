# SPDX-License-Identifier: MIT
"""Keeping the chunks of a long run in a file, so that it can be resumed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Kept:
    """Chunks of estimates in a file of lines, one per chunk, after a line that names the run.

    A line that was cut off by a power failure is ignored and made again.
    """

    path: Path
    run: str  # what was run on what; another run is refused

    def get(self, chunk: int) -> NDArray[np.float64] | None:
        """Give the estimates of a chunk, or None when they are still to be made."""
        for line in self._lines():
            if line.get("chunk") == chunk:
                values = [[np.nan if v is None else v for v in row] for row in line["estimates"]]
                return np.array(values, dtype=np.float64)
        return None

    def put(self, chunk: int, estimates: NDArray[np.float64]) -> None:
        """Add the estimates of a chunk."""
        rows = [[None if np.isnan(v) else float(v) for v in row] for row in estimates]
        with self.path.open("a", encoding="utf-8") as file:
            if file.tell() == 0:
                file.write(json.dumps({"run": self.run}) + "\n")
            file.write(json.dumps({"chunk": chunk, "estimates": rows}) + "\n")

    def _lines(self) -> list[dict[str, Any]]:  # JSON
        if not self.path.exists():
            return []
        found = []
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                continue
        if found and found[0].get("run") != self.run:
            raise ValueError(
                f"{self.path.name} belongs to another run (other lists, options or seed); "
                "give another file to resume from."
            )
        return found
