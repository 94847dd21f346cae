# SPDX-License-Identifier: EUPL-1.2
"""Estimates: the published Dutch lists give the published kind of answer, and stay as they are."""

import html
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from ketenzicht import reference
from ketenzicht.accounts.models import Member
from ketenzicht.audit.selectors import count_of
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.estimates import services, sources
from ketenzicht.estimates.models import Run, Snapshot
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views.charts import run_page
from ketenzicht.register import handover as register
from tests.factories.accounts import World
from tests.sheets.files import document, ods_row, workbook

SignIn = Callable[[Client, Member], Client]
KOREA = b"b,c,d,count\n0,0,1,41\n0,1,0,5\n1,0,0,5\n1,1,0,54\n1,0,1,6\n1,1,1,12\n"


def snapshot_of(world: World, now: datetime) -> Snapshot:
    return services.take_snapshot(
        actor=world.research["analyst"],
        source=Source.PUBLISHED,
        lists=sources.from_published(),
        now=now,
    )


def make_run(world: World, now: datetime, method: str = "bic") -> Run:
    return services.run(
        actor=world.research["analyst"],
        input_id=snapshot_of(world, now).pk,
        method_name=method,
        options={},
        now=now,
    )


def test_the_dutch_lists_hold_8234_people_and_are_frozen_once(world: World, now: datetime) -> None:
    first, again = snapshot_of(world, now), snapshot_of(world, now)
    assert (first.pk, first.observed) == (again.pk, 8234)


def test_a_run_keeps_its_number_its_input_and_its_software(world: World, now: datetime) -> None:
    run = make_run(world, now)
    assert run.outcome == "number"
    assert run.result["observed"] == 8234
    assert run.result["input_digest"] == run.input.digest
    assert run.result["version"] == run.version


def test_every_method_of_the_table_runs_or_refuses_in_a_sentence(
    world: World, now: datetime
) -> None:
    for method in ("independence", "bic", "stepwise", "chao"):
        assert make_run(world, now, method).outcome in {"number", "no-number"}


def test_a_care_coordinator_reads_estimates_but_makes_none(world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        services.take_snapshot(
            actor=world.shop["zorgcoordinator"],
            source=Source.PUBLISHED,
            lists=sources.from_published(),
            now=now,
        )


def test_an_analyst_goes_from_lists_to_number_on_the_pages(
    client: Client, world: World, as_member: SignIn
) -> None:
    as_member(client, world.research["analyst"])
    upload = SimpleUploadedFile("korea.csv", KOREA, content_type="text/csv")
    frozen = client.post("/werk/schatting/nieuw/", {"source": "upload", "file": upload})
    assert frozen.status_code == 303
    page = client.get(frozen.headers["Location"])
    assert page.status_code == 200
    made = client.post(frozen.headers["Location"] + "?method=bic", {})
    assert made.status_code == 303
    shown = client.get(made.headers["Location"])
    assert shown.status_code == 200
    assert "telwerk estimate" in shown.content.decode()
    whole = json.loads(client.get(made.headers["Location"] + "uitkomst.json").content)
    assert (whole["observed"], whole["model"]) == (123, "[12,23]")


@pytest.mark.parametrize(
    "content",
    [b"a,b,count\n1,0,-3\n0,1,2\n1,1,1\n", b"a,b,count\n0,0,5\n1,0,3\n1,1,1\n", b"", b"\xff\xfe"],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    client: Client, world: World, as_member: SignIn, content: bytes
) -> None:
    as_member(client, world.research["analyst"])
    upload = SimpleUploadedFile("lijsten.csv", content, content_type="text/csv")
    answer = client.post("/werk/schatting/nieuw/", {"source": "upload", "file": upload})
    assert answer.status_code == 422
    assert Run.objects.whole_table(why="test").count() == 0


def test_a_file_as_a_dutch_spreadsheet_writes_it_is_read(world: World) -> None:
    lists = sources.from_file("lijsten.csv", "a;b;aantal\r\n1;0;3\r\n1;1;2\r\n".encode("utf-8-sig"))
    assert lists.histories.as_dict() == {"10": 3, "11": 2}


DUTCH = "Politie;Coördinatie;aantal\r\n1;0;3\r\n1;1;2\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("western.csv", DUTCH.encode("cp1252")),
        ("sep.csv", b"sep=;\r\n" + DUTCH.encode("cp1252")),
        ("excel.txt", DUTCH.replace(";", "\t").encode("utf-16")),
        ("lijsten.xlsx", workbook([["Politie", "Coördinatie", "aantal"], [1, 0, 3], [1, 1, 2]])),
        (
            "lijsten.ods",
            document(
                ods_row("Politie", "Coördinatie", "aantal") + ods_row(1, 0, 3) + ods_row(1, 1, 2)
            ),
        ),
    ],
)
def test_a_file_of_any_spreadsheet_goes_from_the_page_to_the_lists(
    client: Client, world: World, as_member: SignIn, name: str, content: bytes
) -> None:
    as_member(client, world.research["analyst"])
    upload = SimpleUploadedFile(name, content)
    frozen = client.post("/werk/schatting/nieuw/", {"source": "upload", "file": upload})
    assert frozen.status_code == 303
    kept = Snapshot.objects.whole_table(why="test").get()
    assert (kept.lists, kept.histories) == (["Politie", "Coördinatie"], {"10": 3, "11": 2})


