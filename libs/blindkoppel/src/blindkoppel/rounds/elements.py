# SPDX-License-Identifier: MIT
"""Files of blinded values and of answers to them, and the quota of who asks."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from blindkoppel.encode.oprf import ELEMENT_BYTES, KeyShare, combine
from blindkoppel.errors import BlindkoppelError
from blindkoppel.private import rewrite_private
from blindkoppel.rounds.keys import WHOLE
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.packed import RoundFileError, header_line, joined, read_content
from blindkoppel.rounds.protocol import (
    Elements,
    Progress,
    evaluate_values,
    no_progress,
)

_BATCH = 4096


class QuotaError(BlindkoppelError):
    """More evaluations than an organisation may have in a period."""


@dataclass(frozen=True, slots=True)
class ElementFile:
    """Blinded values, or answers to them: one line that says what, then the elements.

    Attributes
    ----------
    kind : str
        ``values`` or ``answers``.
    parameters : str
        The digest of the parameters.
    sender : str
        The pseudonym of who asks.
    elements : Elements
        Values of the group, shape ``(values, 32)``.
    share : int
        The number of the share of the key that answered; ``WHOLE`` for a whole key.
    request : str
        Of answers, the digest of what they answer.
    """

    kind: str
    parameters: str
    sender: str
    elements: Elements
    share: int = WHOLE
    request: str = ""  # of answers: the digest of what they answer

    @property
    def digest(self) -> str:
        """The name of exactly these elements."""
        return hashlib.sha256(self.elements.tobytes()).hexdigest()

    def header(self) -> bytes:
        """The first line of the file."""
        return header_line(
            {
                "kind": self.kind,
                "parameters": self.parameters,
                "sender": self.sender,
                "count": len(self.elements),
                "share": self.share,
                "request": self.request,
            }
        )


def write_elements(path: Path, file: ElementFile) -> None:
    """Writes blinded values, or answers to them, for their owner only.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    file : ElementFile
        What is written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "request.blind"
    >>> write_elements(path, ElementFile("values", "digest", "org-a", np.zeros((1, 32), np.uint8)))
    >>> read_elements(path, "values").sender
    'org-a'
    """
    rewrite_private(path, file.header() + file.elements.tobytes())


def read_elements(path: Path, kind: str) -> ElementFile:
    """The blinded values, or answers to them, in a file; one that broke off is refused.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    kind : str
        Which kind is expected.

    Returns
    -------
    ElementFile
        The header and the values.

    Raises
    ------
    RoundFileError
        If it is no whole file of this kind.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "request.blind"
    >>> write_elements(path, ElementFile("values", "digest", "org-a", np.zeros((1, 32), np.uint8)))
    >>> read_elements(path, "values").elements.shape
    (1, 32)
    """
    try:
        line, _, content = read_content(path).partition(b"\n")
        stored = json.loads(line)
        elements = np.frombuffer(content, dtype=np.uint8).reshape(-1, ELEMENT_BYTES)
        file = ElementFile(
            stored["kind"],
            stored["parameters"],
            stored["sender"],
            elements,
            int(stored["share"]),
            stored["request"],
        )
        whole = stored["count"] == len(elements)
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a file of blinded values") from error
    if file.kind != kind or not whole:
        raise RoundFileError(f"{path.name} is not a whole file of kind {kind}")
    return file


def require_answers(request: ElementFile, answers: ElementFile) -> None:
    """A check that answers are to this request.

    Parameters
    ----------
    request : ElementFile
        A request to the custodian.
    answers : ElementFile
        What came from the custodian.

    Raises
    ------
    RoundFileError
        If they are to another request.

    Examples
    --------
    >>> request = ElementFile("values", "digest", "org-a", np.zeros((1, 32), np.uint8))
    >>> require_answers(request, replace(request, kind="answers", request=request.digest))
    """
    if answers.request != request.digest:
        raise RoundFileError(
            f"these answers, for {answers.sender}, are not to this request of {request.sender}"
        )


def whole_answers(files: Sequence[ElementFile]) -> Elements:
    """The answers under the whole key: of its one custodian, or of two out of several.

    Parameters
    ----------
    files : Sequence[ElementFile]
        What one custodian answered, or two.

    Returns
    -------
    Elements
        Shape ``(values, 32)``.

    Raises
    ------
    RoundFileError
        If the answers of two different custodians are needed.

    Examples
    --------
    >>> answers = ElementFile("answers", "digest", "org-a", np.zeros((1, 32), np.uint8))
    >>> whole_answers([answers]).shape
    (1, 32)
    """
    if len(files) == 1 and files[0].share == WHOLE:
        return files[0].elements
    numbers = {file.share for file in files}
    if len(files) != 2 or len(numbers) != 2 or WHOLE in numbers:
        raise RoundFileError("give the answers of two different custodians who share a key")
    one, other = files
    combined = [
        combine([(one.share, first.tobytes()), (other.share, second.tobytes())])
        for first, second in zip(one.elements, other.elements, strict=True)
    ]
    return joined(combined, ELEMENT_BYTES)


def answer_request(
    key: KeyShare, request: ElementFile, out: Path, progress: Progress = no_progress
) -> None:
    """Evaluates a request into a file; one that broke off goes on where it stopped.

    Parameters
    ----------
    key : KeyShare
        The custodian's key, or its share.
    request : ElementFile
        A request to the custodian.
    out : Path
        The file of answers.
    progress : Progress
        Called with how many are done and how many there are.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from blindkoppel.encode.oprf import new_scalar
    >>> from blindkoppel.rounds.protocol import blind_values
    >>> out = Path(mkdtemp()) / "answers.blind"
    >>> request = ElementFile("values", "digest", "org-a", blind_values([b"a"])[1])
    >>> answer_request(KeyShare(WHOLE, new_scalar()), request, out)
    >>> len(read_elements(out, "answers").elements)
    1
    """
    answer = replace(request, kind="answers", share=key.number, request=request.digest)
    part = out.with_name(out.name + ".part")
    header = answer.header()
    done = 0
    if part.exists() and part.read_bytes().startswith(header):
        done = (part.stat().st_size - len(header)) // ELEMENT_BYTES
        os.truncate(part, len(header) + done * ELEMENT_BYTES)
    else:
        rewrite_private(part, header)
    with part.open("ab") as file:
        for start in range(done, len(request.elements), _BATCH):
            batch = request.elements[start : start + _BATCH]
            file.write(evaluate_values(key.scalar, batch).tobytes())
            progress(min(start + _BATCH, len(request.elements)), len(request.elements))
    part.replace(out)


def allow_request(log: ChainedLog, request: ElementFile, quota: int, now: datetime) -> None:
    """A check of the quota: notes a request before it is answered, or refuses it.

    The same request again, because answering it broke off, tells nothing new: it is free.

    Parameters
    ----------
    log : ChainedLog
        The chained log in which questions are noted.
    request : ElementFile
        A request to the custodian.
    quota : int
        How many may be asked in one period.
    now : datetime
        The moment that is noted.

    Raises
    ------
    QuotaError
        If its sender would pass the quota of this period.

    Examples
    --------
    >>> from datetime import UTC
    >>> from tempfile import mkdtemp
    >>> log = ChainedLog(Path(mkdtemp()) / "custodian.log")
    >>> request = ElementFile("values", "digest", "org-a", np.zeros((1, 32), np.uint8))
    >>> allow_request(log, request, 10, datetime(2026, 11, 2, tzinfo=UTC))
    >>> [entry["count"] for entry in log.entries()]
    [1]
    """
    about = {"sender": request.sender, "parameters": request.parameters}
    same = log.entries_with(about)
    if any(entry["request"] == request.digest for entry in same):
        return
    asked, count = sum(int(str(entry["count"])) for entry in same), len(request.elements)
    if asked + count > quota:
        raise QuotaError(
            f"{request.sender} would pass its quota of {quota} evaluations in this period: "
            f"{asked} were had, {count} are asked"
        )
    log.note(now, {**about, "count": count, "request": request.digest})
