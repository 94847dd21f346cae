# SPDX-License-Identifier: EUPL-1.2
"""Work in a process of its own: it can be followed, stopped at once, and may break.

Nothing here knows Django or the database; what goes in and what comes out are plain values.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

MOST_SECONDS = 60 * 60
LOOK_EVERY = 1.0
REPORT_EVERY = 0.2
#: Hears how far the work is, and says whether to go on.
Heartbeat: TypeAlias = Callable[[int, int], bool]
Progress: TypeAlias = Callable[[int, int], None]
#: What to do; it is sent to the process, so it is a function of a module, with plain values.
Work: TypeAlias = Callable[[Any, Progress], dict[str, Any]]


class Stopped(Exception):
    """Nobody waits for this work any more."""


class Unfit(Exception):
    """The work refused what it was given, in a sentence of each language."""

    def __init__(self, words: Any) -> None:
        super().__init__(words.en)
        self.words = words


class Died(Exception):
    """The work ended without a word."""


class TooLong(Exception):
    """The work took more time than it may."""


def follow(
    work: Work, given: object, heartbeat: Heartbeat, *, refusals: tuple[type[Exception], ...] = ()
) -> dict[str, Any]:
    """Do the work; `heartbeat` hears every second how far it is, and says whether to go on.

    An exception of `refusals` carries its sentence as `text`; it is raised here as `Unfit`.
    """
    # A fresh process: a fork would share the database connection of the worker.
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, given, refusals, there), daemon=True)
    process.start()
    there.close()
    try:
        return _listen(here, heartbeat)
    finally:
        process.kill()
        process.join()
        process.close()
        here.close()


def _listen(pipe: Connection, heartbeat: Heartbeat) -> dict[str, Any]:
    end = time.monotonic() + MOST_SECONDS
    told = (0, 0)
    while time.monotonic() < end:
        if pipe.poll(LOOK_EVERY):
            word, value = _received(pipe)
            if word == "result":
                return dict(value)
            if word == "refused":
                raise Unfit(value)
            told = value
        if not heartbeat(*told):
            raise Stopped
    raise TooLong


def _received(pipe: Connection) -> tuple[str, Any]:
    try:
        word, value = pipe.recv()
    except EOFError:
        raise Died from None
    return word, value


def _child(
    work: Work, given: object, refusals: tuple[type[Exception], ...], pipe: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)  # pages go before calculations
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(("result", work(given, _Teller(pipe))))
    except refusals as problem:
        pipe.send(("refused", getattr(problem, "text")))  # noqa: B009  because the type is open


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Teller:
    """Tells the worker how far it is, a few times a second at most."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._told = pipe, 0.0

    def __call__(self, done: int, total: int) -> None:
        if done >= total or time.monotonic() - self._told >= REPORT_EVERY:
            self._pipe.send(("progress", (done, total)))
            self._told = time.monotonic()
