# SPDX-License-Identifier: EUPL-1.2
"""Frozen lists, runs, releases, and the names under which figures are published."""

from __future__ import annotations

from dataclasses import asdict, replace

from ketenzicht.accounts.models import Member
from ketenzicht.estimates import services as estimates
from ketenzicht.estimates import sources
from ketenzicht.estimates.states import Source
from ketenzicht.publishing import services as publishing
from ketenzicht.publishing.control import control
from ketenzicht.publishing.models import Release
from ketenzicht.register.handover import shown_from
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import World, make_member, make_organisation
from tests.kinds import EVERY_MEMBER, Kind, Made
from tests.promises.canaries import canary


def _input(actor: Member) -> Made:
    title = canary("lists", actor.organisation.name)
    kept = estimates.take_snapshot(
        actor=actor,
        source=Source.PUBLISHED,
        lists=replace(sources.from_published(), title=title),
        now=START,
    )
    return Made(kept.pk, readers=(actor.organisation_id,), canaries=(title,))


def _run(actor: Member) -> Made:
    lists = _input(actor)
    made = estimates.run(
        actor=actor, input_id=lists.id, method_name="independence", options={}, now=START
    )
    return Made(made.pk, readers=(actor.organisation_id,), canaries=lists.canaries)


def _release(actor: Member) -> Made:
    title = canary("release", actor.organisation.name)
    # The register of the test world is too small to count in, so this release shows no table.
    rule = shown_from(START.date())
    content = {
        "years": [2025],
        "tables": asdict(control({}, rule)),
        "rule": asdict(rule),
        "estimate": None,
    }
    made = Release.objects.create(
        organisation_id=actor.organisation_id,
        title=title,
        content=content,
        digest=publishing.digest(content),
        prepared_by=actor,
        prepared_at=START,
    )
    return Made(made.pk, readers=(actor.organisation_id,), canaries=(title,))


def _analyst(world: World) -> Member:
    return world.research["analyst"]


def _stranger(word: str) -> Member:
    bureau = make_organisation(f"Bureau {word}", "rapporteur")
    return make_member(bureau, "analyst", "publisher")


def _word(first: str, second: str) -> Kind:
    """A name in a URL that is the same for everybody."""
    return Kind(
        own=lambda world: Made(first, readers=EVERY_MEMBER),
        foreign=lambda world: Made(second, readers=EVERY_MEMBER),
    )


KINDS = {
    "input_id": Kind(own=lambda w: _input(_analyst(w)), foreign=lambda w: _input(_stranger("Een"))),
    "run_id": Kind(own=lambda w: _run(_analyst(w)), foreign=lambda w: _run(_stranger("Twee"))),
    "release_id": Kind(
        own=lambda w: _release(_analyst(w)), foreign=lambda w: _release(_stranger("Drie"))
    ),
    "series": _word("registered", "nothing"),
    "name": _word("form", "nothing"),
    "step": _word("nothing", "accept"),
}
