# SPDX-License-Identifier: EUPL-1.2
"""What may stand in a log: where our own mistake lies, never whom or what it was about.

The message of an exception, the values around it and the address of a request hold people. A
log line keeps the kind of mistake and the last places in the code.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

PLACES = 3
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def places(error: BaseException) -> str:
    """Return the last places in the code that a mistake came through, the newest first."""
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


class DiscreetFormatter(logging.Formatter):
    """Writes a caught mistake as its kind and its places, whoever logged it."""

    def formatException(self, ei: Caught) -> str:  # noqa: N802  because the framework calls it so
        error = ei[1]
        return "" if error is None else f"{type(error).__name__} at {places(error)}"

    def format(self, record: logging.LogRecord) -> str:
        """Leave out what another formatter wrote of the same mistake."""
        record.exc_text = None
        return super().format(record)
