# SPDX-License-Identifier: EUPL-1.2
"""Reports for tests; all made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from ketenzicht.core.crypto import new_code
from ketenzicht.intake import services
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.states import Urgency, Wish
from ketenzicht.intake.submission import Submission
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner

HOTEL = Submission(
    code="",
    wish=Wish.REPORT,
    reporter_type="hospitality",
    words="Steeds ander bezoek op één kamer. De man houdt de sleutel.",
    setting="hotel",
    age=Age.UNKNOWN,
    signs=("SIG-061", "SIG-062", "SIG-064", "SIG-066"),
    subject="place",
    municipality="leiden",
    whereabouts="Kamer 12",
    identifiers=(("place", "Stationsweg 12"),),
    haste="later",
    language="nl",
)
NAMED = {"name": "Noa de Receptionist", "contact": "06-00000000", "rules": "Alleen na 16 uur"}


def make_submission(**changes: Any) -> Submission:
    """Return the hotel receptionist's report with a fresh code, changed as asked."""
    return replace(HOTEL, **{"code": new_code(), **changes})


def make_report(now: datetime = START, **changes: Any) -> Report:
    """Receive a report the way the public form does."""
    told = make_submission(**changes)
    services.receive_report(submission=told, now=now)
    return stored(told)


def stored(told: Submission) -> Report:
    """Return the row of what was told."""
    from ketenzicht.core.crypto import code_lookup

    rows = Report.objects.whole_table(why="a test looks at what was stored")
    return rows.select_related("holder").get(code_key=code_lookup(told.code).hex())


def again(report: Report) -> Report:
    """Return the row as it is now."""
    return Report.objects.whole_table(why="a test looks at what was stored").get(pk=report.pk)


def assessed(partner: Partner, report: Report, now: datetime = START) -> Report:
    """Let the partner's coordinator assess a report."""
    return services.assess_report(
        actor=triager(partner),
        report_id=report.pk,
        version=again(report).version,
        urgency=Urgency.DAYS,
        reason="Geen direct gevaar",
        now=now,
    )


def offered(giver: Partner, receiver: Partner, report: Report, now: datetime = START) -> Referral:
    """Let the giver offer a report to the receiver."""
    return services.offer_referral(
        actor=triager(giver),
        report_id=report.pk,
        version=again(report).version,
        receiver_id=receiver.organisation.pk,
        question="Willen jullie dit oppakken?",
        now=now,
    )


def triager(partner: Partner) -> Any:
    """Return the member of a partner who does triage."""
    roles = ("zorgcoordinator", "comensha_helpdesk", "investigator", "aandachtsfunctionaris")
    return next(partner.by_role[role] for role in roles if role in partner.by_role)


def municipality_of(region: str) -> str:
    """Return a municipality whose reports go to this region."""
    from ketenzicht import reference

    return next(each.code for each in reference.municipalities() if each.region == region)


def report_of(partner: Partner, words: str) -> tuple[UUID, Report]:
    """Return a report that this coordination holds, with these words in it."""
    region = partner.organisation.areas.first().region
    report = make_report(municipality=municipality_of(region), words=words)
    return report.pk, report
