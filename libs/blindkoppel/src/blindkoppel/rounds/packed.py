# SPDX-License-Identifier: MIT
"""Bytes of the files of a round: arrays with a description, and lines that say what follows."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from blindkoppel.arrays import Bytes
from blindkoppel.errors import BlindkoppelError


class RoundFileError(BlindkoppelError):
    """A file that does not belong in this step of a round."""


def pack(kind: str, described: dict[str, object], **arrays: npt.NDArray[np.generic]) -> bytes:
    """Arrays with a description as bytes; not compressed, so their size follows no content.

    Parameters
    ----------
    kind : str
        What kind of file or weights is meant.
    described : dict[str, object]
        What is said of the arrays.
    **arrays : npt.NDArray[np.generic]
        The arrays by name.

    Returns
    -------
    bytes
        The bytes of one file.

    Examples
    --------
    >>> unpack(pack("trial", {"a": "b"}, rows=np.arange(2)), "trial", "a file")[1]["rows"].tolist()
    [0, 1]
    """
    buffer = io.BytesIO()
    text = json.dumps({"kind": kind, **described}).encode()
    np.savez(buffer, described=np.frombuffer(text, dtype=np.uint8), **arrays)  # type: ignore[arg-type]  # NumPy's stub takes the keyword allow_pickle for an array
    return buffer.getvalue()


def unpack(
    content: bytes, kind: str, name: str
) -> tuple[dict[str, str], dict[str, npt.NDArray[np.generic]]]:
    """The description and the arrays that were packed; ``name`` is what a refusal calls the file.

    Parameters
    ----------
    content : bytes
        The bytes.
    kind : str
        Which kind is expected.
    name : str
        What an error message calls it.

    Returns
    -------
    tuple[dict[str, str], dict[str, npt.NDArray[np.generic]]]
        What was said of the arrays, and the arrays by name.

    Raises
    ------
    RoundFileError
        If it is no such file, or is compressed.

    Examples
    --------
    >>> described, arrays = unpack(pack("trial", {"a": "b"}, rows=np.arange(2)), "trial", "a file")
    >>> described
    {'kind': 'trial', 'a': 'b'}
    """
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
    """The bytes of a file of a round.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    bytes
        The bytes.

    Raises
    ------
    RoundFileError
        If it cannot be read.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "file"
    >>> _ = path.write_bytes(b"content")
    >>> read_content(path)
    b'content'
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise RoundFileError(f"{path} cannot be read; is it the right place?") from error


def header_line(said: Mapping[str, object]) -> bytes:
    r"""The line of JSON in which a file of a round says what it is, always in one order.

    Parameters
    ----------
    said : Mapping[str, object]
        Names and values.

    Returns
    -------
    bytes
        The line, its end included.

    Examples
    --------
    >>> header_line({"sender": "org-a", "kind": "values"})
    b'{"kind": "values", "sender": "org-a"}\n'
    """
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def joined(values: Sequence[bytes], width: int) -> Bytes:
    """The bytes of values of one width, a row each.

    Parameters
    ----------
    values : Sequence[bytes]
        The values, in order.
    width : int
        How many bytes each value has.

    Returns
    -------
    Bytes
        Shape ``(values, width)``.

    Examples
    --------
    >>> joined([b"ab", b"cd"], 2).shape
    (2, 2)
    """
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, width)
