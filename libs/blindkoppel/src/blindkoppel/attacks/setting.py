# SPDX-License-Identifier: MIT
"""Who attacks what: an organisation's file, and an attacker who knows everybody.

The attacker has the strongest list there is: the names and birth dates of the whole
population the file was drawn from, spelled alike. What is measured is therefore an
upper bound for lists that are out of date or spelled otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from blindkoppel.arrays import Int64s
from blindkoppel.encode.parameters import Parameters
from blindkoppel.reading.records import Columns, Schema, guess_schema
from blindkoppel.rounds.matching import sealed_encoded
from blindkoppel.rounds.protocol import Encoded, Prepared, prepare_round

_STARTS = ("Ba", "Ce", "Di", "Fo", "Gu", "Ka", "Le", "Mi", "No", "Pe", "Ra", "Se", "Ti", "Vo", "Za")
_ENDS = ("dan", "ker", "lin", "mor", "nas", "pel", "ric", "sov", "tur", "vik", "zen", "bal")
_NATIONS = ("bg", "ro", "ng", "nl", "vn")


@dataclass(frozen=True, slots=True)
class Setting:
    """A population, the rows of it that are in the file, and the file.

    Attributes
    ----------
    population : Columns
        Everybody the attacker knows of, by column.
    rows : Int64s
        The people that are in the file, shape ``(records,)``.
    file : Columns
        The file that is attacked, by column.
    schema : Schema
        Which columns say what.
    parameters : Parameters
        What both sides of a round do alike.
    """

    population: Columns
    rows: Int64s
    file: Columns
    schema: Schema
    parameters: Parameters

    def prepared_file(self, key: bytes) -> Prepared:
        """What the organisation's agent makes of its file.

        Parameters
        ----------
        key : bytes
            The agents' key.

        Returns
        -------
        Prepared
            The records before the custodian was asked.
        """
        return prepare_round(self.file, self.schema, self.parameters, key)

    def encoded_file(self, key: bytes, parameters: Parameters) -> Encoded:
        """What the organisation submits, opened.

        Parameters
        ----------
        key : bytes
            The agents' key.
        parameters : Parameters
            What both sides have to do alike.

        Returns
        -------
        Encoded
            The records with keys and encodings.
        """
        return sealed_encoded(self.file, self.schema, parameters, key)

    def encoded_population(self, key: bytes) -> Encoded:
        """What somebody with the agents' key makes of everybody.

        Parameters
        ----------
        key : bytes
            The agents' key.

        Returns
        -------
        Encoded
            One record per person.
        """
        return sealed_encoded(self.population, self.schema, self.parameters, key)

    def only(self, records: int) -> "Setting":
        """The setting with only the first records of the file.

        Parameters
        ----------
        records : int
            How many.

        Returns
        -------
        Setting
            A smaller setting.
        """
        file = {name: list(values)[:records] for name, values in self.file.items()}
        return replace(self, rows=self.rows[:records], file=file)

    def share_found(self, guesses: Mapping[int, int]) -> float:
        """Share of the file's records for which the person guessed is the right one.

        Parameters
        ----------
        guesses : Mapping[int, int]
            Per row of the file, the person guessed.

        Returns
        -------
        float
            From 0 to 1.
        """
        hits = sum(int(self.rows[row]) == person for row, person in guesses.items())
        return hits / len(self.rows)

    def people(self, rows: Sequence[int]) -> Columns:
        """Some people of the population, as a file of a partner.

        Parameters
        ----------
        rows : Sequence[int]
            Which people.

        Returns
        -------
        Columns
            Their values by column.
        """
        return {name: [values[row] for row in rows] for name, values in self.population.items()}

    def prepared_population(self, key: bytes) -> Prepared:
        """What the attacker makes of everybody, if it has the agents' key.

        Parameters
        ----------
        key : bytes
            The agents' key.

        Returns
        -------
        Prepared
            One record per person, before the custodian was asked.
        """
        return prepare_round(self.population, self.schema, self.parameters, key)


def _names(draw: np.random.Generator, count: int, kinds: int) -> list[str]:
    """Names of which few are common and many are rare, as names are."""
    made = ["".join(parts) for parts in product(_STARTS, _ENDS, ("", "a", "o", "ev", "in"))]
    share = 1 / np.arange(1, kinds + 1)
    chosen = draw.choice(draw.permutation(made)[:kinds], size=count, p=share / share.sum())
    return [str(name) for name in chosen]


def make_setting(people: int = 1200, in_file: int = 300, seed: int = 7) -> Setting:
    """A made-up population and a file drawn from it; the same for the same seed.

    Parameters
    ----------
    people : int
        How many people there are.
    in_file : int
        How many of them are in the file.
    seed : int
        What randomness starts from; the same seed gives the same result.

    Returns
    -------
    Setting
        The setting of an attack.

    Examples
    --------
    >>> setting = make_setting(people=40, in_file=4)
    >>> len(setting.population["given"]), len(setting.file["given"])
    (40, 4)
    """
    draw = np.random.default_rng(seed)
    dates = zip(
        *(draw.integers(low, high, people) for low, high in ((1970, 2006), (1, 13), (1, 29))),
        strict=True,
    )
    population = {
        "given": _names(draw, people, 120),
        "surname": _names(draw, people, 700),
        "dob": [f"{year}-{month:02}-{day:02}" for year, month, day in dates],
        "nat": [str(nation) for nation in draw.choice(_NATIONS, people)],
    }
    rows = np.sort(draw.choice(people, in_file, replace=False))
    file = {name: [values[row] for row in rows] for name, values in population.items()}
    return Setting(population, rows, file, guess_schema(list(population)), Parameters("attack"))
