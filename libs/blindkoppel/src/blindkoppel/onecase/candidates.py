# SPDX-License-Identifier: MIT
"""The matching point's part: which records of a file share keys with one case."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from blindkoppel.blindround import Encoded
from blindkoppel.chainedlog import ChainedLog
from blindkoppel.encode.parameters import require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.roundfiles import QuotaError

# How many records of the holder are compared for one question, always.
CANDIDATES = 32


class CaseError(BlindkoppelError):
    """A question that is not about exactly one case."""


def only_keys(encoded: Encoded) -> Encoded:
    """Records without their encodings: all that a matching point needs to find candidates."""
    return replace(encoded, bits=np.zeros_like(encoded.bits))


def require_one_case(case: Encoded) -> None:
    """Refuse a file of more records than one: a question is about a case, not about a list."""
    if len(case.handles) != 1:
        raise CaseError(
            f"a question is about one case, and this file has {len(case.handles)} records: "
            "encode the case by itself"
        )


def rarity_shared(case: Encoded, file: Encoded) -> npt.NDArray[np.float64]:
    """Per record of the file, how rare what it shares with the case is: a sum of logs."""
    shared = np.zeros(len(file.handles))
    for recipe in np.unique(case.recipe):
        own = file.recipe == recipe
        rows, keys = file.row[own], file.key[own]
        for key in case.key[case.recipe == recipe]:
            met = rows[keys == key]
            if met.size:
                shared[met] += np.log(len(file.handles) / met.size)
    return shared


def candidates_for(case: Encoded, file: Encoded) -> list[str]:
    """``CANDIDATES`` handles of the file, sorted: who shares most with the case, and others.

    The others are there so that nobody can tell from their number whether anybody shared
    anything. They hang on the keys of the case: asked twice, the list is the same, and
    laying two lists beside each other tells nothing. A smaller file gives all its handles.
    """
    require_same(case.parameters, file.parameters)
    require_one_case(case)
    shared = rarity_shared(case, file)
    best = np.argsort(-shared, kind="stable")[:CANDIDATES]
    chosen = [file.handles[row] for row in best if shared[row] > 0]
    seed = hashlib.sha256(np.sort(case.key).tobytes()).digest()
    others = sorted(
        set(file.handles) - set(chosen),
        key=lambda handle: hashlib.sha256(seed + bytes.fromhex(handle)).digest(),
    )
    return sorted([*chosen, *others[: CANDIDATES - len(chosen)]])


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks whom, and in which period: what is noted of a question."""

    asker: str
    holder: str
    parameters: str


def allow_question(log: ChainedLog, question: Question, quota: int, now: datetime) -> None:
    """Note a question before it is answered, or refuse it past the quota of who asks."""
    about = {"asker": question.asker, "parameters": question.parameters}
    asked = sum(
        {name: entry.get(name) for name in about} == about and "candidates" in entry
        for entry in log.entries()
    )
    if asked >= quota:
        raise QuotaError(f"{question.asker} had its {quota} questions of this period")
    log.note(now, {**about, "holder": question.holder, "candidates": CANDIDATES})
