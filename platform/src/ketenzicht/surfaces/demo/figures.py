# SPDX-License-Identifier: EUPL-1.2
"""The practice world's register, an estimate from it, and a release that two people signed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.estimates import services as estimates
from ketenzicht.estimates import sources
from ketenzicht.estimates.handover import Run
from ketenzicht.estimates.states import Outcome as RunOutcome
from ketenzicht.estimates.states import Source
from ketenzicht.publishing import services as publishing
from ketenzicht.register import handover
from ketenzicht.register.selectors import doubles
from ketenzicht.register.services import Facts, join_entries
from ketenzicht.register.states import Outcome, Similarity
from ketenzicht.register.takeover import OldEntry, take_over
from ketenzicht.surfaces.demo.people import Cast
from ketenzicht.surfaces.demo.replay import circumstances_of, identity_of
from ketenzicht.world import events

OUTCOMES = {
    "registered_named": (Outcome.NAMED, "consent"),
    "registered_minimal": (Outcome.MINIMAL, "legit_interest"),
    "by_duty": (Outcome.BY_DUTY, "legal_duty"),
}
DOSSIERS = {"shelter": "registration_shelter", "fairwork": "registration_advice"}


def fill_register(cast: Cast, entered: Iterable[events.RegisterEntered], now: datetime) -> int:
    """Take the older entries over, and decide about the doubles of past years."""
    registrar = cast.on_stage("national", "registrar")
    taken = take_over(
        actor=registrar,
        entries=[_old(event) for event in entered if event.outcome in OUTCOMES],
        now=now,
    )
    for double in doubles(registrar):
        if Similarity.FULL in double.similarity or Similarity.SWAPPED in double.similarity:
            # Three entries of one person make three pairs; the last is settled by the first two.
            with suppress(Refused):
                join_entries(
                    actor=registrar, first_id=double.first.pk, second_id=double.second.pk, now=now
                )
    return taken


def _old(event: events.RegisterEntered) -> OldEntry:
    outcome, basis = OUTCOMES[event.outcome]
    return OldEntry(
        on=local_date(event.at),
        reporter=event.list,
        outcome=outcome,
        basis=basis,
        facts=Facts(
            (event.form,),
            event.region,
            local_date(event.at),
            identity_of(event.person, event.told),
            told=circumstances_of(event.told),
            dossier=DOSSIERS.get(event.list, "registration"),
            victim_status=event.told.status,
            decided_by=event.told.decided_by,
        ),
    )


def publish_first_release(cast: Cast, now: datetime) -> None:
    """Estimate from the whole years of the register and publish, by two different people."""
    analyst = cast.on_stage("Bureau Cijfers", "analyst")
    publisher = cast.on_stage("Bureau Cijfers", "publisher")
    whole = tuple(year for year in handover.years() if year < local_date(now).year)
    published = estimates.take_snapshot(
        actor=analyst, source=Source.PUBLISHED, lists=sources.from_published(), now=now
    )
    estimates.run(actor=analyst, input_id=published.pk, method_name="bic", options={}, now=now)
    own = estimates.take_snapshot(
        actor=analyst, source=Source.REGISTER, lists=sources.from_register(whole), now=now
    )
    run = estimates.run(actor=analyst, input_id=own.pk, method_name="bic", options={}, now=now)
    release = publishing.prepare_release(
        actor=analyst,
        title=f"Register van de oefenwereld {whole[0]}–{whole[-1]}",
        years=whole,
        run_id=_usable(run),
        now=now,
    )
    publishing.approve_release(actor=publisher, release_id=release.pk, seen=release.digest, now=now)


def _usable(run: Run) -> UUID | None:
    low, high = run.result["interval"] or (None, None)
    closed = low is not None and high is not None
    return run.pk if run.outcome == RunOutcome.NUMBER and closed else None
