# SPDX-License-Identifier: MIT
"""The files that travel in a round, and the ones that must stay at home."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from blindkoppel.encode.bits import WORDS
from blindkoppel.encode.oprf import ELEMENT_BYTES
from blindkoppel.private import rewrite_private
from blindkoppel.rounds.keys import write_private
from blindkoppel.rounds.packed import RoundFileError, joined, pack, read_content, unpack
from blindkoppel.rounds.protocol import (
    HANDLE_BYTES,
    Encoded,
    Prepared,
)

# What files of format 1 call the number of a blocking key; another word would be a format 2.
_BLOCKING_KEY = "recipe"


def write_prepared(path: Path, prepared: Prepared, scalars: Sequence[bytes]) -> None:
    """Writes what an agent needs to finish; it holds blindings and must not travel.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    prepared : Prepared
        What the agent made of its records.
    scalars : Sequence[bytes]
        The secret blindings, one per value.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.protocol import blind_values, prepare_round
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> prepared = prepare_round(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> path = Path(mkdtemp()) / "home.npz"
    >>> write_prepared(path, prepared, blind_values(prepared.values)[0])
    >>> read_prepared(path)[0].handles == prepared.handles
    True
    """
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
    """The records and blindings that an agent kept between its two steps.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    tuple[Prepared, list[bytes]]
        What was prepared, and the secret blindings.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.protocol import blind_values, prepare_round
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> prepared = prepare_round(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> path = Path(mkdtemp()) / "home.npz"
    >>> write_prepared(path, prepared, blind_values(prepared.values)[0])
    >>> len(read_prepared(path)[1]) == len(prepared.values)
    True
    """
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
    """The bytes of encoded records, with what else has to be known of them.

    Parameters
    ----------
    encoded : Encoded
        Encoded records of one organisation.
    described : dict[str, object]
        What else is said.

    Returns
    -------
    bytes
        The bytes.

    Examples
    --------
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> encoded_from(encoded_content(encoded, {"note": "a"}), "a file")[1]["note"]
    'a'
    """
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
    """The encoded records in bytes; ``name`` is what a refusal calls them.

    Parameters
    ----------
    content : bytes
        The bytes.
    name : str
        What an error message calls it.

    Returns
    -------
    tuple[Encoded, dict[str, str]]
        The records, and what else is said of them.

    Raises
    ------
    RoundFileError
        If the bytes are something else, or contradict themselves.

    Examples
    --------
    >>> encoded_from(b"something else", "a file")
    Traceback (most recent call last):
    blindkoppel.rounds.packed.RoundFileError: a file is not a file of a round
    """
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
    """Writes encoded records, for their owner only; they travel only sealed.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    encoded : Encoded
        Encoded records of one organisation.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from blindkoppel.encode.parameters import Parameters
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> path = Path(mkdtemp()) / "encoded.npz"
    >>> write_encoded(path, encoded)
    >>> read_encoded(path).handles == encoded.handles
    True
    """
    rewrite_private(path, encoded_content(encoded, {}))


def read_encoded(path: Path) -> Encoded:
    """Encoded records of one organisation.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    Encoded
        The records with keys and encodings.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "encoded.npz"
    >>> write_private(path, b"something else")
    >>> read_encoded(path)
    Traceback (most recent call last):
    blindkoppel.rounds.packed.RoundFileError: encoded.npz is not a file of a round
    """
    return encoded_from(read_content(path), path.name)[0]
