# SPDX-License-Identifier: MIT
"""Records as columns of numbers: the form in which they are keyed and compared."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from blindkoppel.errors import BlindkoppelError
from blindkoppel.names.vocabulary import Vocabulary, WordNumbers, each_once

Columns = Mapping[str, Sequence[str]]
Codes = npt.NDArray[np.uint64]
Dates = npt.NDArray[np.int16]

UNKNOWN = 0


class SchemaError(BlindkoppelError):
    """Columns that do not say who somebody is."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Which columns say what. Names go into one pool; order and column do not matter.

    ``birth`` is one column with a date, or three with year, month and day. ``sex``,
    ``nationality`` and ``place`` are compared as equal or not; every column of
    ``identifiers`` (telephone, document, mail) is nearly unique; ``texts`` are further
    columns that are compared by spelling when weights are learned from the files.
    """

    names: tuple[str, ...]
    birth: tuple[str, ...] = ()
    sex: str | None = None
    nationality: str | None = None
    place: str | None = None
    identifiers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that has a role."""
        single = (self.sex, self.nationality, self.place)
        several = (*self.names, *self.birth, *self.identifiers, *self.texts)
        return (*several, *(column for column in single if column))


@dataclass(frozen=True, slots=True)
class Records:
    """One file: word numbers, dates in parts, and values as stable 64-bit codes.

    0 in a date, and ``UNKNOWN`` as a code, mean that nothing is known.
    """

    words: WordNumbers
    birth: Dates
    sex: Codes
    nationality: Codes
    place: Codes
    identifiers: Codes  # one column per identifier
    texts: tuple[tuple[str, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.words)


_KNOWN = {
    "given": "names", "given_name": "names", "first_name": "names", "forename": "names",
    "fname_c1": "names", "fname_c2": "names", "voornaam": "names", "voornamen": "names",
    "middle_name": "names", "surname": "names", "last_name": "names", "family_name": "names",
    "lname_c1": "names", "lname_c2": "names", "achternaam": "names", "name": "names",
    "naam": "names", "dob": "birth", "date_of_birth": "birth", "birth_date": "birth",
    "geboortedatum": "birth", "by": "birth year", "bm": "birth month", "bd": "birth day",
    "birth_year": "birth year", "birth_month": "birth month", "birth_day": "birth day",
    "geboortejaar": "birth year", "geboortemaand": "birth month", "geboortedag": "birth day",
    "sex": "sex",
    "gender": "sex", "geslacht": "sex", "nat": "nationality", "nationality": "nationality",
    "nationaliteit": "nationality", "mun": "place", "municipality": "place", "city": "place",
    "gemeente": "place", "birth_place": "place", "suburb": "place", "tel": "identifiers",
    "telephone": "identifiers", "phone": "identifiers", "telefoon": "identifiers",
    "email": "identifiers", "document": "identifiers", "soc_sec_id": "identifiers",
    "postcode": "texts", "postcode_fake": "texts", "occupation": "texts", "address_1": "texts",
    "address_2": "texts", "street_number": "texts", "state": "texts",
}  # fmt: skip


_ROLES = ("names", "birth", "sex", "nationality", "place", "identifiers", "texts")
_BIRTH_PARTS = ("birth year", "birth month", "birth day")


def guess_schema(columns: Sequence[str]) -> Schema:
    """A schema from column names that are usual in Dutch and English files.

    A column with a whole birth date goes before columns with its parts.

    >>> guess_schema(["id", "given", "surname", "dob"]).names
    ('given', 'surname')
    >>> guess_schema(["name", "by", "bm", "bd"]).birth
    ('by', 'bm', 'bd')
    """
    found: dict[str, list[str]] = {}
    for column in columns:
        role = _KNOWN.get(column.strip().lower())
        if role:
            found.setdefault(role, []).append(column)
    if "names" not in found:
        raise SchemaError(
            "no column is known to hold names; say which one does, for instance "
            "names=given,surname (columns: " + ", ".join(columns) + ")"
        )
    if "birth" in found:
        found["birth"] = found["birth"][:1]
    elif all(part in found for part in _BIRTH_PARTS):
        found["birth"] = [found[part][0] for part in _BIRTH_PARTS]
    return schema_from(found)


def schema_from(roles: Mapping[str, Sequence[str]]) -> Schema:
    """A schema from roles and their columns; roles for one column take the first."""
    if unknown := sorted(set(roles) - set(_ROLES) - set(_BIRTH_PARTS)):
        raise SchemaError(f"no role is called {', '.join(unknown)}; there are {', '.join(_ROLES)}")
    single = {
        role: next(iter(roles.get(role, ())), None) for role in ("sex", "nationality", "place")
    }
    return Schema(
        names=tuple(roles["names"]),
        birth=_birth(roles.get("birth", ())),
        identifiers=tuple(roles.get("identifiers", ())),
        texts=tuple(roles.get("texts", ())),
        **single,
    )


def _birth(columns: Sequence[str]) -> tuple[str, ...]:
    if len(columns) in (0, 1, 3):
        return tuple(columns)
    raise SchemaError(
        "a birth date is one column with a date, or three with year, month and day; given: "
        + ", ".join(columns)
    )


_YEAR_FIRST = re.compile(r"^(\d{4})\D?(\d{2})?\D?(\d{2})?")
_YEAR_LAST = re.compile(r"^(\d{1,2})\D(\d{1,2})\D(\d{4})$")


def date_parts(text: str) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not known or cannot be.

    >>> date_parts("1987-03-19"), date_parts("1987"), date_parts("19-3-1987")
    ((1987, 3, 19), (1987, 0, 0), (1987, 3, 19))
    """
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part or 0) for part in found.groups())
    elif found := _YEAR_LAST.match(text.strip()):
        day, month, year = (int(part) for part in found.groups())
    else:
        return 0, 0, 0
    return (
        year if 1000 <= year <= 2150 else 0,
        month if month <= 12 else 0,
        day if day <= 31 else 0,
    )


def _dates(columns: Columns, schema: Schema, size: int) -> Dates:
    if len(schema.birth) == 3:
        year, month, day = (columns[name] for name in schema.birth)
        texts = [
            f"{y.strip()}-{m.strip():0>2}-{d.strip():0>2}"
            for y, m, d in zip(year, month, day, strict=True)
        ]
    elif schema.birth:
        texts = list(columns[schema.birth[0]])
    else:
        return np.zeros((size, 3), dtype=np.int16)
    distinct, numbers = each_once(texts)
    parts = np.array([date_parts(text) for text in distinct], dtype=np.int16)
    return parts.reshape(-1, 3)[numbers]


def code_of(text: str) -> int:
    """A stable 64-bit code of a value, the same in every file and on every machine."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") | 1


