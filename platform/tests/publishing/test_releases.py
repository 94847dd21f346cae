# SPDX-License-Identifier: EUPL-1.2
"""No figure exposes a person: what is released, by whom, and what the files hold."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
import scipy.optimize
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Mandate, Member
from ketenzicht.accounts.states import Power
from ketenzicht.cases.handover import Identity as RegisterIdentity
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.estimates import services as estimates
from ketenzicht.estimates import sources, working
from ketenzicht.estimates.models import Run
from ketenzicht.estimates.states import Source
from ketenzicht.publishing import selectors, services
from ketenzicht.publishing.acts import Act, acts_open_to
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.selectors import published_release
from ketenzicht.publishing.states import ReleaseState
from ketenzicht.publishing.views.charts import safe_table
from ketenzicht.register import handover
from ketenzicht.register.handover import people_by
from ketenzicht.register.services import Facts
from ketenzicht.register.states import Outcome
from ketenzicht.register.takeover import OldEntry, take_over
from ketenzicht.sheets.cells import cell
from tests.factories.accounts import World, make_member
from tests.factories.work import items

SignIn = Callable[[Client, Member], Client]
PEOPLE = (("sexual", "police", 31), ("labour", "nla", 42), ("criminal", "police", 4))


@pytest.fixture
def register(world: World, now: datetime) -> None:
    """Two years of made-up entries, with one small group."""
    entries = [
        OldEntry(
            on=date(year, 3, 1),
            reporter=reporter,
            outcome=Outcome.BY_DUTY,
            basis="legal_duty",
            facts=Facts(
                (form,),
                "utrecht",
                date(year, 3, 1),
                RegisterIdentity(birth_date=PartialDate.parse("1990")),
            ),
        )
        for year in (2024, 2025)
        for form, reporter, count in PEOPLE
        for _place in range(count)
    ]
    take_over(actor=world.comensha["registrar"], entries=entries, now=now)


def prepare(world: World, now: datetime) -> Release:
    return services.prepare_release(
        actor=world.research["analyst"],
        title="Oefenuitgave",
        years=(2024, 2025),
        run_id=None,
        now=now,
    )


def approve(world: World, release: Release, now: datetime) -> Release:
    return services.approve_release(
        actor=world.research["publisher"], release_id=release.pk, seen=release.digest, now=now
    )


@pytest.mark.usefixtures("register")
def test_who_has_the_mandate_releases_figures_and_a_colleague_does_not(
    world: World, now: datetime
) -> None:
    release = prepare(world, now)
    named = make_member(world.research.organisation, "publisher", name="Met mandaat")
    Mandate.objects.create(
        member=named,
        kind=Power.RELEASE,
        since=now.date(),
        until=now.date(),
        granted_by=world.research["analyst"],
    )
    publisher = world.research["publisher"]
    offered = [Act.APPROVE in acts_open_to(one, release, now) for one in (publisher, named)]
    assert offered == [False, True]
    assert selectors.deciders_of(publisher, now) == ["Met mandaat"]
    with pytest.raises(Refused):
        approve(world, release, now)
    approved = services.approve_release(
        actor=named, release_id=release.pk, seen=release.digest, now=now
    )
    assert approved.approved_by == named


def table(release: Release, name: str) -> dict[str, object]:
    return next(each for each in release.content["tables"]["tables"] if each["name"] == name)


@pytest.mark.usefixtures("register")
def test_a_group_of_four_is_in_no_table_and_cannot_be_worked_back(
    world: World, now: datetime
) -> None:
    release = prepare(world, now)
    form = table(release, "form")
    small = form["categories"].index("criminal")
    assert [row[small] for row in form["cells"]] == [None, None]
    assert [row.count(None) >= 2 for row in form["cells"]] == [True, True]
    assert release.content["tables"]["narrowest"] >= release.content["rule"]["width"] == 3


@pytest.mark.usefixtures("register")
def test_without_the_control_the_group_of_four_would_show(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = handover.ShownFrom(threshold=0, width=3)
    monkeypatch.setattr(handover, "shown_from", lambda _day: nothing)
    form = table(prepare(world, now), "form")
    assert 4 in form["cells"][0]
    assert people_by("form", years=(2024,))["2024", "criminal"] == 4


@pytest.mark.usefixtures("register")
def test_a_published_table_has_a_row_per_group_and_a_dash_for_what_is_hidden(
    world: World, now: datetime
) -> None:
    safe = safe_table(table(prepare(world, now), "form"))
    assert [column.label for column in safe.columns] == ["Vorm van uitbuiting", "2024", "2025"]
    rows = {str(row[0]): row[1:] for row in safe.rows}
    assert rows["Criminele uitbuiting"] == ("–", "–")
    assert rows["Arbeidsuitbuiting"] == ("42", "42")
    assert safe.total == ("alle", "77", "77")


@pytest.mark.usefixtures("register")
def test_the_maker_cannot_approve_and_another_can(world: World, now: datetime) -> None:
    made = services.prepare_release(
        actor=world.research["publisher"], title="Eigen", years=(2024, 2025), run_id=None, now=now
    )
    with pytest.raises(NotAllowed):
        approve(world, made, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.whole_table(why="test").filter(pk=made.pk).update(
            approved_by=made.prepared_by
        )
    assert published_release() is None
    other = prepare(world, now)
    approve(world, other, now)
    assert published_release() == other


@pytest.mark.usefixtures("register")
def test_what_changed_after_the_look_is_not_published(world: World, now: datetime) -> None:
    release = prepare(world, now)
    changed = {**release.content, "years": [2024]}
    Release.objects.whole_table(why="test").filter(pk=release.pk).update(content=changed)
    with pytest.raises(Refused):
        approve(world, release, now)
    assert published_release() is None


@pytest.mark.usefixtures("register")
def test_the_public_reads_a_release_only_while_it_is_published(
    client: Client, world: World, now: datetime
) -> None:
    release = prepare(world, now)
    assert client.get("/v1/releases/latest").status_code == 404
    assert "Oefenuitgave" not in client.get("/cijfers/").content.decode()
    approve(world, release, now)
    assert client.get("/v1/releases/latest").json()["title"] == "Oefenuitgave"
    assert "Oefenuitgave" in client.get("/cijfers/").content.decode()
    services.withdraw_release(actor=world.research["publisher"], release_id=release.pk, now=now)
    assert client.get("/v1/releases/latest").status_code == 404


@pytest.mark.usefixtures("register")
def test_a_file_holds_values_only_and_hidden_cells_are_empty(
    client: Client, world: World, now: datetime
) -> None:
    approve(world, prepare(world, now), now)
    answer = client.get(reverse("publishing-public:table-csv", args=["form"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["year"] for row in rows] == ["2024", "2025"]
    assert {row["criminal"] for row in rows} == {""}


def test_nothing_in_a_file_runs_as_a_formula() -> None:
    assert [cell(v) for v in ("=1+1", "@x", "-5", "+3", -5, 7, None)] == [
        "'=1+1", "'@x", "'-5", "'+3", "-5", "7", "",
    ]  # fmt: skip


@pytest.mark.usefixtures("register")
def test_two_people_publish_on_the_pages(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    as_member(client, world.research["analyst"])
    made = client.post(
        "/werk/cijfers/nieuw/", {"title": "Samen", "years": ["2024", "2025"], "run": ""}
    )
    assert made.status_code == 303
    release = Release.objects.whole_table(why="test").get()
    page = client.get(made.headers["Location"]).content.decode()
    assert "Publiceer" not in page
    as_member(client, world.research["publisher"])
    assert "Publiceer" in client.get(made.headers["Location"]).content.decode()
    refused = client.post("/werk/cijfers/nieuw/", {"title": "", "years": []})
    assert refused.status_code == 422
    assert release.state == "prepared"


@pytest.mark.usefixtures("register")
def test_a_published_number_carries_what_its_examination_said(
    client: Client, world: World, now: datetime
) -> None:
    run = estimate(world, now)
    bare = released_with(world, run, now)
    assert bare.content["estimate"]["verdict"] is None
    approve(world, bare, now)
    unexamined = "Hoe betrouwbaar dit getal is, is nog niet nagegaan."
    assert unexamined in client.get("/cijfers/").content.decode()
    found = working.queue_examination(run, asked_by_id=run.made_by_id, moment=now)
    verdict = {"nl": "Deze lijsten dragen dit getal niet.", "en": "They do not carry it."}
    found.outcome, found.result = "examined", {"verdict": verdict}
    found.save()
    approve(world, released_with(world, run, now), now + timedelta(minutes=1))
    page = client.get("/cijfers/").content.decode()
    assert (verdict["nl"] in page, unexamined in page) == (True, False)


def estimate(world: World, now: datetime) -> Run:
    analyst = world.research["analyst"]
    kept = estimates.take_snapshot(
        actor=analyst, source=Source.PUBLISHED, lists=sources.from_published(), now=now
    )
    options = {"interval": "wald"}
    return estimates.run(
        actor=analyst, input_id=kept.pk, method_name="bic", options=options, now=now
    )


def released_with(world: World, run: Run, now: datetime) -> Release:
    return services.prepare_release(
        actor=world.research["analyst"],
        title="Met schatting",
        years=(2024, 2025),
        run_id=run.pk,
        now=now,
    )


@pytest.mark.usefixtures("register")
def test_a_release_of_which_safety_could_not_be_worked_out_is_refused_and_not_made(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(status=1, fun=None, x=None, message="made up")
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: made)
    with pytest.raises(Refused) as refused:
        prepare(world, now)
    assert "Het is niet gelukt om na te gaan" in str(refused.value.sentence)
    assert Release.objects.whole_table(why="test").count() == 0


@pytest.mark.usefixtures("register")
def test_a_prepared_release_is_on_the_day_of_who_may_approve_it_until_somebody_did(
    world: World, now: datetime
) -> None:
    own = services.prepare_release(
        actor=world.research["publisher"], title="Eigen", years=(2024, 2025), run_id=None, now=now
    )
    other = prepare(world, now)
    told = [line.sentence for line in items(world.research["publisher"], now)]
    assert told == ["“Oefenuitgave” wacht op jouw goedkeuring."]
    assert items(world.research["analyst"], now) == []
    approve(world, other, now)
    assert items(world.research["publisher"], now) == []
    assert own.state == ReleaseState.PREPARED
