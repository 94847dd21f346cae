# SPDX-License-Identifier: EUPL-1.2
"""Reports and offers of reports."""

from __future__ import annotations

from ketenzicht.intake import services
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World
from tests.factories.intake import make_report, municipality_of, triager
from tests.kinds import Kind, Made
from tests.promises.canaries import canary


def _report(partner: Partner) -> Made:
    region = partner.organisation.areas.get().region
    name = partner.organisation.name
    secrets = [canary(kind, name) for kind in ("words", "place", "reporter", "contact")]
    words, place, reporter, contact = secrets
    report = make_report(
        municipality=municipality_of(region),
        words=words,
        whereabouts=place,
        name=reporter,
        contact=contact,
    )
    return Made(report.pk, readers=(partner.organisation.pk,), canaries=tuple(secrets))


def _forward(giver: Partner, receiver: Partner) -> Made:
    question = canary("question", giver.organisation.name)
    report_id = _report(giver).id
    forward = services.offer_forward(
        actor=triager(giver),
        report_id=report_id,  # type: ignore[arg-type]  # a report's id is a UUID
        version=1,
        receiver_id=receiver.organisation.pk,
        question=question,
        now=START,
    )
    readers = (giver.organisation.pk, receiver.organisation.pk)
    return Made(forward.pk, readers=readers, canaries=(question,))


def _own_forward(world: World) -> Made:
    return _forward(world.shop, world.police)


def _foreign_forward(world: World) -> Made:
    return _forward(world.moviera, world.comensha)


KINDS = {
    "report_id": Kind(
        own=lambda world: _report(world.shop), foreign=lambda world: _report(world.moviera)
    ),
    "forward_id": Kind(own=_own_forward, foreign=_foreign_forward),
}
