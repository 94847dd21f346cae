# SPDX-License-Identifier: EUPL-1.2
"""A yearly figure of others that should exist by now is work of who releases figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

from ketenzicht.accounts.models import Member
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.publishing import figures, work
from ketenzicht.work.models import Item
from ketenzicht.work.tasks import heal
from tests.factories.accounts import World
from tests.factories.work import items

WHY = "a test looks at what was stored"


def lines(member: Member, now: datetime) -> list[str]:
    return [line.sentence for line in items(Member.objects.get(pk=member.pk), now)]


def test_a_figure_that_should_exist_is_work_from_its_day_until_it_is_there(
    world: World, now: datetime, monkeypatch
):
    newest = local_date(now).year - 1
    monkeypatch.setattr(figures, "yearly", lambda _series: [SimpleNamespace(year=newest)])
    publisher, analyst = world.research["publisher"], world.research["analyst"]
    due = figures.edition_due(work.FOLLOWED, newest + 1)
    day = midnight(due)
    for moment in (now, day - timedelta(hours=1)):
        heal(moment)
        assert lines(publisher, moment) == []
    heal(day)
    said = [f"De cijfers van {newest + 1} horen er nu te zijn; zoek ze op."]
    assert (lines(publisher, day), lines(analyst, day)) == (said, [])
    assert lines(publisher, day + timedelta(days=90)) == said
    rows = Item.objects.whole_table(why=WHY).filter(kind=work.EDITION)
    assert {row.since for row in rows} == {day}
    monkeypatch.setattr(figures, "yearly", lambda _series: [SimpleNamespace(year=newest + 1)])
    heal(day + timedelta(days=91))
    assert lines(publisher, day + timedelta(days=91)) == []
