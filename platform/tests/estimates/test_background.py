# SPDX-License-Identifier: EUPL-1.2
"""Runs in the background: queued, followed, stopped, lost and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from ketenzicht.accounts.models import Member
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.estimates import handover, services, tasks, working
from ketenzicht.estimates.models import Examination, Run
from ketenzicht.estimates.sources import Lists, from_file
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views.findings import progress_of
from ketenzicht.jobs import services as jobs
from tests.estimates.test_runs import KOREA
from tests.factories.accounts import World, make_member, make_organisation

SignIn = Callable[[Client, Member], Client]


def lists() -> Lists:
    return from_file("korea.csv", KOREA)


def queue(world: World, now: datetime, method: str = "coverage", **options: object) -> Run:
    analyst = world.research["analyst"]
    kept = services.take_snapshot(actor=analyst, source=Source.UPLOAD, lists=lists(), now=now)
    return services.queue_run(
        actor=analyst, input_id=kept.pk, method_name=method, options=options, now=now
    )


def again(job: Run | Examination) -> Run | Examination:
    return type(job).objects.whole_table(why="test").get(pk=job.pk)


def lose(run: Run, now: datetime, attempts: int) -> None:
    """The worker died without a word, long ago."""
    Run.objects.whole_table(why="test").filter(pk=run.pk).update(
        outcome="running", attempts=attempts, heartbeat_at=now - timedelta(minutes=5)
    )
    DBTaskResult.objects.filter(pk=run.task).update(status="RUNNING")


def test_a_queued_run_is_made_by_a_worker_and_keeps_its_number(world: World, now: datetime) -> None:
    run = queue(world, now)
    assert (run.outcome, run.result) == ("queued", {})
    working.make.call(str(run.pk))
    made = again(run)
    assert (made.outcome, made.result["observed"], made.attempts) == ("number", 123, 1)
    assert made.version == made.result["version"]


def test_the_task_carries_the_id_of_the_run_and_nothing_else(world: World, now: datetime) -> None:
    run = queue(world, now)
    asked = DBTaskResult.objects.get(pk=run.task)
    assert asked.args_kwargs == {"args": [str(run.pk)], "kwargs": {}}


def test_a_run_is_made_once_however_often_it_stands_in_the_queue(
    world: World, now: datetime
) -> None:
    run = queue(world, now)
    working.make.call(str(run.pk))
    working.make.call(str(run.pk))
    assert again(run).attempts == 1


def test_a_setting_the_method_cannot_take_is_refused_before_it_is_queued(
    world: World, now: datetime
) -> None:
    with pytest.raises(Refused):
        queue(world, now, replicates=1)
    assert DBTaskResult.objects.count() == 0


def test_a_method_that_refuses_the_lists_fails_with_its_sentence(
    world: World, now: datetime
) -> None:
    run = queue(world, now, "model", model="[9]")
    working.make.call(str(run.pk))
    failed = again(run)
    assert (failed.outcome, failed.failure) == ("failed", "refused")
    assert "must name lists 1 to 3" in failed.said
    assert "moet lijsten van 1 tot en met 3 noemen" in failed.said_nl
    assert progress_of(failed).said == failed.said_nl


def test_a_cancelled_run_takes_no_result(world: World, now: datetime) -> None:
    run = queue(world, now)
    services.cancel_run(actor=world.research["analyst"], run_id=run.pk, now=now)
    working.make.call(str(run.pk))
    assert (again(run).outcome, again(run).result) == ("cancelled", {})


def test_what_has_ended_cannot_be_cancelled(world: World, now: datetime) -> None:
    run = queue(world, now)
    working.make.call(str(run.pk))
    with pytest.raises(Refused):
        services.cancel_run(actor=world.research["analyst"], run_id=run.pk, now=now)
    assert again(run).outcome == "number"


def test_a_calculation_that_is_stopped_half_way_ends_at_once(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = world.research["analyst"]
    run = queue(world, now, "latent", sweeps=4_000_000)
    heartbeat = jobs.heartbeat

    def cancel_then_heartbeat(mine, done, total):
        if total:
            services.cancel_run(actor=analyst, run_id=run.pk, now=now)
        return heartbeat(mine, done, total)

    monkeypatch.setattr(jobs, "heartbeat", cancel_then_heartbeat)
    working.make.call(str(run.pk))
    assert (again(run).outcome, again(run).result) == ("cancelled", {})


def test_strangers_and_readers_cancel_nothing(world: World, now: datetime) -> None:
    run = queue(world, now)
    stranger = make_member(make_organisation("Bureau Elders", "rapporteur"), "analyst")
    with pytest.raises(NotFound):
        services.cancel_run(actor=stranger, run_id=run.pk, now=now)
    with pytest.raises(NotAllowed):
        services.cancel_run(actor=world.shop["zorgcoordinator"], run_id=run.pk, now=now)
    assert again(run).outcome == "queued"


def test_a_run_whose_worker_died_is_queued_once_more_and_then_fails(
    world: World, now: datetime
) -> None:
    run = queue(world, now)
    lose(run, now, attempts=1)
    assert tasks.sweep(now)["calculations queued again"] == 1
    assert tasks.sweep(now)["calculations queued again"] == 0
    assert again(run).outcome == "queued"
    lose(again(run), now, attempts=2)
    assert tasks.sweep(now)["calculations queued again"] == 0
    assert (again(run).outcome, again(run).failure) == ("failed", "lost")


def test_a_run_whose_worker_lives_is_left_alone(world: World, now: datetime) -> None:
    run = queue(world, now)
    lose(run, now + timedelta(minutes=5), attempts=1)
    assert tasks.sweep(now)["calculations queued again"] == 0
    assert again(run).outcome == "running"


def test_a_worker_that_is_stopped_gives_its_run_back(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(world, now)

    def stop(mine, done, total):
        raise SystemExit(1)

    monkeypatch.setattr(jobs, "heartbeat", stop)
    with pytest.raises(SystemExit):
        working.make.call(str(queue(world, now, "latent").pk))
    given_back = Run.objects.whole_table(why="test").get(method="latent")
    assert (given_back.outcome, given_back.attempts) == ("queued", 0)
    assert again(run).outcome == "queued"


def test_what_has_no_number_yet_cannot_be_published(world: World, now: datetime) -> None:
    run = queue(world, now)
    analyst = world.research["analyst"]
    assert run.pk not in {one.id for one in handover.finished_runs(analyst, now=now)}
    with pytest.raises(NotFound):
        handover.finished_run(analyst, run.pk, now=now)
    made = services.run(
        actor=analyst, input_id=run.input_id, method_name="bic", options={}, now=now
    )
    assert handover.finished_run(analyst, made.pk, now=now).id == made.pk


def test_a_number_is_examined_and_the_page_says_what_was_found(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    kept = services.take_snapshot(actor=analyst, source=Source.UPLOAD, lists=lists(), now=now)
    made = services.run(
        actor=analyst, input_id=kept.pk, method_name="stepwise", options={}, now=now
    )
    asked = Examination.objects.for_reader(analyst, now).get(run=made)
    with pytest.raises(Refused):
        services.examine(actor=analyst, run_id=made.pk, now=now)
    working.examine.call(str(asked.pk))
    found = again(asked)
    assert found.outcome == "examined"
    page = as_member(client, analyst).get(f"/werk/schatting/{made.pk}/").content.decode()
    assert found.result["verdict"]["nl"] in page
    assert len(found.result["findings"]) >= 5
    for one in found.result["findings"]:
        assert one["title"]["nl"] in page


def test_an_examination_that_was_cancelled_is_asked_for_again(world: World, now: datetime) -> None:
    analyst = world.research["analyst"]
    run = queue(world, now)
    with pytest.raises(Refused):
        services.examine(actor=analyst, run_id=run.pk, now=now)
    made = services.run(
        actor=analyst, input_id=run.input_id, method_name="stepwise", options={}, now=now
    )
    services.cancel_examination(actor=analyst, run_id=made.pk, now=now)
    assert services.examine(actor=analyst, run_id=made.pk, now=now).outcome == "queued"


def test_the_page_follows_a_run_with_and_without_script(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    run = queue(world, now)
    address = f"/werk/schatting/{run.pk}/"
    as_member(client, world.research["analyst"])
    waiting = client.get(address).content.decode()
    assert f'href="{address}">Ververs' in waiting
    assert f'action="{address}stoppen/"' in waiting
    rows = Run.objects.whole_table(why="test").filter(pk=run.pk)
    rows.update(outcome="running", done=3, total=8)
    part = client.get(f"{address}voortgang/", headers={"HX-Request": "true"})
    assert 'value="3" max="8"' in part.content.decode()
    assert client.get(f"{address}uitkomst.json").status_code == 404
    stopped = client.post(f"{address}stoppen/")
    assert (stopped.status_code, rows.get().outcome) == (303, "cancelled")
    ended = client.get(f"{address}voortgang/", headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"
    assert client.get(address).status_code == 200


def test_slow_settings_are_queued_from_the_page_and_quick_ones_answer_at_once(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    kept = services.take_snapshot(actor=analyst, source=Source.UPLOAD, lists=lists(), now=now)
    as_member(client, analyst)
    page = f"/werk/schatting/lijsten/{kept.pk}/?method=bic"
    for interval in ("profile", "bca"):
        assert client.post(page, {"interval": interval}).status_code == 303
    runs = Run.objects.whole_table(why="test").order_by("pk")
    assert sorted((run.options["interval"], run.outcome) for run in runs) == [
        ("bca", "queued"),
        ("profile", "number"),
    ]
