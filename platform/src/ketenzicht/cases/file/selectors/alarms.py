# SPDX-License-Identifier: EUPL-1.2
"""Alarms that stand at once: raised by somebody, ended by what answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ketenzicht.cases.file.models import CaseEvent
from ketenzicht.cases.file.states import Alarm

WHY = "facts of cases already in reach"
RELAPSE, MISSING = "returned_to_risk_place", "missing_minor"
RAISED_BY = {Alarm.RELAPSE.value: RELAPSE, Alarm.MISSING.value: MISSING}


def alarms_of(ids: Iterable[UUID]) -> defaultdict[UUID, dict[str, datetime]]:
    """Alarms that stand: raised, and not answered by what answers them."""
    rows = CaseEvent.objects.whole_table(why=WHY).filter(case__in=ids)
    raised = rows.filter(kind__in=list(RAISED_BY)).order_by().values("case")
    told = rows.filter(case__in=raised, kind__in=[*RAISED_BY, "risk", "contact"])
    found: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    for event in told.order_by("case", "seq"):
        if event.kind in RAISED_BY:
            found[event.case_id][RAISED_BY[event.kind]] = event.at
        elif event.kind == "risk":
            found[event.case_id].pop(RELAPSE, None)
        elif event.detail["reached"] == "yes":
            found[event.case_id].pop(MISSING, None)
    return found
