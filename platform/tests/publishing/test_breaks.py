# SPDX-License-Identifier: EUPL-1.2
"""Where a series breaks, the table says so."""

from ketenzicht.publishing.views.charts import safe_table

TABLE = {
    "name": "reporter",
    "years": ["2025", "2026"],
    "categories": ["police", "youth_care"],
    "cells": [[40, 12], [41, 13]],
    "totals": [52, 54],
}
BREAK = "Sinds 1 december 2026 tellen Veilig Thuis en CoMensha apart"


def test_the_table_of_reporters_says_since_when_somebody_is_counted_apart() -> None:
    assert BREAK in safe_table(TABLE).note


def test_a_table_of_years_before_says_nothing_of_it() -> None:
    before = TABLE | {"years": ["2024", "2025"]}
    assert BREAK not in safe_table(before).note


def test_other_tables_say_nothing_of_it() -> None:
    ages = TABLE | {"name": "age", "categories": ["minor", "adult"]}
    assert BREAK not in safe_table(ages).note
