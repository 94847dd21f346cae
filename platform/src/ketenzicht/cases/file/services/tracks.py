# SPDX-License-Identifier: EUPL-1.2
"""Where procedures stand; deadlines follow from the dated rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case, TrackStep
from ketenzicht.cases.file.services.following import follow_up
from ketenzicht.cases.file.services.journal import case_for, log, mark_register_stale
from ketenzicht.cases.file.tracks import (
    DOSSIER,
    TRACKS,
    counted_from,
    goes_on_in,
    next_steps,
    term_of,
)
from ketenzicht.core.clock import day_end, local_date, midnight
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import term_began

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def move_track(
    *,
    actor: Member,
    case_id: UUID,
    track: str,
    step: str,
    since: date,
    variant: str = "",
    document_day: date | None = None,
    now: datetime,
) -> TrackStep:
    """Take one procedure to its next step; it ends on the day of its decision, else by the rule."""
    case = case_for(actor, case_id, Act.TRACK, now=now).case
    if track not in TRACKS:
        raise Refused(_("This procedure is not known."), field="track")
    rows = TrackStep.objects.for_reader(actor, now).select_for_update(of=("self",))
    standing = rows.filter(case=case, track=track, ended_at=None).first()
    following = next_steps(track, standing.step if standing else None, local_date(now))
    if step not in {code.code for code in following}:
        raise Refused(_("This step cannot follow where the procedure stands now."), field="step")
    begun = midnight(since)
    if begun > day_end(local_date(now)):
        raise Refused(_("This day still has to come."), field="since")
    if begun < term_began("procedure_oldest", now):
        raise Refused(_("This is too long ago. Check the year."), field="since")
    _refuse_day(document_day, begun)
    return add_step(
        case,
        actor=actor,
        track=track,
        step=step,
        since=begun,
        variant=variant,
        document_day=document_day,
        now=now,
    )


@act()
def state_document_day(
    *, actor: Member, case_id: UUID, track: str, day: date | None, now: datetime
) -> TrackStep:
    """Write down which end the decision names; without one, the computed day counts again."""
    case = case_for(actor, case_id, Act.TRACK, now=now).case
    rows = TrackStep.objects.for_reader(actor, now).select_for_update(of=("self",))
    standing = rows.filter(case=case, track=track, ended_at=None).first()
    if standing is None:
        raise NotFound
    _refuse_day(day, standing.since)
    if standing.computed is None and standing.document_day is None:
        standing.computed = standing.due  # of before a decision could be written down
    standing.document_day = day
    standing.due = midnight(day) if day else standing.computed
    standing.save(update_fields=["computed", "document_day", "due"])
    log(case, "track", actor=actor, now=now, track=track, step=standing.step)
    return standing


def _refuse_day(day: date | None, begun: datetime) -> None:
    if day is not None and midnight(day) <= begun:
        raise Refused(_("A decision does not end before it began. Check the day."), field="day")


def add_step(
    case: Case,
    *,
    actor: Member | None,
    track: str,
    step: str,
    since: datetime,
    variant: str = "",
    document_day: date | None = None,
    now: datetime,
) -> TrackStep:
    """End the standing step of a track of a locked case and begin the next.

    A step inside a period, such as a talk during the reflection period, keeps the end of it.
    """
    rows = TrackStep.objects.whole_table(why="the track of a locked case").filter(case=case)
    standing = rows.filter(track=track, ended_at=None).first()
    rows.filter(track=track, ended_at=None).update(ended_at=now)
    began, registered = _began(rows, track, step, since), _registered(rows)
    computed, rule = term_of(track, step, began, variant, registered=registered, region=case.region)
    if not rule and standing is not None and goes_on_in(track, step, local_date(since)):
        computed, rule = standing.computed, standing.rule
        document_day = document_day or standing.document_day
    added = TrackStep.objects.create(
        case=case,
        track=track,
        step=step,
        since=since,
        due=midnight(document_day) if document_day else computed,
        computed=computed,
        document_day=document_day,
        rule=rule,
        by=actor,
        at=now,
    )
    if track == DOSSIER:
        mark_register_stale(case)
        case.save(update_fields=["register_stale"])
    log(case, "track", actor=actor, now=now, track=track, step=step)
    if actor is not None:
        follow_up(case, actor=actor, turn=track, to=step, now=now)
    return added


def _began(rows: QuerySet[TrackStep], track: str, step: str, since: datetime) -> datetime:
    """When the term of a step began: mostly with it, a permit with the report that asked for it."""
    begins = counted_from(track, step, local_date(since))
    earlier = rows.filter(track=track, step__in=begins, since__lte=since)
    return earlier.aggregate(Max("since"))["since__max"] or since


def _registered(rows: QuerySet[TrackStep]) -> date | None:
    """The day asylum was asked, which decides under which regulation somebody falls."""
    asked = rows.filter(track="asylum", step="asked").order_by("-since").first()
    return local_date(asked.since) if asked else None
