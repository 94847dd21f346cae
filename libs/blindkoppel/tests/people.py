# SPDX-License-Identifier: MIT
"""Made-up people for tests: two files that share some, written differently."""

import numpy as np

GIVEN = (
    *("Maria", "Ivan", "Olena", "Fatima", "Ahmed", "Thi", "Jan"),
    *("Kees", "Elena", "Georgi", "Ngozi", "Samira", "Piotr", "Ana"),
)
FAMILY = (
    *("Petrova", "Kovalenko", "Simeonov", "Haddad", "Nguyen", "Jansen", "Bakker"),
    *("Ionescu", "Okafor", "Wojcik", "Silva", "Demir", "Kaya", "Horvath", "Szabo"),
    *("Popescu", "Dimitrov", "Shevchenko", "Mansour", "Tran"),
)
SWAP = {"v": "w", "c": "k", "y": "i", "ts": "c"}


def _person(draw: np.random.Generator, number: int) -> dict[str, str]:
    year, month, day = draw.integers([1970, 1, 1], [2006, 13, 29])
    return {
        "person": f"p{number}",
        "given": str(draw.choice(GIVEN)),
        "surname": f"{draw.choice(FAMILY)}{draw.choice([*'aeiou'])}{draw.choice([*'bdklmnrst'])}",
        "dob": f"{year}-{month:02}-{day:02}",
        "sex": str(draw.choice(["v", "m"])),
        "nat": str(draw.choice(["bg", "ro", "ng", "nl"])),
        "mun": f"g{draw.integers(40)}",
        "tel": "",
    }


def _as_another_writes(person: dict[str, str]) -> dict[str, str]:
    surname = person["surname"]
    for one, other in SWAP.items():
        surname = surname.replace(one, other)
    return {**person, "given": surname.upper(), "surname": person["given"]}


def two_files(shared: int, alone: int, seed: int = 3) -> tuple[dict, dict]:
    """Columns of two files; the shared people are first in both, in the same order."""
    draw = np.random.default_rng(seed)
    people = [_person(draw, number) for number in range(shared + 2 * alone)]
    left = people[: shared + alone]
    right = [_as_another_writes(person) for person in people[:shared] + people[shared + alone :]]
    return tuple({name: [row[name] for row in side] for name in left[0]} for side in (left, right))
