# SPDX-License-Identifier: EUPL-1.2
"""What is put right in a case is put right in the register, by the handle only the case knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketenzicht.audit.models import UnnamedEntry
from ketenzicht.cases.file.services.details import set_forms
from ketenzicht.cases.file.services.person import set_identity
from ketenzicht.cases.handover import Identity
from ketenzicht.cases.models import Case, Person
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import selectors, services, tasks
from ketenzicht.register.models import Entry, Token
from ketenzicht.register.services import Facts
from ketenzicht.register.states import Age, Outcome
from tests.factories.cases import WHY, coordinator, make_case, stored

born = PartialDate.parse
IVAN = Identity(name="Ivan Petrov", birth_date=born("1999-03-07"), gender="m", nationality="BG")


def registered(world, now, outcome=Outcome.NAMED, **options):
    case = make_case(world.shop, identity=IVAN, **options)
    entry = services.enter_from_case(
        actor=coordinator(world.shop), case_id=case.pk, outcome=outcome, now=now
    )
    assert entry is not None
    return case, entry


def correct_person(world, case, now, **changed):
    rows = Person.objects.whole_table(why=WHY)
    set_identity(
        actor=coordinator(world.shop),
        case_id=case.pk,
        identity=replace(IVAN, **changed),
        version=rows.get(pk=case.person_id).version,
        now=now,
    )


def correct_forms(world, case, now, *forms):
    set_forms(
        actor=coordinator(world.shop),
        case_id=case.pk,
        forms=forms,
        version=stored(case).version,
        now=now,
    )


def swept(now):
    return tasks.sweep(now)["corrected"]


def test_a_corrected_date_of_birth_finds_the_entry_of_the_police(world, now):
    case, entry = registered(world, now)
    services.enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(
            ("labour",), "utrecht", now.date(), replace(IVAN, birth_date=born("2001-07-03"))
        ),
        now=now,
    )
    assert selectors.doubles(world.comensha["registrar"]) == []
    correct_person(world, case, now, birth_date=born("2001-07-03"))
    assert swept(now) == 1
    pairs = selectors.doubles(world.comensha["registrar"])
    assert [{pair.first.code, pair.second.code} for pair in pairs] != []
    assert Entry.objects.get(pk=entry.pk).code == entry.code


def test_a_form_that_becomes_known_is_known_in_the_register(world, now):
    case, entry = registered(world, now, forms=())
    assert Entry.objects.get(pk=entry.pk).form == "unknown"
    correct_forms(world, case, now, "criminal")
    assert swept(now) == 1
    assert Entry.objects.get(pk=entry.pk).form == "criminal"


def test_who_turns_out_to_be_a_minor_is_one_in_the_register(world, now):
    case, entry = registered(world, now)
    correct_person(world, case, now, birth_date=born("2010"))
    swept(now)
    assert Entry.objects.get(pk=entry.pk).age == Age.MINOR


def test_an_entry_without_a_name_stays_without_one(world, now):
    case, entry = registered(world, now, Outcome.MINIMAL)
    correct_person(world, case, now, name="Иван Петров", nationality="MD")
    assert swept(now) == 1
    assert Token.objects.count() == 0
    assert Entry.objects.get(pk=entry.pk).nationality == "MD"


def test_a_correction_is_on_record_and_names_neither_case_nor_entry(world, now):
    case, entry = registered(world, now)
    correct_forms(world, case, now, "criminal")
    swept(now)
    rows = UnnamedEntry.objects.filter(outcome="corrected")
    assert [row.kind for row in rows] == ["entry"]
    assert all(str(case.pk) not in row.object_id for row in rows)
    assert all(str(entry.pk) not in row.object_id for row in rows)


def test_what_did_not_change_is_not_opened_again(world, now):
    case, _entry = registered(world, now)
    assert swept(now) == 0
    correct_forms(world, case, now, "criminal")
    assert (swept(now), swept(now)) == (1, 0)


@pytest.mark.parametrize("outcome", [None, Outcome.REFUSED])
def test_of_a_case_that_is_not_registered_nothing_goes_to_the_register(world, now, outcome):
    case = make_case(world.shop, identity=IVAN)
    if outcome is not None:
        services.enter_from_case(
            actor=coordinator(world.shop), case_id=case.pk, outcome=outcome, now=now
        )
    correct_forms(world, case, now, "criminal")
    assert (swept(now), Entry.objects.count()) == (0, 0)


def test_a_withdrawn_entry_is_not_filled_again(world, now):
    case, entry = registered(world, now)
    services.withdraw_entry(actor=coordinator(world.shop), case_id=case.pk, now=now)
    correct_person(world, case, now, name="Petar Ivanov")
    assert swept(now) == 0
    assert (Token.objects.count(), Entry.objects.get(pk=entry.pk).withdrawn) == (0, True)


def test_the_month_somebody_gave_for_the_first_signal_stays(world, now):
    case = make_case(world.shop, identity=IVAN)
    services.enter_from_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        outcome=Outcome.NAMED,
        signalled=date(2026, 2, 1),
        now=now,
    )
    correct_forms(world, case, now, "criminal")
    swept(now)
    entry = Entry.objects.get()
    assert (entry.year, entry.month, entry.form) == (2026, 2, "criminal")


def test_a_case_that_began_as_a_report_counts_from_the_report(world, now):
    case = make_case(world.shop, identity=IVAN)
    Case.objects.whole_table(why=WHY).filter(pk=case.pk).update(first_signal_on=date(2026, 8, 30))
    services.enter_from_case(
        actor=coordinator(world.shop), case_id=case.pk, outcome=Outcome.NAMED, now=now
    )
    entry = Entry.objects.get()
    assert (entry.year, entry.month) == (2026, 8)
