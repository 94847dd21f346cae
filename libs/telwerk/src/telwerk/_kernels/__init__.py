# SPDX-License-Identifier: MIT
"""The compiled part: one shared library, made when telwerk is installed.

A kernel is called with plain numbers and NumPy arrays. While it runs, other
Python threads run too.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

_NAMES = {"win32": "telwerk.dll", "darwin": "libtelwerk.dylib"}
_KINDS: dict[str, Any] = {
    "i": ctypes.c_int,
    "q": ctypes.c_int64,
    "u": ctypes.c_uint64,
    "d": ctypes.c_double,
}
_ARRAYS = {
    "B": np.dtype(np.uint8),
    "I": np.dtype(np.int32),
    "Q": np.dtype(np.int64),
    "U": np.dtype(np.uint64),
    "D": np.dtype(np.float64),
}


class Stopped(Exception):
    """Whoever listens to a kernel asked it to stop."""


_FAULTS = {
    -1: (MemoryError, "There is not enough memory for this table."),
    -2: (ValueError, "There are more models than asked for at most."),
    -3: (OverflowError, "The exact check outgrew 64-bit integers; use fewer lists."),
    -4: (Stopped, "The calculation was stopped."),
}


class KernelsMissing(ImportError):
    """The shared library is not there; the message says how to make it."""


@cache
def _library() -> ctypes.CDLL:
    path = Path(__file__).with_name(_NAMES.get(sys.platform, "libtelwerk.so"))
    try:
        return ctypes.CDLL(str(path))
    except OSError as problem:
        raise KernelsMissing(
            f"The compiled part of telwerk ({path.name}) cannot be loaded. It is made when "
            "telwerk is installed: install it again (pip install --force-reinstall telwerk, or "
            "pip install -e libs/telwerk in a checkout)."
        ) from problem


@cache
def kernel(name: str, kinds: str, returns: str = "i") -> Callable[..., int]:
    """Give a compiled function by name.

    ``kinds`` has one letter per argument: i, q, u, d for a number; I, Q, U, D
    for an array of 32- or 64-bit integers, words, or doubles, B for one of bytes;
    F for a function that the kernel calls. Arrays must be contiguous. A negative
    answer becomes an exception.
    """
    function = getattr(_library(), name)
    function.restype = _KINDS[returns]
    function.argtypes = [_KINDS.get(kind, ctypes.c_void_p) for kind in kinds]

    def call(*arguments: Any) -> int:
        passed = [_passed(kind, value) for kind, value in zip(kinds, arguments, strict=True)]
        return _answer(function(*passed))

    return call


def _passed(kind: str, value: Any) -> Any:
    if kind not in _ARRAYS or value is None:
        return value
    if value.dtype != _ARRAYS[kind] or not value.flags.c_contiguous:
        raise TypeError(f"Expected a contiguous array of {_ARRAYS[kind]}, got {value.dtype}.")
    return value.ctypes.data


def _answer(value: int) -> int:
    if value < 0:
        kind, message = _FAULTS.get(value, (RuntimeError, f"The kernel failed ({value})."))
        raise kind(message)
    return value


def threads() -> int:
    """Number of threads worth using, as the machine and the process allow."""
    return max(1, len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


def in_threads(work: Callable[[slice], None], total: int, *, least: int = 1) -> None:
    """Do ``work`` on slices of ``range(total)`` at once; a small total stays here."""
    parts = min(threads(), max(1, total // least))
    edges = np.linspace(0, total, parts + 1).astype(int)
    slices = [slice(int(a), int(b)) for a, b in pairwise(edges)]
    if parts == 1:
        work(slices[0])
        return
    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(work, slices))
