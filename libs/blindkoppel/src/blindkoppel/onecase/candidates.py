# SPDX-License-Identifier: MIT
"""The matching point's part: which records of a file share keys with one case."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.encode.parameters import require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.rounds.elements import QuotaError
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.protocol import Encoded

# How many records of the holder are compared for one question, always.
CANDIDATES = 32


class CaseError(BlindkoppelError):
    """A question that is not about exactly one case."""


def only_keys(encoded: Encoded) -> Encoded:
    """The records without their encodings: all that a matching point needs to find candidates.

    Parameters
    ----------
    encoded : Encoded
        Encoded records of one organisation.

    Returns
    -------
    Encoded
        The same records with empty encodings.

    Examples
    --------
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> int(only_keys(encoded).bits.sum())
    0
    """
    return replace(encoded, bits=np.zeros_like(encoded.bits))


def require_one_case(case: Encoded) -> None:
    """A check that a file has one record: a question is about a case, not about a list.

    Parameters
    ----------
    case : Encoded
        What was encoded.

    Raises
    ------
    CaseError
        If there are more records than one, or none.

    Examples
    --------
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> require_one_case(
    ...     sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    ... )
    """
    if len(case.handles) != 1:
        raise CaseError(
            f"a question is about one case, and this file has {len(case.handles)} records: "
            "encode the case by itself"
        )


def shared_inverse_frequency(case: Encoded, file: Encoded) -> Float64s:
    """The inverse frequency of what each record of the file shares with the case, as a sum of logs.

    Parameters
    ----------
    case : Encoded
        One encoded case.
    file : Encoded
        The encoded file of who is asked.

    Returns
    -------
    Float64s
        Natural logs, shape ``(records,)``.

    Examples
    --------
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova", "Jan Bakker"], "dob": ["1990-05-04", "1985-01-02"]}
    >>> case = {name: values[:1] for name, values in people.items()}
    >>> one, file = (
    ...     sealed_encoded(side, guess_schema(list(side)), Parameters("trial"), b"k")
    ...     for side in (case, people)
    ... )
    >>> [float(shared) > 0 for shared in shared_inverse_frequency(one, file)]
    [True, False]
    """
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
    """The handles of ``CANDIDATES`` records: those that share most with the case, and others.

    The others are there so that nobody can tell from their number whether anybody shared
    anything. They hang on the keys of the case: asked twice, the list is the same, and
    laying two lists beside each other tells nothing. A smaller file gives all its handles.

    Parameters
    ----------
    case : Encoded
        One encoded case.
    file : Encoded
        The encoded file of who is asked.

    Returns
    -------
    list[str]
        Handles, sorted.

    Examples
    --------
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> candidates_for(encoded, encoded) == list(encoded.handles)
    True
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
    """A question as it is noted: who asks whom, and in which period.

    Attributes
    ----------
    asker : str
        The pseudonym of who asks.
    holder : str
        The pseudonym of who is asked.
    parameters : str
        The digest of the parameters, which are those of a period.
    """

    asker: str
    holder: str
    parameters: str


def allow_question(log: ChainedLog, question: Question, quota: int, now: datetime) -> None:
    """A check of the quota: notes a question before it is answered, or refuses it.

    Parameters
    ----------
    log : ChainedLog
        The chained log in which questions are noted.
    question : Question
        Who asks whom.
    quota : int
        How many may be asked in one period.
    now : datetime
        The moment that is noted.

    Raises
    ------
    QuotaError
        If who asks had all its questions of this period.

    Examples
    --------
    >>> from datetime import UTC
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> log = ChainedLog(Path(mkdtemp()) / "case.log")
    >>> question = Question("org-a", "org-b", "digest")
    >>> allow_question(log, question, 1, datetime(2026, 11, 2, tzinfo=UTC))
    >>> len(log.entries())
    1
    """
    about = {"asker": question.asker, "parameters": question.parameters}
    asked = sum("candidates" in entry for entry in log.entries_with(about))
    if asked >= quota:
        raise QuotaError(f"{question.asker} had its {quota} questions of this period")
    log.note(now, {**about, "holder": question.holder, "candidates": CANDIDATES})
