# SPDX-License-Identifier: EUPL-1.2
"""What is kept, for how long, and that it is really gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenzicht.core.errors import NotFound
from ketenzicht.intake import selectors, services
from ketenzicht.intake.models import Report, ReporterIdentity
from ketenzicht.vault import services as vault
from tests.factories.intake import NAMED, again, make_submission, stored, triager

SEEN = "retention is looked at by a test"


def closed(world, now, **changes):
    """Return a report that was answered and closed."""
    told = make_submission(**changes)
    services.receive_report(submission=told, now=now)
    actor = triager(world.shop)
    report = stored(told)
    services.advise_reporter(actor=actor, report_id=report.pk, version=1, text="Zo", now=now)
    services.close_report(actor=actor, report_id=report.pk, version=2, now=now)
    return told, again(report)


def test_the_name_goes_three_months_after_the_answer_and_the_report_after_six(world, now):
    told, report = closed(world, now, **NAMED)
    (identity,) = ReporterIdentity.objects.whole_table(why=SEEN)
    assert identity.delete_after == date(2027, 2, 18)
    assert report.delete_after == date(2027, 5, 18)
    services.shred_identities(now=now + timedelta(days=92))
    assert ReporterIdentity.objects.whole_table(why=SEEN).count() == 1
    assert services.shred_identities(now=now + timedelta(days=94)) == 1
    assert ReporterIdentity.objects.whole_table(why=SEEN).count() == 0
    with pytest.raises(vault.EnvelopeClosed):
        vault.open_envelope(identity.envelope_id, world.shop.organisation.pk)
    assert services.open_messages(code=told.code).organisation == "SHOP"


def test_a_shredded_report_opens_with_nothing(world, now):
    told, report = closed(world, now, **NAMED)
    later = now + timedelta(days=190)
    assert services.shred_reports(now=later) == 1
    assert Report.objects.whole_table(why=SEEN).count() == 0
    with pytest.raises(services.messages.WrongCode):
        services.open_messages(code=told.code)
    with pytest.raises(vault.EnvelopeClosed):
        vault.open_envelope(report.envelope_id, world.shop.organisation.pk)


def test_nothing_open_or_unread_is_ever_shredded(world, now):
    told = make_submission(**NAMED)
    services.receive_report(submission=told, now=now)
    late = now + timedelta(days=4000)
    assert (services.shred_reports(now=late), services.shred_identities(now=late)) == (0, 0)
    answered, report = closed(world, now, **NAMED)
    services.write_on(code=answered.code, text="Nog iets", now=now)
    assert (services.shred_reports(now=late), services.shred_identities(now=late)) == (0, 0)
    assert again(report).unread


def test_past_its_term_a_report_is_unreadable_before_the_sweep_comes(world, now):
    _, report = closed(world, now)
    actor = triager(world.shop)
    selectors.get_report(actor, report.pk, purpose="triage", now=now)
    with pytest.raises(NotFound):
        selectors.get_report(actor, report.pk, purpose="triage", now=now + timedelta(days=190))
