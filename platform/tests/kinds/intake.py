# SPDX-License-Identifier: EUPL-1.2
"""Reports and offers of reports."""

from __future__ import annotations

from ketenzicht.intake import services
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World
from tests.factories.intake import make_report, municipality_of, triager
from tests.kinds import EVERY_MEMBER, Kind, Made
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


def _referral(giver: Partner, receiver: Partner) -> Made:
    question = canary("question", giver.organisation.name)
    report_id = _report(giver).id
    referral = services.offer_referral(
        actor=triager(giver),
        report_id=report_id,  # type: ignore[arg-type]  # a report's id is a UUID
        version=1,
        receiver_id=receiver.organisation.pk,
        question=question,
        now=START,
    )
    readers = (giver.organisation.pk, receiver.organisation.pk)
    return Made(referral.pk, readers=readers, canaries=(question,))


def _own_referral(world: World) -> Made:
    return _referral(world.shop, world.police)


def _foreign_referral(world: World) -> Made:
    return _referral(world.moviera, world.comensha)


KINDS = {
    "report_id": Kind(
        own=lambda world: _report(world.shop), foreign=lambda world: _report(world.moviera)
    ),
    "referral_id": Kind(own=_own_referral, foreign=_foreign_referral),
    # A page of the signal card: the same for everybody, and nobody's.
    "page": Kind(
        own=lambda world: Made(1, readers=EVERY_MEMBER),
        foreign=lambda world: Made(2, readers=EVERY_MEMBER),
    ),
}


def posts(world: World) -> dict[str, dict[str, object]]:
    """Forms that would succeed, so that what is refused is refused for the right reason."""
    seen = {"version": 1}
    text = {**seen, "text": "Een zin"}
    return {
        "intake:assess": {**seen, "urgency": "u3_days", "age": "unknown", "reason": "Geen gevaar"},
        "intake:ask": text,
        "intake:advise": text,
        "intake:note": text,
        "intake:other": text,
        "intake:investigate": seen,
        "intake:refer": {
            **seen,
            "receiver": str(world.municipality.organisation.pk),
            "question": "Willen jullie dit oppakken?",
        },
        "intake:reporter": {"purpose": "contact"},
        "intake:accept": seen,
        "intake:refuse": {**seen, "reason": "no_capacity", "proposal": "Vraag de gemeente"},
        "intake:withdraw": seen,
    }
