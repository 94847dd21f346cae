# SPDX-License-Identifier: MIT
"""The files that travel in a round, and the ones that must stay at home."""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from blindkoppel.blindround import Elements, Encoded, Prepared, Progress, evaluate_values, silent
from blindkoppel.encode.oblivious import ELEMENT_BYTES
from blindkoppel.errors import BlindkoppelError
from blindkoppel.private import OWNER_ONLY, rewrite_private, truncate_private

_BATCH = 4096


class RoundFileError(BlindkoppelError):
    """A file that does not belong in this step of a round."""


class QuotaError(BlindkoppelError):
    """More evaluations than an organisation may have in a period."""


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner can read; an existing one is refused."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise RoundFileError(f"{path.name} exists already; keys are never overwritten") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def write_key(path: Path, role: str, secret: bytes) -> None:
    """Write a secret with the role it belongs to."""
    write_private(path, json.dumps({"role": role, "secret": secret.hex()}).encode())


def read_key(path: Path, role: str) -> bytes:
    """A secret; one that belongs to another role is refused."""
    try:
        stored = json.loads(path.read_bytes())
        found, secret = stored["role"], bytes.fromhex(stored["secret"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a key of blindkoppel") from error
    if found != role:
        raise RoundFileError(f"{path.name} is the key of the {found}, not of the {role}")
    return secret


def _pack(kind: str, described: dict[str, object], **arrays: npt.NDArray[np.generic]) -> bytes:
    buffer = io.BytesIO()
    text = json.dumps({"kind": kind, **described}).encode()
    np.savez_compressed(buffer, described=np.frombuffer(text, dtype=np.uint8), **arrays)  # type: ignore[arg-type]  # NumPy's stub takes the keyword allow_pickle for an array
    return buffer.getvalue()


def _unpack(path: Path, kind: str) -> tuple[dict[str, str], dict[str, npt.NDArray[np.generic]]]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        described = json.loads(arrays.pop("described").tobytes())
    except (OSError, ValueError, KeyError) as error:
        raise RoundFileError(f"{path.name} is not a file of a round") from error
    if described.get("kind") != kind:
        raise RoundFileError(f"{path.name} holds {described.get('kind')}, not {kind}")
    return described, arrays


def _joined(values: Sequence[bytes], width: int) -> npt.NDArray[np.uint8]:
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, width)


def write_prepared(path: Path, prepared: Prepared, scalars: Sequence[bytes]) -> None:
    """Keep what an agent needs to finish; it holds blindings and must not travel."""
    content = _pack(
        "prepared",
        {"parameters": prepared.parameters},
        handles=np.array(prepared.handles),
        bits=prepared.bits,
        values=_joined(prepared.values, 10),
        scalars=_joined(scalars, ELEMENT_BYTES),
        recipe=prepared.recipe,
        row=prepared.row,
        value=prepared.value,
    )
    write_private(path, content)


def read_prepared(path: Path) -> tuple[Prepared, list[bytes]]:
    """What an agent kept between its two steps."""
    described, arrays = _unpack(path, "prepared")
    prepared = Prepared(
        parameters=described["parameters"],
        handles=tuple(arrays["handles"].tolist()),
        bits=arrays["bits"].astype(np.uint64),
        values=tuple(value.tobytes() for value in arrays["values"]),
        recipe=arrays["recipe"].astype(np.int16),
        row=arrays["row"].astype(np.int64),
        value=arrays["value"].astype(np.int64),
    )
    return prepared, [scalar.tobytes() for scalar in arrays["scalars"]]


def write_encoded(path: Path, encoded: Encoded) -> None:
    """Write what goes to the matching point."""
    rewrite_private(
        path,
        _pack(
            "encoded",
            {"parameters": encoded.parameters},
            handles=np.array(encoded.handles),
            bits=encoded.bits,
            recipe=encoded.recipe,
            row=encoded.row,
            key=encoded.key,
        ),
    )


def read_encoded(path: Path) -> Encoded:
    """What a matching point received."""
    described, arrays = _unpack(path, "encoded")
    return Encoded(
        parameters=described["parameters"],
        handles=tuple(arrays["handles"].tolist()),
        bits=arrays["bits"].astype(np.uint64),
        recipe=arrays["recipe"].astype(np.int16),
        row=arrays["row"].astype(np.int64),
        key=arrays["key"].astype(np.uint64),
    )


@dataclass(frozen=True, slots=True)
class ElementFile:
    """Blinded values, or answers to them: one line that says what, then the elements."""

    kind: str
    parameters: str
    sender: str
    elements: Elements

    def header(self) -> bytes:
        """The first line of the file."""
        return (
            json.dumps(
                {
                    "kind": self.kind,
                    "parameters": self.parameters,
                    "sender": self.sender,
                    "count": len(self.elements),
                },
                sort_keys=True,
            ).encode()
            + b"\n"
        )


def write_elements(path: Path, file: ElementFile) -> None:
    """Write blinded values or answers."""
    rewrite_private(path, file.header() + file.elements.tobytes())


def read_elements(path: Path, kind: str) -> ElementFile:
    """Blinded values or answers; a file that broke off is refused."""
    try:
        line, _, content = path.read_bytes().partition(b"\n")
        stored = json.loads(line)
        elements = np.frombuffer(content, dtype=np.uint8).reshape(-1, ELEMENT_BYTES)
        file = ElementFile(stored["kind"], stored["parameters"], stored["sender"], elements)
        whole = stored["count"] == len(elements)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a file of blinded values") from error
    if file.kind != kind or not whole:
        raise RoundFileError(f"{path.name} is not a whole file of kind {kind}")
    return file


def answer_request(
    key: bytes, request: ElementFile, out: Path, progress: Progress = silent
) -> None:
    """Evaluate a request; one that broke off goes on where it stopped."""
    answer = ElementFile("answers", request.parameters, request.sender, request.elements)
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
            file.write(evaluate_values(key, request.elements[start : start + _BATCH]).tobytes())
            progress(min(start + _BATCH, len(request.elements)), len(request.elements))
    part.replace(out)


@dataclass(frozen=True, slots=True)
class CustodianLog:
    """Who asked how much, when; each line holds the digest of the one before it."""

    path: Path

    def _lines(self) -> list[str]:
        return self.path.read_text("utf-8").splitlines() if self.path.exists() else []

    def asked(self, sender: str, parameters: str) -> int:
        """How many evaluations one organisation had under one set of parameters."""
        entries = [json.loads(line) for line in self._lines()]
        return sum(
            entry["count"]
            for entry in entries
            if (entry["sender"], entry["parameters"]) == (sender, parameters)
        )

    def allow(self, request: ElementFile, quota: int, now: datetime) -> None:
        """Note a request before it is answered, or refuse it past the quota."""
        count = len(request.elements)
        if self.asked(request.sender, request.parameters) + count > quota:
            raise QuotaError(
                f"{request.sender} would pass its quota of {quota} evaluations in this period"
            )
        lines = self._lines()
        entry = {
            "at": now.isoformat(timespec="seconds"),
            "sender": request.sender,
            "parameters": request.parameters,
            "count": count,
            "before": hashlib.sha256(lines[-1].encode()).hexdigest() if lines else "",
        }
        if not lines:
            truncate_private(self.path)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, sort_keys=True) + "\n")

    def is_whole(self) -> bool:
        """Whether no line was changed, taken out or put in between."""
        lines = self._lines()
        before = ["", *(hashlib.sha256(line.encode()).hexdigest() for line in lines)]
        return all(
            json.loads(line)["before"] == digest
            for line, digest in zip(lines, before, strict=False)
        )
