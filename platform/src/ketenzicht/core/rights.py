# SPDX-License-Identifier: EUPL-1.2
"""What a process may do to a table on PostgreSQL, as each app declares it for its own tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Process(StrEnum):
    """A process of an installation; each signs in to the database as somebody else."""

    PUBLIC = "public"
    API = "api"
    STAFF = "staff"
    WORKER = "worker"


#: Every column of a table.
ALL = ("*",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What one process may do to one table: the columns it reads and changes, and the rest.

    `rows` is a condition in SQL that holds for every row it meets; without it every row counts.
    """

    read: tuple[str, ...] = ()
    add: bool = False
    change: tuple[str, ...] = ()
    delete: bool = False
    rows: str = ""


NOTHING = Rights()
READ = Rights(read=ALL)
EVERYTHING = Rights(read=ALL, add=True, change=ALL, delete=True)
#: Rows that nobody changes and nobody deletes.
GROWS = Rights(read=ALL, add=True)


def columns(names: str) -> tuple[str, ...]:
    """Columns, written as in `classified`."""
    return tuple(names.split())
