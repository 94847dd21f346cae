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
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from blindkoppel.blindround import (
    HANDLE_BYTES,
    Elements,
    Encoded,
    Prepared,
    Progress,
    evaluate_values,
    silent,
)
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
        raise RoundFileError(
            f"{path} exists already and is never overwritten: take another folder"
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def write_key(path: Path, role: str, secret: bytes) -> None:
    """Write a secret with the role it belongs to."""
    write_private(path, json.dumps({"role": role, "secret": secret.hex()}).encode())


def read_key(path: Path, role: str) -> bytes:
    """A secret; one that belongs to another role is refused."""
    try:
        stored = json.loads(read_content(path))
        found, secret = stored["role"], bytes.fromhex(stored["secret"])
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a key of blindkoppel") from error
    if found != role:
        raise RoundFileError(f"{path.name} is the key of the {found}, not of the {role}")
    return secret


def pack(kind: str, described: dict[str, object], **arrays: npt.NDArray[np.generic]) -> bytes:
    """Arrays with a description as bytes; not compressed, so their size follows no content."""
    buffer = io.BytesIO()
    text = json.dumps({"kind": kind, **described}).encode()
    np.savez(buffer, described=np.frombuffer(text, dtype=np.uint8), **arrays)  # type: ignore[arg-type]  # NumPy's stub takes the keyword allow_pickle for an array
    return buffer.getvalue()


def unpack(
    content: bytes, kind: str, name: str
) -> tuple[dict[str, str], dict[str, npt.NDArray[np.generic]]]:
    """What was packed; ``name`` is what a refusal calls it."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {array: stored[array] for array in stored.files}
        described = json.loads(arrays.pop("described").tobytes())
    except (OSError, ValueError, KeyError, AttributeError, EOFError, BadZipFile) as error:
        raise RoundFileError(f"{name} is not a file of a round") from error
    if described.get("kind") != kind:
        raise RoundFileError(f"{name} holds {described.get('kind')}, not {kind}")
    return described, arrays


def read_content(path: Path) -> bytes:
    """The bytes of a file of a round."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RoundFileError(f"{path} cannot be read; is it the right place?") from error


def joined(values: Sequence[bytes], width: int) -> npt.NDArray[np.uint8]:
    """Values of one width as rows of bytes."""
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, width)


def write_prepared(path: Path, prepared: Prepared, scalars: Sequence[bytes]) -> None:
    """Keep what an agent needs to finish; it holds blindings and must not travel."""
    content = pack(
        "prepared",
        {"parameters": prepared.parameters},
        handles=np.array(prepared.handles),
        bits=prepared.bits,
        values=joined(prepared.values, 10),
        scalars=joined(scalars, ELEMENT_BYTES),
        recipe=prepared.recipe,
        row=prepared.row,
        value=prepared.value,
    )
    write_private(path, content)


def read_prepared(path: Path) -> tuple[Prepared, list[bytes]]:
    """What an agent kept between its two steps."""
    described, arrays = unpack(read_content(path), "prepared", path.name)
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


def encoded_content(encoded: Encoded, described: dict[str, object]) -> bytes:
    """Encoded records as bytes, with what else has to be known of them."""
    return pack(
        "encoded",
        {"parameters": encoded.parameters, **described},
        handles=joined([bytes.fromhex(handle) for handle in encoded.handles], HANDLE_BYTES),
        bits=encoded.bits,
        recipe=encoded.recipe,
        row=encoded.row,
        key=encoded.key,
    )


def encoded_from(content: bytes, name: str) -> tuple[Encoded, dict[str, str]]:
    """Encoded records out of bytes; ``name`` is what a refusal calls them."""
    described, arrays = unpack(content, "encoded", name)
    encoded = Encoded(
        parameters=described["parameters"],
        handles=tuple(handle.tobytes().hex() for handle in arrays["handles"]),
        bits=arrays["bits"].astype(np.uint64),
        recipe=arrays["recipe"].astype(np.int16),
        row=arrays["row"].astype(np.int64),
        key=arrays["key"].astype(np.uint64),
    )
    return encoded, described


def write_encoded(path: Path, encoded: Encoded) -> None:
    """Keep encoded records; they travel only sealed."""
    rewrite_private(path, encoded_content(encoded, {}))


def read_encoded(path: Path) -> Encoded:
    """Encoded records of one organisation."""
    return encoded_from(read_content(path), path.name)[0]


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
        line, _, content = read_content(path).partition(b"\n")
        stored = json.loads(line)
        elements = np.frombuffer(content, dtype=np.uint8).reshape(-1, ELEMENT_BYTES)
        file = ElementFile(stored["kind"], stored["parameters"], stored["sender"], elements)
        whole = stored["count"] == len(elements)
    except (ValueError, KeyError, TypeError) as error:
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
