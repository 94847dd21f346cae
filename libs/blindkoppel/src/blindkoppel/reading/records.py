# SPDX-License-Identifier: MIT
"""Records as columns of numbers: the form in which they are keyed and compared."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Codes, Int16s, Int64s
from blindkoppel.errors import BlindkoppelError
from blindkoppel.names.vocabulary import Vocabulary, WordNumbers, factorize
from blindkoppel.reading.columns import roles_of
from blindkoppel.reading.dates import date_of, date_parts, writes_month_first

Columns = Mapping[str, Sequence[str]]
Dates = Int16s

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

    Attributes
    ----------
    names : tuple[str, ...]
        Columns that hold names.
    birth : tuple[str, ...]
        One column with a birth date, or three with year, month and day.
    sex : str | None
        The column that holds the sex.
    nationality : str | None
        The column that holds the nationality.
    place : str | None
        The column that holds the town.
    identifiers : tuple[str, ...]
        Columns that are nearly unique: telephone, document, mail.
    texts : tuple[str, ...]
        Further columns, compared by spelling.
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

    Attributes
    ----------
    words : WordNumbers
        Word numbers, shape ``(records, WORDS_KEPT)``; ``NO_WORD`` where there is none.
    birth : Dates
        Year, month and day, shape ``(records, 3)``; 0 where not known.
    sex : Codes
        Hashed values, shape ``(records,)``; ``UNKNOWN`` where not known.
    nationality : Codes
        Hashed values, shape ``(records,)``.
    place : Codes
        Hashed values, shape ``(records,)``.
    identifiers : Codes
        Hashed values, shape ``(records, identifiers)``.
    texts : tuple[tuple[str, ...], ...]
        One tuple per column of text.
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

    def only(self, rows: Int64s) -> "Records":
        """The file of these rows alone.

        Parameters
        ----------
        rows : Int64s
            Which rows, shape ``(rows,)``.

        Returns
        -------
        Records
            A file of as many records.
        """
        return Records(
            words=self.words[rows],
            birth=self.birth[rows],
            sex=self.sex[rows],
            nationality=self.nationality[rows],
            place=self.place[rows],
            identifiers=self.identifiers[rows],
            texts=tuple(tuple(text[row] for row in rows.tolist()) for text in self.texts),
        )


_ROLES = ("names", "birth", "sex", "nationality", "place", "identifiers", "texts")


def guess_schema(columns: Sequence[str]) -> Schema:
    """A schema from column names that are usual in Dutch and English files.

    A column with a whole birth date goes before columns with its parts.

    Parameters
    ----------
    columns : Sequence[str]
        The names of the columns.

    Returns
    -------
    Schema
        Which columns say what.

    Raises
    ------
    SchemaError
        If no column is known to hold names.

    Examples
    --------
    >>> guess_schema(["id", "given", "surname", "dob"]).names
    ('given', 'surname')
    >>> guess_schema(["name", "by", "bm", "bd"]).birth
    ('by', 'bm', 'bd')
    """
    found = roles_of(columns)
    if "names" not in found:
        raise SchemaError(
            "no column is known to hold names; say which one does, for instance "
            "names=given,surname (columns: " + ", ".join(columns) + ")"
        )
    return schema_from(found)


def schema_from(roles: Mapping[str, Sequence[str]]) -> Schema:
    """A schema from roles and their columns; where a role has one column, the first is taken.

    Parameters
    ----------
    roles : Mapping[str, Sequence[str]]
        Column names by role.

    Returns
    -------
    Schema
        Which columns say what.

    Raises
    ------
    SchemaError
        If there is no such role, or a birth date has two columns.

    Examples
    --------
    >>> schema_from({"names": ["given", "surname"], "sex": ["sex"]}).sex
    'sex'
    """
    if unknown := sorted(set(roles) - set(_ROLES)):
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


# What statistical packages write where nothing is known. NA may also be Namibia, or a name,
# where cells that are really empty say that nothing is known.
_MISSING = frozenset(("N/A", "NaN", "nan", "NULL", "null", "None", "<NA>", "\\N"))
_MISSING_IN_R = "NA"


def known_values(values: Sequence[str]) -> Sequence[str]:
    """Values without the words that mean that there is none.

    Parameters
    ----------
    values : Sequence[str]
        The values of one column.

    Returns
    -------
    Sequence[str]
        The same values; empty where nothing is known.

    Examples
    --------
    >>> known_values(["Jan", "NA", "null"]), known_values(["NA", ""])
    (['Jan', '', ''], ['NA', ''])
    """
    missing = _MISSING if "" in values else _MISSING | {_MISSING_IN_R}
    if missing.isdisjoint(values):
        return values
    return ["" if value in missing else value for value in values]


def _dates(columns: Columns, schema: Schema, size: int) -> Dates:
    if len(schema.birth) == 3:
        texts = [date_of(*parts) for parts in zip(*(columns[p] for p in schema.birth), strict=True)]
    elif schema.birth:
        texts = list(columns[schema.birth[0]])
    else:
        return np.zeros((size, 3), dtype=np.int16)
    distinct, numbers = factorize(texts)
    month_first = writes_month_first(distinct)
    parts = np.array(
        [date_parts(text, month_first=month_first) for text in distinct], dtype=np.int16
    )
    return parts.reshape(-1, 3)[numbers]


def code_of(text: str) -> int:
    """A stable 64-bit code of a value, the same in every file and on every machine.

    Parameters
    ----------
    text : str
        The text as somebody wrote it.

    Returns
    -------
    int
        A number that is never 0.

    Examples
    --------
    >>> code_of("bg") == code_of("bg")
    True
    """
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") | 1


def codes_of(values: Sequence[str]) -> Codes:
    """The codes of values, case ignored; ``UNKNOWN`` where there is none.

    Parameters
    ----------
    values : Sequence[str]
        The values of one column.

    Returns
    -------
    Codes
        Shape ``(records,)``.

    Examples
    --------
    >>> codes = codes_of(["bg", "BG ", ""])
    >>> bool(codes[0] == codes[1]), int(codes[2])
    (True, 0)
    """
    distinct, numbers = factorize(value.strip().casefold() for value in values)
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
    """The records of a file as columns of numbers; words are numbered in the vocabulary.

    Parameters
    ----------
    columns : Columns
        Values by column name, as many in every column as there are records.
    schema : Schema
        Which columns say what.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    Records
        As many records as the columns have values.

    Raises
    ------
    SchemaError
        If a column of the schema is missing.

    Examples
    --------
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> records = read_records(people, guess_schema(list(people)), Vocabulary())
    >>> len(records), records.birth.tolist()
    (1, [[1990, 5, 4]])
    """
    if missing := [column for column in schema.columns if column not in columns]:
        raise SchemaError(
            f"one of the files has no column {', '.join(missing)}; it has {', '.join(columns)}"
        )
    columns = {name: known_values(columns[name]) for name in schema.columns}
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
