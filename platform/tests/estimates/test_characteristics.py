# SPDX-License-Identifier: EUPL-1.2
"""Lists with characteristics: groups that add up, years that are compared, and their refusals."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ketenzicht.accounts.models import Member
from ketenzicht.core.errors import Refused
from ketenzicht.estimates import handover, services, sources, working
from ketenzicht.estimates.methods import methods_of, usual
from ketenzicht.estimates.models import Run, Snapshot
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views.charts import command, run_page
from ketenzicht.estimates.views.comparison import comparison
from telwerk.cli.main import main
from tests.factories.accounts import World

SignIn = Callable[[Client, Member], Client]
NEW = "/werk/schatting/nieuw/"
ROWS = [
    f"{a},{b},{c},{sex},{year},{count + 7 * (year - 2020) + (9 if sex == 'm' else 0)}"
    for a, b, c, count in [
        (1, 0, 0, 60), (0, 1, 0, 50), (0, 0, 1, 40), (1, 1, 0, 14), (1, 0, 1, 12), (0, 1, 1, 9),
        (1, 1, 1, 4),
    ]
    for sex in "mv"
    for year in (2020, 2021, 2022)
]  # fmt: skip
PEOPLE = "\n".join(["Politie,Opvang,Anderen,geslacht,jaar,aantal", *ROWS]).encode()


def snapshot_of(world: World, now: datetime, *names: str, content: bytes = PEOPLE) -> Snapshot:
    lists = sources.from_file("mensen.csv", content, names or ("geslacht", "jaar"))
    analyst = world.research["analyst"]
    return services.take_snapshot(actor=analyst, source=Source.UPLOAD, lists=lists, now=now)


def made(world: World, now: datetime, method: str, **options: str | float) -> Run:
    kept = snapshot_of(world, now)
    run = services.queue_run(
        actor=world.research["analyst"],
        input_id=kept.pk,
        method_name=method,
        options=options,
        now=now,
    )
    working.make.call(str(run.pk))
    return Run.objects.whole_table(why="test").get(pk=run.pk)


def test_an_input_keeps_its_kinds_of_people_and_everybody_together(
    world: World, now: datetime
) -> None:
    kept = snapshot_of(world, now)
    assert kept.characteristics == ["geslacht", "jaar"]
    assert sum(count for _, _, count in kept.kinds) == kept.observed == sum(kept.histories.values())
    assert snapshot_of(world, now).pk == kept.pk


def test_the_same_people_divided_otherwise_are_another_input(world: World, now: datetime) -> None:
    first = snapshot_of(world, now)
    lists = sources.from_file("mensen.csv", PEOPLE, ("jaar", "geslacht"))
    other = services.take_snapshot(
        actor=world.research["analyst"], source=Source.UPLOAD, lists=lists, now=now
    )
    assert (other.histories, other.pk != first.pk) == (first.histories, True)


def test_groups_of_a_run_add_up_and_stand_on_its_page(world: World, now: datetime) -> None:
    run = made(world, now, "covariates", repeat="model", replicates=20)
    assert run.outcome == "number"
    sexes = [p for p in run.result["parts"] if p["label"].startswith("geslacht=")]
    assert sum(part["estimate"] for part in sexes) == pytest.approx(run.result["estimate"])
    page = run_page(run)
    assert [row[0] for row in page["groups"].rows][:2] == ["geslacht: m", "geslacht: v"]
    assert page["path"].rows[0][:2] == (0, "–")


def test_a_series_says_how_each_year_relates_to_the_one_before(world: World, now: datetime) -> None:
    run = made(world, now, "series", year="jaar")
    page = run_page(run)
    assert [row[0] for row in page["groups"].rows] == ["jaar: 2020", "jaar: 2021", "jaar: 2022"]
    pairs = [tuple(row[:2]) for row in page["changes"].rows]
    assert pairs == [("2020", "2021"), ("2021", "2022"), ("2020", "2022")]


def test_two_series_are_compared_year_by_year(world: World, now: datetime) -> None:
    runs = [made(world, now, "series", year="jaar", seed=seed) for seed in (1, 2)]
    rows = comparison(runs)["groups"].rows
    assert [row[0] for row in rows] == ["jaar: 2020", "jaar: 2021", "jaar: 2022"]
    assert all(len(row) == 3 and "–" in row[1] for row in rows)


def test_a_number_with_characteristics_goes_to_publishing_as_any_other(
    world: World, now: datetime
) -> None:
    run = made(world, now, "covariates", repeat="model", replicates=20)
    handed = handover.finished_run(world.research["analyst"], run.pk, now=now)
    assert (handed.method, handed.digest, handed.verdict) == ("covariates", run.input.digest, None)
    assert handover.method_name("series", "nl") == "Reeks over de jaren"


@pytest.fixture
def signed_in(client: Client, world: World, as_member: SignIn) -> Client:
    return as_member(client, world.research["analyst"])


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_of_a_run_makes_its_number_again(
    signed_in: Client,
    world: World,
    now: datetime,
    elsewhere: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = made(world, now, "series", year="jaar", seed=3)
    answer = signed_in.get(f"/werk/schatting/lijsten/{run.input_id}/lijsten.csv")
    words = shlex.split(command(run))
    (elsewhere / words[2]).write_bytes(answer.content)
    capsys.readouterr()
    assert main([*words[1:], "--json"]) == 0
    assert f'"estimate": {run.result["estimate"]}' in capsys.readouterr().out


def test_unknown_characteristics_are_kept_and_come_back_empty(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    kept = snapshot_of(world, now, content=PEOPLE.replace(b"1,1,1,m,2020", b"1,1,1,,2020"))
    unknown = [known for _, known, _ in kept.kinds if None in known]
    assert unknown == [[None, "2020"]]
    as_member(client, world.research["analyst"])
    page = client.get(f"/werk/schatting/lijsten/{kept.pk}/lijsten.csv").content.decode()
    assert "1,1,1,,2020,13" in page
    again = sources.from_file("mensen.csv", page.encode(), ("geslacht", "jaar"))
    assert again.people is not None
    assert again.people.digest == kept.digest


def test_the_usual_way_is_a_series_where_there_is_a_year(world: World, now: datetime) -> None:
    kept = snapshot_of(world, now)
    assert (usual(kept), list(methods_of(kept))) == ("series", ["series", "covariates"])
    apart = snapshot_of(world, now, "geslacht", content=SEX)
    assert (usual(apart), list(methods_of(apart))) == ("covariates", ["covariates", "series"])


SEX = b"a,b,geslacht,aantal\n1,0,m,30\n0,1,m,20\n1,1,m,9\n1,0,v,25\n0,1,v,15\n1,1,v,6\n"


def test_an_analyst_divides_people_on_the_pages(
    client: Client, world: World, as_member: SignIn
) -> None:
    as_member(client, world.research["analyst"])
    upload = SimpleUploadedFile("mensen.csv", PEOPLE, content_type="text/csv")
    asked = {"source": "upload", "file": upload, "characteristics": "geslacht, jaar"}
    frozen = client.post(NEW, asked)
    assert frozen.status_code == 303
    page = client.get(frozen.headers["Location"]).content.decode()
    assert "Reeks over de jaren" in page
    ordered = client.post(frozen.headers["Location"] + "?method=covariates", {"repeat": "none"})
    assert ordered.status_code == 303
    run = Run.objects.whole_table(why="test").get()
    working.make.call(str(run.pk))
    shown = client.get(ordered.headers["Location"]).content.decode()
    assert "Het aantal per groep" in shown
    assert "telwerk covariates" in shown
    assert "Dit getal nagaan" not in shown


@pytest.mark.parametrize("names", ["kleur", "aantal", "geslacht, jaar, Politie, Opvang"])
def test_characteristics_that_the_file_does_not_hold_are_refused_beside_the_field(
    client: Client, world: World, as_member: SignIn, names: str
) -> None:
    as_member(client, world.research["analyst"])
    upload = SimpleUploadedFile("mensen.csv", PEOPLE, content_type="text/csv")
    asked = {"source": "upload", "file": upload, "characteristics": names}
    answer = client.post(NEW, asked)
    assert (answer.status_code, Snapshot.objects.whole_table(why="test").count()) == (422, 0)


def test_one_year_is_no_series(world: World) -> None:
    with pytest.raises(Refused):
        sources.from_register_by_year((2024,))


def test_an_estimate_with_characteristics_is_not_examined(world: World, now: datetime) -> None:
    run = made(world, now, "covariates", repeat="none")
    with pytest.raises(Refused):
        services.examine(actor=world.research["analyst"], run_id=run.pk, now=now)
