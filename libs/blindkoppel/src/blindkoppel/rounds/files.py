# SPDX-License-Identifier: MIT
"""The files that travel in a round, and the ones that must stay at home."""

import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from blindkoppel.arrays import Bytes
from blindkoppel.encode.bits import WORDS
from blindkoppel.encode.oprf import ELEMENT_BYTES, KeyShare, combine
from blindkoppel.errors import BlindkoppelError
from blindkoppel.private import OWNER_ONLY, rewrite_private
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.protocol import (
    HANDLE_BYTES,
    Elements,
    Encoded,
    Prepared,
    Progress,
    evaluate_values,
    no_progress,
)

_BATCH = 4096
# What files of format 1 call the number of a blocking key; another word would be a format 2.
_BLOCKING_KEY = "recipe"
WHOLE = 0  # the number of a key that is not shared


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


def write_key(path: Path, role: str, secret: bytes, share: int = WHOLE) -> None:
    """Write a secret with the role it belongs to, and which share of it this is."""
    stored = {"role": role, "secret": secret.hex(), "share": share}
    write_private(path, json.dumps(stored).encode())


def read_share(path: Path, role: str) -> KeyShare:
    """A secret or a share of one; one that belongs to another role is refused."""
    try:
        stored = json.loads(read_content(path))
        found, secret = stored["role"], bytes.fromhex(stored["secret"])
        share = KeyShare(int(stored.get("share", WHOLE)), secret)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RoundFileError(f"{path.name} is not a key of blindkoppel") from error
    if found != role:
        raise RoundFileError(f"{path.name} is the key of the {found}, not of the {role}")
    return share


def read_key(path: Path, role: str) -> bytes:
    """A whole secret."""
    return read_share(path, role).scalar


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
        # A file that was compressed by somebody else may unpack to more than there is room for.
        if any(
            entry.compress_type != ZIP_STORED for entry in ZipFile(io.BytesIO(content)).filelist
        ):
            raise RoundFileError(f"{name} is compressed, which files of a round never are")
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


def header_line(said: Mapping[str, object]) -> bytes:
    """What a file of a round says of itself: one line of JSON, always in one order."""
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def joined(values: Sequence[bytes], width: int) -> Bytes:
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
        **{_BLOCKING_KEY: prepared.blocking_key},
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
        blocking_key=arrays[_BLOCKING_KEY].astype(np.int16),
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
        **{_BLOCKING_KEY: encoded.blocking_key},
        row=encoded.row,
        key=encoded.key,
    )


def encoded_from(content: bytes, name: str) -> tuple[Encoded, dict[str, str]]:
    """Encoded records out of bytes; ``name`` is what a refusal calls them."""
    described, arrays = unpack(content, "encoded", name)
    try:
        encoded = Encoded(
            parameters=described["parameters"],
            handles=tuple(handle.tobytes().hex() for handle in arrays["handles"]),
            bits=arrays["bits"].astype(np.uint64),
            blocking_key=arrays[_BLOCKING_KEY].astype(np.int16),
            row=arrays["row"].astype(np.int64),
            key=arrays["key"].astype(np.uint64),
        )
        fits = _fits(encoded)
    except (KeyError, ValueError, TypeError) as error:
        raise RoundFileError(f"{name} is not a file of a round") from error
    if not fits:
        raise RoundFileError(f"{name} contradicts itself: keys and records do not fit")
    return encoded, described


def _fits(encoded: Encoded) -> bool:
    """Whether every key is of a record, and every record has one encoding and one handle."""
    records, keys = len(encoded.handles), encoded.row.shape
    return (
        encoded.bits.shape == (records, WORDS)
        and encoded.key.shape == encoded.blocking_key.shape == keys == (len(encoded.row),)
        and bool(((encoded.row >= 0) & (encoded.row < records)).all())
        and len(set(encoded.handles)) == records
        and all(len(handle) == 2 * HANDLE_BYTES for handle in encoded.handles)
    )


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
    """Write blinded values or answers."""
    rewrite_private(path, file.header() + file.elements.tobytes())


def read_elements(path: Path, kind: str) -> ElementFile:
    """Blinded values or answers; a file that broke off is refused."""
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
    """Refuse answers to anything but this request."""
    if answers.request != request.digest:
        raise RoundFileError(
            f"these answers, for {answers.sender}, are not to this request of {request.sender}"
        )


def whole_answers(files: Sequence[ElementFile]) -> Elements:
    """Answers under the whole key: of its one custodian, or of two out of several."""
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
    """Evaluate a request; one that broke off goes on where it stopped."""
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
    """Note a request before it is answered, or refuse it past the quota of its sender.

    The same request again, because answering it broke off, tells nothing new: it is free.
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
