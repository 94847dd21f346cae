# SPDX-License-Identifier: EUPL-1.2
"""Dates of birth as people know and write them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.web.dates import BirthDate

pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("1999", "1999"),
        ("1999-03", "1999-03"),
        ("3-1999", "1999-03"),
        ("1999-03-07", "1999-03-07"),
        (" 7-3-1999 ", "1999-03-07"),
        ("07/03/1999", "1999-03-07"),
        ("18.11.2026", "2026-11-18"),
        ("29-2-2000", "2000-02-29"),
    ],
)
def test_a_date_of_birth_is_read_the_way_people_write_it(written, kept):
    assert BirthDate().clean(written) == PartialDate.parse_known(kept)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("maart 1999", "Schrijf een jaar, een maand of een dag: 1999, 3-1999 of 7-3-1999."),
        ("٧-٣-١٩٩٩", "Schrijf een jaar, een maand of een dag: 1999, 3-1999 of 7-3-1999."),
        ("7-3-99", "Schrijf een jaar, een maand of een dag: 1999, 3-1999 of 7-3-1999."),
        ("19990307", "Schrijf een jaar, een maand of een dag: 1999, 3-1999 of 7-3-1999."),
        ("1999-0003", "Schrijf een jaar, een maand of een dag: 1999, 3-1999 of 7-3-1999."),
        ("31-2-1999", "Deze datum bestaat niet. Controleer hem."),
        ("0000", "Deze datum bestaat niet. Controleer hem."),
        ("19-11-2026", "Deze datum moet nog komen. Controleer hem."),
        ("1800", "Dit is te lang geleden. Controleer het jaar."),
    ],
)
def test_a_date_of_birth_nobody_can_have_is_refused(written, said):
    with pytest.raises(ValidationError) as refused:
        BirthDate().clean(written)
    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("1999-03-07", "7-3-1999"), ("1999-03", "3-1999"), ("1999", "1999")],
)
def test_a_kept_date_is_shown_in_the_order_of_the_help(kept, shown):
    assert BirthDate().prepare_value(PartialDate.parse(kept)) == shown


def test_what_was_typed_comes_back_as_it_was_typed():
    assert BirthDate().prepare_value("7-3-9") == "7-3-9"
