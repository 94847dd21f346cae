# SPDX-License-Identifier: EUPL-1.2
"""The table of events is what happens: every cell is walked, and none is missing.

What a rule does for one kind of thing it does for the others, or the table says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import product

import pytest

from ketenzicht import reference
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import local_date
from ketenzicht.core.terms import late_since
from ketenzicht.intake.card import Age
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.mail.models import Notice
from ketenzicht.reference.events import COMMON, KINDS, URGENCY
from tests.factories.accounts import World
from tests.factories.intake import (
    make_report,
)
from tests.mailbox import addresses_told
from tests.promises.case_events import (
    bed_answered,
    bed_asked,
    bed_asked_gone,
    bed_holder_gone,
    bed_unanswered,
    bed_withdrawn,
    case_alarm,
    case_escalated,
    case_holder_gone,
    case_stuck,
    dispute_opened,
    dispute_resolved,
    need_answered,
    need_asked,
    need_asked_gone,
    need_holder_gone,
    need_unanswered,
    sharing_granted,
    transfer_answered,
    transfer_offered,
    transfer_withdrawn,
)
from tests.promises.outcomes import Outcome, desk, quiet
from tests.promises.report_events import (
    report_acute,
    report_answered,
    report_asked_gone,
    report_escalated,
    report_follows_case,
    report_holder_gone,
    report_offered,
    report_unanswered,
    report_withdrawn,
    report_word,
)

SCENARIOS: Mapping[str, Callable[[World, datetime], Outcome]] = {
    scenario.__name__: scenario
    for scenario in (
        *(report_acute, report_word, report_offered, report_answered, report_unanswered),
        *(report_withdrawn, report_escalated, report_holder_gone, report_asked_gone),
        *(report_follows_case, case_alarm, case_stuck, case_escalated, case_holder_gone),
        *(need_asked, need_answered, need_unanswered, need_holder_gone, need_asked_gone),
        *(bed_asked, bed_answered, bed_unanswered, bed_withdrawn, bed_holder_gone, bed_asked_gone),
        *(dispute_opened, dispute_resolved, sharing_granted),
        *(transfer_offered, transfer_answered, transfer_withdrawn),
    )
}


def test_every_kind_says_of_every_event_who_is_told_or_why_nobody_is():
    told = [(each.of, each.event) for each in reference.events()]
    untold = [(each.of, event) for each in reference.untold() for event in each.events]
    assert set(product(KINDS, COMMON)) <= {*told, *untold}
    assert set(told) & set(untold) == set()
    assert {each.code for each in reference.events()} == SCENARIOS.keys()


@pytest.mark.parametrize("code", sorted(SCENARIOS))
def test_what_the_table_says_is_what_happens(code: str, world: World, now: datetime):
    cell = reference.event(code, local_date(now))
    seen = SCENARIOS[code](world, now)
    acting = ReportPermission.REPORT_TRIAGE if cell.of == "report" else CasePermission.CASE_READ
    wanted = {email for party in cell.tells for email in desk(seen.parties[party], acting)}
    assert set(addresses_told()) == wanted
    assert bool(wanted) == bool(cell.tells)
    assert set(Notice.objects.values_list("reason", flat=True)) == {cell.mail} - {None}
    assert set(Notice.objects.values_list("undated", flat=True)) <= {cell.undated}
    assert seen.moved == set(cell.moves)
    assert (seen.due is not None) == (cell.clock is not None)
    if cell.clock not in {None, URGENCY}:
        assert seen.due == late_since(str(cell.clock), seen.since or now)


def test_the_walk_would_notice_that_nobody_is_told(world: World, now: datetime):
    """The control: without the mail the same comparison fails."""
    report_acute(world, now)
    assert set(addresses_told()) == desk(world.shop)
    quiet()
    make_report(now, age=Age.ADULT)
    assert Notice.objects.count() == 0
