# SPDX-License-Identifier: EUPL-1.2
"""Freezing an input and running a method on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member
from ketenzicht.audit.services import record
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.permissions import Permission, require
from ketenzicht.estimates.models import FrozenInput, Run
from ketenzicht.estimates.selectors import inputs_for
from ketenzicht.estimates.sources import Lists
from ketenzicht.estimates.states import Outcome, Source
from telwerk.mse.histories import CaptureHistories
from telwerk.mse.methods import Value
from telwerk.mse.methods import estimate as run_method


@transaction.atomic
def freeze(*, actor: Member, source: Source, lists: Lists, now: datetime) -> FrozenInput:
    """Keep these counts as they are; the same counts under the same title are kept once."""
    require(actor, Permission.ESTIMATE_RUN)
    table = lists.histories
    found = inputs_for(actor, now=now).filter(digest=table.digest, title=lists.title).first()
    if found is not None:
        return found
    kept = FrozenInput.objects.create(
        organisation_id=actor.organisation_id,
        source=source,
        title=lists.title,
        lists=list(table.lists),
        histories=patterns(table),
        observed=table.observed,
        digest=table.digest,
        frozen_at=now,
    )
    record(
        actor=actor,
        action=Permission.ESTIMATE_RUN,
        kind="input",
        id=kept.pk,
        now=now,
        purpose="estimate",
        detail={"source": str(source), "observed": table.observed},
    )
    return kept


@transaction.atomic
def run(
    *,
    actor: Member,
    input_id: UUID,
    method_name: str,
    options: Mapping[str, Value],
    now: datetime,
) -> Run:
    """Run a method on a frozen input; what the method refuses is refused here."""
    require(actor, Permission.ESTIMATE_RUN)
    kept = inputs_for(actor, now=now).filter(pk=input_id).first()
    if kept is None:
        raise NotFound
    try:
        estimate = run_method(thawed(kept), method_name, **options)
    except ValueError as problem:
        raise Refused(str(problem) or _("These lists cannot carry this method.")) from problem
    made = Run.objects.create(
        organisation_id=actor.organisation_id,
        input=kept,
        method=method_name,
        options={name: value for name, value in options.items() if value is not None},
        outcome=Outcome.NO_NUMBER if estimate.estimate is None else Outcome.NUMBER,
        result=estimate.to_dict(),
        seed=estimate.seed,
        version=estimate.version,
        made_by=actor,
        made_at=now,
    )
    record(
        actor=actor,
        action=Permission.ESTIMATE_RUN,
        kind="run",
        id=made.pk,
        now=now,
        purpose="estimate",
        detail={"method": method_name, "outcome": made.outcome},
    )
    return made


def patterns(table: CaptureHistories) -> dict[str, int]:
    """Return the counts by pattern, list 1 first; patterns of nobody are left out."""
    width = len(table.lists)
    return {
        format(mask, f"0{width}b")[::-1]: int(count)
        for mask, count in enumerate(table.counts)
        if count
    }


def thawed(kept: FrozenInput) -> CaptureHistories:
    """Return the histories of a frozen input."""
    return CaptureHistories.from_counts(kept.lists, kept.histories)