def test_a_wrong_cell_is_named_by_the_row_and_column_of_the_spreadsheet(
    client: Client, world: World, as_member: SignIn
) -> None:
    as_member(client, world.research["analyst"])
    content = b"sep=;\r\na;b;aantal\r\n1;0;3\r\n1;x;2\r\n0;1;veel\r\n"
    upload = SimpleUploadedFile("lijsten.csv", content)
    answer = client.post("/werk/schatting/nieuw/", {"source": "upload", "file": upload})
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Rij 3, kolom ‘b’: op een lijst staat alleen 0" in page
    assert "Rij 4, kolom ‘aantal’: dit is geen aantal mensen." in page
    assert "veel" not in page.partition("<form")[2].partition("</form>")[0]


def test_a_file_that_is_no_table_is_refused_in_words_anybody_understands(world: World) -> None:
    with override("nl"), pytest.raises(Refused) as refused:
        sources.from_file("foto.csv", b"\x89PNG\r\n\x1a\n\x00\x00")
    assert str(refused.value.sentence) == (
        "Hier staat geen tabel in die we kunnen lezen. "
        "Kies een CSV-, Excel- (.xlsx) of ODS-bestand."
    )
    assert refused.value.field == "file"


@pytest.mark.parametrize("ending", [".csv", ".excel.csv", ".xlsx"])
def test_the_frozen_lists_come_back_from_every_file_that_is_offered(
    client: Client, world: World, as_member: SignIn, now: datetime, ending: str
) -> None:
    run = make_run(world, now)
    as_member(client, world.research["analyst"])
    page = client.get(f"/werk/schatting/{run.pk}/").content.decode()
    address = f"/werk/schatting/lijsten/{run.input_id}/lijsten{ending}"
    assert f'href="{address}"' in page
    again = sources.from_file("again", client.get(address).content)
    assert again.histories.digest == run.input.digest


@pytest.mark.parametrize(
    ("code", "words"), [("nl", "is negatief; verwacht werd"), ("en", "is negative; expected")]
)
def test_a_refusal_is_in_the_language_of_the_reader(code: str, words: str) -> None:
    with override(code), pytest.raises(Refused) as refused:
        sources.from_file("lijsten.csv", b"a,b,count\n1,0,-3\n")
    assert words in str(refused.value.sentence)


def test_the_frozen_lists_come_back_as_the_file_that_the_command_reads(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    run = make_run(world, now)
    as_member(client, world.research["analyst"])
    answer = client.get(f"/werk/schatting/lijsten/{run.input_id}/lijsten.csv")
    again = sources.from_file("again", answer.content)
    assert again.histories.digest == run.input.digest


def test_a_look_at_an_estimate_leaves_a_trace(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    run = make_run(world, now)
    as_member(client, world.research["analyst"])
    before = count_of("run", run.pk)
    assert client.get(f"/werk/schatting/{run.pk}/").status_code == 200
    assert count_of("run", run.pk) == before + 1


def test_a_model_is_also_said_in_the_names_of_its_lists(world: World, now: datetime) -> None:
    facts = {fact.term: fact.value for fact in run_page(make_run(world, now))["facts"]}
    written, _line, together = facts["Model"].partition("\n")
    assert written == "[12,16,25,34,36,45,46]"
    assert together == "I–K, I–Z, K–R, O–P, O–Z, P–R, P–Z"


def test_the_lists_of_the_register_bear_names_and_no_codes() -> None:
    lists = {name for scheme in register.schemes() for name in scheme.attributes["lists"]}
    named = {name: register.list_name(name, sources.NAMED_IN) for name in lists}
    assert lists == reference.known("capture_lists")
    assert not any(name == code for code, name in named.items())
