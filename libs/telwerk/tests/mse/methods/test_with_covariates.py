# SPDX-License-Identifier: MIT
"""Methods for lists with covariates by name, as a form chooses them."""

from typing import Any

import pytest

from telwerk.localised import LocalisedError
from telwerk.mse import InvalidHistories
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods.with_covariates import METHODS, along, estimate_table


def people(**more: list[Any]) -> CovariateTable:
    columns: dict[str, list[Any]] = {
        "A": [1, 0, 1] * 4,
        "B": [0, 1, 1] * 4,
        "sex": ["f"] * 6 + ["m"] * 6,
        "year": (["2020"] * 3 + ["2021"] * 3) * 2,
        "count": [60, 50, 20, 70, 55, 22, 30, 25, 10, 33, 28, 12],
        **more,
    }
    return CovariateTable.of(columns, lists=["A", "B"], covariates=["sex", "year"], count="count")


def test_groups_add_up_to_the_whole() -> None:
    found = estimate_table(people(), "covariates", repeat="none")
    sexes = [part.estimate for part in found.parts if part.label.startswith("sex=")]
    assert found.estimate == pytest.approx(sum(size for size in sexes if size))


def test_a_series_sums_over_what_is_not_the_year() -> None:
    found = estimate_table(people(), "series", year="year")
    assert [(part.label, part.observed) for part in found.parts] == [
        ("year=2020", 195),
        ("year=2021", 220),
    ]


def test_of_two_characteristics_the_year_must_be_named_and_must_be_there() -> None:
    with pytest.raises(InvalidHistories):
        estimate_table(people(), "series")
    with pytest.raises(InvalidHistories, match="month"):
        estimate_table(people(), "series", year="month")


def test_people_of_whom_only_the_other_is_unknown_stay_in_their_year() -> None:
    table = people(sex=["NA"] + ["f"] * 5 + ["m"] * 6)
    summed = along(table, "year")
    assert (summed.observed, summed.partial) == (table.observed, ())


def test_unknown_characteristics_are_completed() -> None:
    table = people(sex=["NA"] + ["f"] * 5 + ["m"] * 6)
    assert estimate_table(table, "covariates", replicates=10).method == "incomplete"


@pytest.mark.parametrize("name", METHODS)
def test_what_a_method_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(LocalisedError):
        estimate_table(people(), name, wrong=1)
