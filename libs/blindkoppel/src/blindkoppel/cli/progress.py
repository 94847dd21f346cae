# SPDX-License-Identifier: MIT
"""A progress bar on the error stream, for people; pipes and logs see nothing."""

import sys
import time

from blindkoppel.rounds.protocol import Progress, no_progress

_WIDTH = 30
_PAUSE = 0.1


def bar(label: str) -> Progress:
    """A bar that redraws at most ten times a second."""
    if not sys.stderr.isatty():
        return no_progress
    drawn = 0.0

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if done < total and now - drawn < _PAUSE:
            return
        drawn = now
        filled = _WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        line = f"\r{label} [{'#' * filled}{' ' * (_WIDTH - filled)}] {done}/{total}"
        print(line, end=end, file=sys.stderr, flush=True)

    return draw
