# SPDX-License-Identifier: EUPL-1.2
"""How reporters are divided into lists is a dated choice, said and examined with the estimate."""

from collections.abc import Callable
from datetime import date, datetime

from django.test import Client

from ketenzicht.accounts.models import Member
from ketenzicht.cases.handover import Identity
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.estimates import services, sources
from ketenzicht.estimates.models import Snapshot
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views.schemes import scheme_facts, schemes_table
from ketenzicht.register.services import Facts
from ketenzicht.register.states import Outcome as EntryOutcome
from ketenzicht.register.takeover import OldEntry, take_over
from tests.factories.accounts import World

SignIn = Callable[[Client, Member], Client]


def register_of(world: World, now: datetime, year: int = 2025) -> None:
    """Thirty people of the police, some of them of FairWork or a school too."""
    entries = [
        OldEntry(
            on=date(year, 3, 1),
            reporter=reporter,
            outcome=EntryOutcome.NAMED,
            basis="consent",
            facts=Facts(
                ("labour",),
                "utrecht",
                date(year, 3, 1),
                Identity(name=f"Persoon {place}", birth_date=PartialDate.parse("1990")),
            ),
        )
        for reporter, count in (("police", 9), ("fairwork", 7), ("school", 5))
        for place in range(count)
    ]
    take_over(actor=world.comensha["registrar"], entries=entries, now=now)


def test_the_analyst_sees_both_divisions_into_lists_beside_each_other(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    register_of(world, now)
    as_member(client, world.research["analyst"])
    filled = {"source": "register", "years": ["2025"], "scheme": ""}
    page = client.get(client.post("/werk/schatting/nieuw/", filled).url).content.decode()
    assert "Met FairWork als eigen lijst" in page
    assert "Zes lijsten zoals in 2010–2015" in page
    kept = Snapshot.objects.whole_table(why="test").get()
    assert (kept.scheme, kept.lists) == ("fairwork_apart", ["Politie", "FairWork", "Anderen"])


def test_an_estimate_says_how_reporters_were_divided_and_how_sure_that_is(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    register_of(world, now)
    lists = sources.from_register((2025,), "six_2010_2015")
    assert lists.histories.lists == ("Politie", "Anderen")
    assert lists.title == "Register 2025, zes lijsten zoals in 2010–2015"
    usual = sources.from_register((2025,))
    assert (usual.title, usual.scheme) == ("Register 2025", "fairwork_apart")
    kept = services.take_snapshot(
        actor=world.research["analyst"], source=Source.REGISTER, lists=usual, now=now
    )
    facts = {fact.term: fact.value for fact in scheme_facts(kept)}
    assert facts["Verdeling over lijsten"].startswith("Met FairWork als eigen lijst (onzeker;")


def test_lists_from_elsewhere_say_nothing_of_a_division(world: World, now: datetime) -> None:
    kept = services.take_snapshot(
        actor=world.research["analyst"],
        source=Source.PUBLISHED,
        lists=sources.from_published(),
        now=now,
    )
    assert (kept.scheme, scheme_facts(kept), schemes_table(kept)) == ("", [], None)
