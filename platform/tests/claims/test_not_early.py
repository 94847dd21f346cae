# SPDX-License-Identifier: EUPL-1.2
"""A row that is valid from next month on is said and offered nowhere before its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.template import engines

from ketenzicht import reference
from ketenzicht.cases.file import codes as of_cases
from ketenzicht.claims import forms as of_claims
from ketenzicht.claims import services
from ketenzicht.intake.forms import choices as of_intake
from ketenzicht.register import forms as of_register
from ketenzicht.register.views import wording as of_desk
from ketenzicht.surfaces.context import help_numbers, staff_numbers
from ketenzicht.surfaces.testing_clock import set_clock
from tests.claims.conftest import new_row

NEXT_MONTH, NEW = date(2026, 12, 18), "Van de volgende maand"


def _region_tag(_code: str = "den_haag_hm") -> str:
    source = "{% load accounts %}{{ 'den_haag_hm'|region_label }}"
    return engines["django"].from_string(source).render({})


#: By list and code: every reader that a screen, a form or a file of figures goes by.
READERS: list[tuple[str, str, Callable[[], object]]] = [
    ("exploitation_forms", "labour", of_cases.from_list("exploitation_forms")),
    ("exploitation_forms", "labour", of_cases.main_forms),
    ("exploitation_forms", "labour", lambda: of_cases.label("exploitation_forms", "labour")),
    ("care_coordination_regions", "den_haag_hm", of_cases.regions),
    ("care_coordination_regions", "den_haag_hm", _region_tag),
    ("exploitation_forms", "labour", of_intake.of_list("exploitation_forms")),
    ("exploitation_forms", "labour", lambda: of_intake.label("exploitation_forms", "labour")),
    ("exploitation_forms", "labour", lambda: of_register._from_list("exploitation_forms")),
    ("exploitation_forms", "labour", of_register._forms_by_kind),
    ("exploitation_forms", "labour", lambda: of_desk.choices("exploitation_forms")),
    ("exploitation_forms", "labour", lambda: of_desk.label("exploitation_forms", "labour")),
    ("claim_kinds", "practice", lambda: of_claims._listed("claim_kinds")),
    ("municipalities", "hilversum", lambda: of_intake.municipality_name("hilversum")),
    ("municipalities", "hilversum", of_intake.municipality_names),
    ("helplines", "police", help_numbers),
    ("helplines", "police", staff_numbers),
]


@pytest.mark.parametrize("reader", READERS)
def test_a_row_of_next_month_is_not_read_before_its_day(propose, take, now, reader):
    section, code, read = reader
    (part,) = {each.part for each in reference.entries() if each.section == section}
    take(propose(part, section, code, nl=NEW, en=NEW, valid_from=NEXT_MONTH))
    assert NEW not in str(read())
    set_clock(now.replace(month=12, day=18))
    assert NEW in str(read())


def test_a_code_that_is_new_next_month_is_not_offered_and_its_name_is_known(world, take, now):
    row = new_row("exploitation_forms", "labour", nl=NEW, en=NEW, valid_from=NEXT_MONTH)
    change = services.propose_version(
        actor=world.comensha["comensha_helpdesk"],
        part="exploitation",
        section="exploitation_forms",
        row={**row, "code": "of_next_month"},
        why="Een nieuwe vorm.",
        now=now,
    )
    take(change)
    offered = of_cases.from_list("exploitation_forms")
    assert "of_next_month" not in dict(offered())
    assert of_cases.label("exploitation_forms", "of_next_month") == NEW
    set_clock(now.replace(month=12, day=18))
    assert "of_next_month" in dict(offered())
