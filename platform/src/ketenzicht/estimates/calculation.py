# SPDX-License-Identifier: EUPL-1.2
"""A calculation in a process of its own: it can be followed, stopped at once, and may break.

Nothing here knows Django or the database; what goes in and what comes out are plain values.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any

from telwerk.localised import LocalisedError, LocalisedText

MOST_SECONDS = 60 * 60
LOOK_EVERY = 1.0
TELL_EVERY = 0.2
Beat = Callable[[int, int], bool]


class Stopped(Exception):
    """Nobody waits for this calculation any more."""


class Unfit(Exception):
    """The method refused these lists, in a sentence of each language."""

    def __init__(self, words: LocalisedText) -> None:
        super().__init__(words.en)
        self.words = words


class Died(Exception):
    """The calculation ended without a word."""


class TooLong(Exception):
    """The calculation took more time than one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What to calculate: an estimate, or with repeats the examination of one."""

    lists: Sequence[str]
    histories: Mapping[str, int]
    method: str
    options: Mapping[str, Any]  # as the method takes them
    repeats: int = 0
    characteristics: Sequence[str] = ()
    kinds: Sequence[Any] = ()  # pattern, characteristics and count of each kind of people


def follow(work: Work, beat: Beat) -> dict[str, Any]:
    """Calculate; `beat` hears every second how far it is, and says whether to go on."""
    # A fresh process: a fork would share the database connection of the worker.
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, there), daemon=True)
    process.start()
    there.close()
    try:
        return _listen(here, beat)
    finally:
        process.kill()
        process.join()
        process.close()
        here.close()


def _listen(pipe: Connection, beat: Beat) -> dict[str, Any]:
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
        if not beat(*told):
            raise Stopped
    raise TooLong


def _received(pipe: Connection) -> tuple[str, Any]:
    try:
        word, value = pipe.recv()
    except EOFError:
        raise Died from None
    return word, value


def _child(work: Work, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)  # pages go before calculations
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(("result", calculate(work, _Teller(pipe))))
    except LocalisedError as problem:
        pipe.send(("refused", problem.text))


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
        if done >= total or time.monotonic() - self._told >= TELL_EVERY:
            self._pipe.send(("progress", (done, total)))
            self._told = time.monotonic()


def calculate(work: Work, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Return the estimate or its examination as plain values."""
    from telwerk.mse.diagnostics import diagnose
    from telwerk.mse.lists.histories import CaptureHistories
    from telwerk.mse.methods import method

    if work.characteristics:
        return _divided(work, progress)
    histories = CaptureHistories.from_counts(list(work.lists), dict(work.histories))
    chosen = method(work.method)
    if not work.repeats:
        return chosen.estimate(histories, progress=progress, **work.options).to_dict()
    return diagnose(
        histories, chosen, repeats=work.repeats, progress=progress, options=work.options
    ).to_dict()


def _divided(work: Work, progress: Callable[[int, int], None]) -> dict[str, Any]:
    from telwerk.mse.lists.covariates import CovariateTable
    from telwerk.mse.methods.with_covariates import estimate_table

    columns: dict[str, list[Any]] = {
        name: [pattern[at] for pattern, _, _ in work.kinds] for at, name in enumerate(work.lists)
    }
    for at, name in enumerate(work.characteristics):
        columns[name] = ["" if of[at] is None else of[at] for _, of, _ in work.kinds]
    # a name no column of the input can have
    columns["\n"] = [count for _, _, count in work.kinds]
    table = CovariateTable.of(
        columns, lists=list(work.lists), covariates=list(work.characteristics), count="\n"
    )
    return estimate_table(table, work.method, progress=progress, **work.options).to_dict()
