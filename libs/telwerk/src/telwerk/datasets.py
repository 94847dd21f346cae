# SPDX-License-Identifier: MIT
"""Published tables of lists that overlap, retyped from the papers that are named.

They are counts of people by exactly which lists they were on, as small as they
were printed. They serve the tutorial and the tests.
"""

from dataclasses import dataclass

from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published table, what it counts, and where it was printed.

    Attributes
    ----------
    title
        What the table counts.
    source
        Where it was printed.
    lists
        Names of the lists.
    counts
        People by the lists they were on, joined with a plus.
    """

    title: LocalisedText
    source: str
    lists: tuple[str, ...]
    counts: dict[str, int]  # by lists joined with +

    def histories(self) -> CaptureHistories:
        """Give the table as capture histories.

        Returns
        -------
        CaptureHistories
            The same counts by bit mask.
        """
        rows = {
            "".join("1" if name in members.split("+") else "0" for name in self.lists): number
            for members, number in self.counts.items()
        }
        return CaptureHistories.from_counts(self.lists, rows)


NETHERLANDS = Dataset(
    title=LocalisedText(
        nl="Nederland 2010-2015: geregistreerde vermoedelijke slachtoffers van mensenhandel",
        en="Netherlands 2010-2015: registered presumed victims of human trafficking",
    ),
    source="van Dijk, Cruyff, van der Heijden and Kragten-Heerdink (2017), UNODC Research "
    "Brief; also Silverman (2020), JRSS-A 183, table 2. I inspectorate, K border police, "
    "O residential treatment and shelter, P national police, R regional coordinators, Z other.",
    lists=("I", "K", "O", "P", "R", "Z"),
    counts={
        "I": 352, "K": 1299, "O": 403, "P": 4466, "R": 650, "Z": 632,
        "I+P": 18, "I+R": 3, "I+Z": 16, "K+P": 44, "K+Z": 4, "K+O": 1, "O+P": 59,
        "O+Z": 57, "P+R": 82, "P+Z": 125, "R+Z": 2, "I+O": 1, "O+R": 2,
        "I+O+P": 4, "I+P+Z": 4, "O+P+R": 2, "O+P+Z": 7, "P+R+Z": 1,
    },
)  # fmt: skip

UNITED_KINGDOM = Dataset(
    title=LocalisedText(
        nl="Verenigd Koninkrijk 2013: mogelijke slachtoffers van moderne slavernij",
        en="United Kingdom 2013: potential victims of modern slavery",
    ),
    source="UK Home Office (2014); Bales, Hesketh and Silverman (2015), Significance 12. LA "
    "local authorities, NG charities, PF police forces, GO government organisations, GP general "
    "public, NCA National Crime Agency.",
    lists=("LA", "NG", "PF", "GO", "GP", "NCA"),
    counts={
        "LA": 54, "NG": 463, "PF": 907, "GO": 695, "GP": 316, "NCA": 57,
        "LA+NG": 15, "LA+PF": 19, "LA+GO": 3, "NG+PF": 56, "NG+GO": 19, "NG+GP": 1,
        "NG+NCA": 3, "PF+GO": 69, "PF+GP": 10, "PF+NCA": 31, "GO+GP": 8, "GO+NCA": 6,
        "GP+NCA": 1, "LA+NG+PF": 1, "LA+NG+GO": 1, "NG+PF+GO": 4, "NG+PF+NCA": 3,
        "PF+GO+NCA": 1, "LA+NG+PF+GO": 1,
    },
)  # fmt: skip

KOREA = Dataset(
    title=LocalisedText(
        nl="Palembang: vrouwen vastgehouden door het Japanse leger",
        en="Palembang: women held by the Japanese military",
    ),
    source="Ball, Shin and Yang (2018), Human Rights Data Analysis Group.",
    lists=("b", "c", "d"),
    counts={"b": 5, "c": 5, "d": 41, "b+c": 54, "b+d": 6, "b+c+d": 12},
)

KOSOVO = Dataset(
    title=LocalisedText(nl="Kosovo 1999: doden", en="Kosovo 1999: killings"),
    source="Ball, Betts, Scheuren, Dudukovich and Asher (2002), AAAS; a benchmark, not "
    "trafficking. EXH exhumations, ABA American Bar Association, OSCE, HRW Human Rights Watch.",
    lists=("EXH", "ABA", "OSCE", "HRW"),
    counts={
        "EXH": 1131, "ABA": 845, "OSCE": 936, "HRW": 306, "EXH+ABA": 177, "EXH+OSCE": 228,
        "EXH+HRW": 106, "ABA+OSCE": 217, "ABA+HRW": 31, "OSCE+HRW": 123,
        "EXH+ABA+OSCE": 181, "EXH+ABA+HRW": 18, "EXH+OSCE+HRW": 42, "ABA+OSCE+HRW": 32,
        "EXH+ABA+OSCE+HRW": 27,
    },
)  # fmt: skip

ARTIFICIAL = Dataset(
    title=LocalisedText(
        nl="Bedachte tabel waarop modellen niet bestaan of niet uniek zijn",
        en="Made-up table for which models do not exist or are not unique",
    ),
    source="Chan, Silverman and Vincent (2021), JASA 116.",
    lists=("A", "B", "C"),
    counts={"A": 40, "B": 30, "C": 20, "A+B": 6},
)


def netherlands() -> CaptureHistories:
    """Give the Dutch table of 2010-2015, six lists.

    Returns
    -------
    CaptureHistories
        24 histories; whole people.
    """
    return NETHERLANDS.histories()


def netherlands_five() -> CaptureHistories:
    """Give the Dutch table with inspectorate and shelter joined, as in the literature.

    Returns
    -------
    CaptureHistories
        Lists I+O, K, P, R and Z; whole people.
    """
    return netherlands().merged("I", "O")


def united_kingdom() -> CaptureHistories:
    """Give the UK table of 2013, six lists.

    Returns
    -------
    CaptureHistories
        25 histories; whole people.
    """
    return UNITED_KINGDOM.histories()


def united_kingdom_five() -> CaptureHistories:
    """Give the UK table with police and crime agency joined, as in the literature.

    Returns
    -------
    CaptureHistories
        Lists LA, NG, PF+NCA, GO and GP; whole people.
    """
    return united_kingdom().merged("PF", "NCA")


def korea() -> CaptureHistories:
    """Give the table of women held in Palembang, three lists.

    Returns
    -------
    CaptureHistories
        6 histories; whole people.
    """
    return KOREA.histories()


def kosovo() -> CaptureHistories:
    """Give the table of killings in Kosovo, four lists.

    Returns
    -------
    CaptureHistories
        15 histories; whole people.
    """
    return KOSOVO.histories()


def artificial() -> CaptureHistories:
    """Give the table that has models without an estimate, three lists.

    Returns
    -------
    CaptureHistories
        4 histories; whole people.
    """
    return ARTIFICIAL.histories()
