# SPDX-License-Identifier: EUPL-1.2
"""Who can act on a case now: live, with a role that may, not shut out, and seated at a desk.

Asked again at each act that names, offers or asks; being able once says nothing about now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.selectors import (
    able_to,
    carrying,
    last_permitted,
    permitted,
    reachable_for,
)
from ketenzicht.cases.file.models import Block, Case, Grant
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import midnight

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "who is shut out of cases at hand"
HOLDS = CasePermission.CASE_TRANSFER  # who may hold a case answers proposals about one
WORKS = CasePermission.CASE_WRITE
ANSWERS = CasePermission.CASE_ANSWER  # who is asked for one thing says yes or no


def workers_of(case: Case, now: datetime) -> QuerySet[Member]:
    """Members of the holder who may do this case and are not shut out of it."""
    return _not_shut_out(permitted(WORKS, case.holder_id, now), case)


def can_hold(case: Case, organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody there can act on this case now as its holder."""
    return _not_shut_out(able_to(HOLDS, organisation_id, now), case).exists()


def can_answer(case: Case, organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody there can say yes or no now to what is asked about this case."""
    return _not_shut_out(able_to(ANSWERS, organisation_id, now), case).exists()


def holds_cases(organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody there can act on cases now as their holder."""
    return reachable_for(HOLDS, organisation_id, now)


def unable_since(cases: Sequence[Case], now: datetime) -> dict[UUID, datetime]:
    """Since when nobody does a case: none was named, or who was named cannot act on it now."""
    named = {case.worker_id for case in cases if case.worker_id}
    allowed = dict(carrying(WORKS, now).filter(pk__in=named).values_list("pk", "organisation_id"))
    lost = last_permitted(WORKS, named - set(allowed))
    rows = Block.objects.whole_table(why=WHY).filter(case__in=cases, lifted_at=None)
    shut_out = {(row.case_id, row.member.user_id): row.at for row in rows.select_related("member")}
    found: dict[UUID, datetime] = {}
    for case in cases:
        worker = case.worker
        if worker is None:
            found[case.pk] = case.holder_since
        elif allowed.get(worker.pk) != case.holder_id:
            days = (worker.until, lost.get(worker.pk))
            past = [midnight(day) for day in days if day is not None and midnight(day) <= now]
            found[case.pk] = max([case.holder_since, *past])
        elif (case.pk, worker.user_id) in shut_out:
            found[case.pk] = max(case.holder_since, shut_out[case.pk, worker.user_id])
    return found


def shared_with(case: Case, sections: Collection[Section], now: datetime) -> list[UUID]:
    """Organisations that see one of these sections of a case now because it is shared with them."""
    rows = Grant.objects.whole_table(why=WHY).filter(Grant.holds(now), case=case)
    return [row.organisation_id for row in rows if row.shared.intersection(sections)]


def _not_shut_out(members: QuerySet[Member], case: Case) -> QuerySet[Member]:
    rows = Block.objects.whole_table(why=WHY).filter(case=case, lifted_at=None)
    return members.exclude(user__in=rows.values("member__user"))