def codes_of(values: Sequence[str]) -> Codes:
    """A code per value, case ignored; ``UNKNOWN`` where there is none."""
    distinct, numbers = each_once(value.strip().casefold() for value in values)
    codes = [code_of(value) if value else UNKNOWN for value in distinct]
    return np.array(codes, dtype=np.uint64)[numbers]


def _column_codes(columns: Columns, column: str | None, size: int) -> Codes:
    return np.full(size, UNKNOWN, np.uint64) if column is None else codes_of(columns[column])


def _names(columns: Columns, schema: Schema) -> list[str]:
    if len(schema.names) == 1:
        return list(columns[schema.names[0]])
    return [
        " ".join(parts) for parts in zip(*(columns[name] for name in schema.names), strict=True)
    ]


def read_records(columns: Columns, schema: Schema, vocabulary: Vocabulary) -> Records:
    """A file as columns of numbers; words are numbered in the vocabulary."""
    if missing := [column for column in schema.columns if column not in columns]:
        raise SchemaError(
            f"one of the files has no column {', '.join(missing)}; it has {', '.join(columns)}"
        )
    size = len(columns[schema.names[0]])
    identifiers = [codes_of(columns[column]) for column in schema.identifiers]
    return Records(
        words=vocabulary.table(_names(columns, schema)),
        birth=_dates(columns, schema, size),
        sex=_column_codes(columns, schema.sex, size),
        nationality=_column_codes(columns, schema.nationality, size),
        place=_column_codes(columns, schema.place, size),
        identifiers=np.stack(identifiers, axis=1)
        if identifiers
        else np.empty((size, 0), np.uint64),
        texts=tuple(tuple(columns[column]) for column in schema.texts),
    )
