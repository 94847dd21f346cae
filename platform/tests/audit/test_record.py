# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from ketenzicht.accounts.selectors import access_log_of
from ketenzicht.audit.models import DayEntry, Entry, Processing, UnnamedEntry
from ketenzicht.audit.services import processing, record, record_access


@pytest.fixture
def actor(world):
    return world.shop["zorgcoordinator"]


def test_an_act_of_a_member_has_its_moment_and_its_reason(actor, now):
    case = uuid4()
    record(
        actor=actor,
        action="case:read",
        kind="case",
        id=case,
        now=now,
        purpose="care_coordination",
        detail={"rows": 3},
    )
    (look,) = access_log_of("case", case)
    assert (look.at, look.member, look.organisation) == (now, actor.user.name, "SHOP")
    assert (look.action, look.purpose, look.outcome) == ("case:read", "care_coordination", "done")


def test_an_act_of_nobody_has_a_day_and_no_moment(db, now):
    record(actor=None, action="case:move", kind="case", id=uuid4(), now=now)
    record(actor=None, action="report:receive", kind="report", id=uuid4(), now=now)
    (row,), (told,) = UnnamedEntry.objects.all(), DayEntry.objects.all()
    assert (row.on, told.on) == (date(2026, 11, 18), date(2026, 11, 18))
    assert Entry.objects.count() == 0
    assert not [
        f.name
        for model in (UnnamedEntry, DayEntry)
        for f in model._meta.fields
        if f.get_internal_type() == "DateTimeField"
    ]


@pytest.mark.parametrize("words", ["Mirela zei dat", "a\nb", "mail@voorbeeld.example", "x" * 81])
@pytest.mark.parametrize("place", ["purpose", "basis", "outcome", "kind", "id"])
def test_words_are_refused_in_every_column(actor, now, words, place):
    columns = {"action": "case:read", "kind": "case", "actor": actor, "now": now, place: words}
    with pytest.raises(ValueError, match="holds words"):
        record(**columns)
    with pytest.raises(ValueError, match="holds words"):
        record(actor=actor, action="case:read", kind="case", now=now, detail={"note": words})
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET purpose = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_unnamedentry SET purpose = 'x'",
        "DELETE FROM audit_unnamedentry",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 0",
        "UPDATE audit_head SET number = number + 2",
        "UPDATE audit_dayentry SET purpose = 'x'",
        "DELETE FROM audit_dayentry",
        "DELETE FROM audit_dayhead",
        'UPDATE audit_dayhead SET "count" = 0',
    ],
)
def test_the_database_itself_refuses_to_change_what_was_recorded(actor, now, statement):
    for someone in (actor, None):
        record(actor=someone, action="case:read", kind="case", now=now)
    record(actor=None, action="report:receive", kind="report", now=now)
    with pytest.raises(DatabaseError, match="permanent"), transaction.atomic():
        connection.cursor().execute(statement)
    assert (Entry.objects.count(), UnnamedEntry.objects.count()) == (1, 1)


def test_a_processing_carries_the_operation_of_its_audit_rows_and_no_user(actor, now):
    person = uuid4()
    with processing("case-read", "care-coordination", [person], now=now) as operation:
        record_access(actor=actor, action="case:read", kind="case", id=person, now=now)
    (row,) = Processing.objects.all()
    (entry,) = Entry.objects.all()
    assert row.operation_id == entry.operation == operation
    assert row.status_code == "OK"
    assert str(person).encode() not in bytes(row.subject_id)
    assert person.bytes not in bytes(row.subject_id)


def test_a_look_at_a_case_stands_in_the_processing_log_under_the_same_operation(actor, now):
    subject = uuid4()
    record(actor=actor, action="case:read", kind="case", id=subject, now=now)
    entry = Entry.objects.latest("number")
    row = Processing.objects.get(operation_id=entry.operation)
    assert (row.name, row.activity_id, row.status_code) == ("case:read", "care-coordination", "OK")
    assert str(subject).encode() not in bytes(row.subject_id)


def test_what_nobody_signed_in_did_leaves_no_moment_in_the_processing_log(db, now):
    record(actor=None, action="report:receive", kind="report", id=uuid4(), now=now)
    assert Processing.objects.count() == 0


def test_a_number_of_people_is_no_processing_of_a_person(actor, now):
    record(actor=actor, action="estimate:run", kind="run", id=uuid4(), now=now)
    assert Processing.objects.count() == 0
