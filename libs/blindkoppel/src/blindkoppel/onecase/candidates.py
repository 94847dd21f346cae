# SPDX-License-Identifier: MIT
"""The matching point's part: which records of a file share keys with one case."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.encode.parameters import require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.rounds.files import QuotaError
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.protocol import Encoded

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


def shared_inverse_frequency(case: Encoded, file: Encoded) -> Float64s:
    """Per record of the file, how rare what it shares with the case is: a sum of logs."""
    shared = np.zeros(len(file.handles))
    for blocking_key in np.unique(case.blocking_key):
        own = file.blocking_key == blocking_key
        rows, keys = file.row[own], file.key[own]
        for key in case.key[case.blocking_key == blocking_key]:
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
    shared = shared_inverse_frequency(case, file)
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
    asked = sum("candidates" in entry for entry in log.entries_with(about))
    if asked >= quota:
        raise QuotaError(f"{question.asker} had its {quota} questions of this period")
    log.note(now, {**about, "holder": question.holder, "candidates": CANDIDATES})
