# SPDX-License-Identifier: EUPL-1.2
"""How long a closed case is kept; afterwards nobody can read it, from a backup neither."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from ketenzicht import reference
from ketenzicht.audit.services import record
from ketenzicht.cases.file.models import Case, CaseEvent, Person
from ketenzicht.cases.file.selectors.labels import LABEL
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.classification import our_models
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.acting import act, forget
from ketenzicht.core.terms import after, before
from ketenzicht.reference import Claim
from ketenzicht.search.services import forget_texts
from ketenzicht.vault.services import shred_envelope

WHY = "keeping a closed case no longer than needed"
RULE = "case_coordination"


def kept_until(case: Case, now: datetime) -> tuple[datetime, Claim] | None:
    """Until when a closed case is kept, from its last event on, and by which rule."""
    if case.closed_at is None:
        return None
    rows = CaseEvent.objects.whole_table(why="since when nothing happened to a closed case")
    last = rows.filter(case=case).aggregate(last=Max("at"))["last"] or case.closed_at
    rule = reference.retention_rule(RULE, local_date(now), case.region)
    return after(max(last, case.closed_at), rule.period), rule.claim


def shred_closed(*, now: datetime) -> int:
    """Shred the cases whose time has passed; never one that is open or was touched since."""
    closed = Case.objects.whole_table(why=WHY).exclude(closed_at=None).order_by()
    regions = list(closed.values_list("region", flat=True).distinct())
    return sum(_shred_in(region, now) for region in regions)


def _shred_in(region: str, now: datetime) -> int:
    line = before(now, reference.retention_rule(RULE, local_date(now), region).period)
    cases = Case.objects.whole_table(why=WHY).filter(region=region, closed_at__lte=line)
    touched = CaseEvent.objects.whole_table(why=WHY).filter(at__gt=line).order_by()
    due = cases.exclude(pk__in=touched.values("case")).values_list("pk", flat=True)
    return sum(_shred(case_id, line, now) for case_id in list(due))


@act()
def _shred(case_id: UUID, line: datetime, now: datetime) -> bool:
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    case = rows.filter(pk=case_id, closed_at__lte=line).first()
    if case is None:
        return False
    for envelope_id in _envelopes(case):
        shred_envelope(envelope_id, now=now, reason="retention")
    forget_texts(LABEL, [case_id])
    person = Person.objects.whole_table(why=WHY).filter(pk=case.person_id)
    Case.objects.whole_table(why=WHY).filter(pk=case_id).delete()
    forget(CASE, case_id)
    person.delete()
    record(
        actor=None,
        action=CasePermission.CASE_CLOSE,
        kind="case",
        id=case_id,
        now=now,
        outcome="shredded",
        detail={"rule": RULE},
    )
    return True


def _envelopes(case: Case) -> Iterator[UUID]:
    yield case.envelope_id
    yield Person.objects.whole_table(why=WHY).get(pk=case.person_id).envelope_id
    for model, lookup in enveloped().items():
        rows = model.objects.whole_table(why=WHY).filter(**{lookup: case}).order_by()
        yield from rows.values_list("envelope_id", flat=True)


def enveloped() -> dict[Any, str]:
    """Every kind of row of a case with an envelope to shred, and the lookup of its case."""
    lookups = {model: _lookup_of_case(model) for model in our_models()}
    return {
        model: lookup
        for model, lookup in lookups.items()
        if lookup and "envelope_id" in {each.name for each in model._meta.fields}
    }


def _lookup_of_case(model: Any) -> str:
    """The key to the case, or to what goes with a case; empty when a row belongs to none."""
    keys = {each.name: each.related_model for each in model._meta.fields if each.is_relation}
    if "case" in keys:
        return "case"
    further = (
        f"{name}__case"
        for name, other in keys.items()
        if "case" in {each.name for each in other._meta.fields}
        and other._meta.label != "cases.Case"
    )
    return next(further, "")
