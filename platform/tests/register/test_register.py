# SPDX-License-Identifier: EUPL-1.2
"""Registering without a way back, and counting people instead of reports."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.sharing.services import consents
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import handover, selectors, services, tasks
from ketenzicht.register.models import Entry, Token
from ketenzicht.register.pseudonyms import age_group, tokens
from ketenzicht.register.services import Facts
from ketenzicht.register.states import Age, Outcome, Similarity
from tests.factories.cases import WHY, coordinator, make_case, share

born = PartialDate.parse

IVAN = Identity(name="Ivan Petrov", birth_date=born("1999-03-07"), gender="m", nationality="BG")


def enter(partner, case, outcome, now):
    return services.enter_from_case(
        actor=coordinator(partner), case_id=case.pk, outcome=outcome, now=now
    )


def by_duty(world, identity, now, signalled=None):
    return services.enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(("labour",), "den_haag_hm", signalled or now.date(), identity),
        now=now,
    )


def registration_of(case):
    rows = TrackStep.objects.whole_table(why=WHY).filter(case=case, track="registration")
    return rows.get(ended_at=None).step


def test_a_named_registration_keeps_codes_and_fingerprints_only(world, now):
    case = make_case(world.shop, identity=IVAN)
    entry = enter(world.shop, case, Outcome.NAMED, now)
    assert (entry.form, entry.reporter, entry.age) == ("labour", "care_coordination", Age.ADULT)
    assert {token.kind for token in Token.objects.filter(entry=entry)} == set(Similarity)
    assert registration_of(case) == "registered_named"


def test_a_registration_without_a_name_has_no_fingerprint(world, now):
    case = make_case(world.shop, identity=IVAN)
    entry = enter(world.shop, case, Outcome.MINIMAL, now)
    assert Token.objects.filter(entry=entry).count() == 0
    assert registration_of(case) == "registered_minimal"


def test_a_no_registers_nothing_and_is_written_down(world, now):
    case = make_case(world.shop, identity=IVAN)
    assert enter(world.shop, case, Outcome.REFUSED, now) is None
    assert Entry.objects.count() == 0
    assert registration_of(case) == "refused"


def test_not_asked_yet_registers_nothing(world, now):
    case = make_case(world.shop, identity=IVAN)
    with pytest.raises(Refused):
        enter(world.shop, case, Outcome.NOT_ASKED, now)
    assert Entry.objects.count() == 0


def test_a_case_is_registered_once(world, now):
    case = make_case(world.shop, identity=IVAN)
    enter(world.shop, case, Outcome.NAMED, now)
    with pytest.raises(Refused):
        enter(world.shop, case, Outcome.NAMED, now)
    assert Entry.objects.count() == 1


def test_only_services_with_the_duty_register_by_duty(world, now):
    case = make_case(world.shop, identity=IVAN)
    with pytest.raises(NotAllowed):
        enter(world.shop, case, Outcome.BY_DUTY, now)
    assert by_duty(world, IVAN, now).basis == "legal_duty"


def test_somebody_elses_case_is_not_there_to_register(world, now):
    case = make_case(world.shop, identity=IVAN)
    with pytest.raises(NotFound):
        enter(world.moviera, case, Outcome.NAMED, now)


def test_whoever_only_reads_a_case_does_not_register_it(world, now):
    case = make_case(world.shop, identity=IVAN)
    share(world.shop, world.moviera, case)
    with pytest.raises(NotAllowed):
        enter(world.moviera, case, Outcome.NAMED, now)


def test_no_table_of_the_register_points_at_a_case_or_an_organisation(world, now):
    targets = {
        field.related_model._meta.label
        for model in apps.get_app_config("register").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    }
    assert targets == {"register.Person", "register.Entry", "accounts.Member"}


def test_no_value_of_the_register_occurs_on_the_case_side(world, now):
    case = make_case(world.shop, identity=IVAN)
    entry = enter(world.shop, case, Outcome.NAMED, now)
    stored = {str(case.pk), case.code, str(case.person_id), str(case.envelope_id)}
    kept = {str(getattr(entry, field.attname)) for field in Entry._meta.concrete_fields}
    assert stored & kept == set()


def test_a_decoy_never_reaches_the_register(world, now):
    case = make_case(world.shop, identity=IVAN, decoy=True)
    assert enter(world.shop, case, Outcome.NAMED, now) is None
    assert Entry.objects.count() == 0
    assert registration_of(case) == "registered_named"


def test_the_same_person_from_two_reporters_is_proposed_as_a_double(world, now):
    case = make_case(world.shop, identity=IVAN)
    enter(world.shop, case, Outcome.NAMED, now)
    by_duty(world, Identity(name="PETROV, Ivan", birth_date=born("1999-03-07")), now)
    by_duty(world, Identity(name="Mehmet Yilmaz", birth_date=born("1999-03-07")), now)
    pairs = selectors.doubles(world.comensha["registrar"])
    assert [pair.strongest for pair in pairs] == [Similarity.FULL]


def test_a_name_in_another_script_is_proposed_too(world, now):
    by_duty(world, Identity(name="Иван Петров", birth_date=born("1999-03-07")), now)
    by_duty(world, Identity(name="Ivan Petrov", birth_date=born("1999")), now)
    pairs = selectors.doubles(world.comensha["registrar"])
    assert [pair.similarity for pair in pairs] == [(Similarity.PHONETIC,)]


def pair_of(world, now):
    first = by_duty(world, IVAN, now)
    case = make_case(world.shop, identity=IVAN)
    return first, enter(world.shop, case, Outcome.NAMED, now)


def test_people_are_counted_after_somebody_decided(world, now):
    first, second = pair_of(world, now)
    assert handover.people_by("form", years=(2026,)) == {("2026", "labour"): 2}
    registrar = world.comensha["registrar"]
    decision = services.join_entries(
        actor=registrar, first_id=first.pk, second_id=second.pk, now=now
    )
    assert handover.people_by("form", years=(2026,)) == {("2026", "labour"): 1}
    assert selectors.doubles(registrar) == []
    services.undo_decision(actor=registrar, decision_id=decision.pk, now=now)
    assert handover.people_by("form", years=(2026,)) == {("2026", "labour"): 2}


def test_two_entries_kept_apart_are_not_proposed_again(world, now):
    first, second = pair_of(world, now)
    registrar = world.comensha["registrar"]
    services.keep_apart(actor=registrar, first_id=first.pk, second_id=second.pk, now=now)
    assert selectors.doubles(registrar) == []
    assert handover.people_by("form", years=(2026,)) == {("2026", "labour"): 2}


def test_capture_histories_are_counts_of_people_by_list(world, now):
    first, second = pair_of(world, now)
    by_duty(world, Identity(name="Mehmet Yilmaz", birth_date=born("1990-01-02")), now)
    services.join_entries(
        actor=world.comensha["registrar"], first_id=first.pk, second_id=second.pk, now=now
    )
    counted = handover.capture_histories(years=(2026,))
    assert counted.lists == ("police", "coordination")
    assert counted.histories == {"10": 1, "11": 1}


def test_an_entry_without_a_name_counts_as_a_person_but_on_no_list(world, now):
    enter(world.shop, make_case(world.shop, identity=IVAN), Outcome.MINIMAL, now)
    assert handover.people_by("age", years=(2026,)) == {("2026", "adult"): 1}
    assert handover.capture_histories(years=(2026,)).histories == {}


def test_withdrawing_takes_the_entry_out_of_every_count(world, now):
    case = make_case(world.shop, identity=IVAN)
    enter(world.shop, case, Outcome.NAMED, now)
    services.withdraw_entry(actor=coordinator(world.shop), case_id=case.pk, now=now)
    assert handover.years() == ()
    assert Token.objects.count() == 0
    assert registration_of(case) == "withdrawn"


def test_a_yes_taken_back_on_the_case_withdraws_the_entry(world, now):
    case = make_case(world.shop, identity=IVAN)
    enter(world.shop, case, Outcome.NAMED, now)
    assert tasks.sweep(now) == {"withdrawn": 0, "corrected": 0}
    consents.record_consent(
        actor=coordinator(world.shop),
        case_id=case.pk,
        answer=consents.Answer(kind="comensha_register", state=ConsentState.WITHDRAWN),
        now=now,
    )
    assert tasks.sweep(now) == {"withdrawn": 1, "corrected": 0}
    assert handover.years() == ()
    assert tasks.sweep(now) == {"withdrawn": 0, "corrected": 0}


PARTIAL = st.dates().flatmap(
    lambda day: st.sampled_from(
        [
            PartialDate(day.year),
            PartialDate(day.year, day.month),
            PartialDate(day.year, day.month, day.day),
        ]
    )
)


@given(st.text(alphabet="abcdefgh ", min_size=5, max_size=20), PARTIAL)
def test_tokens_hold_nothing_of_the_name(name, birth):
    made = tokens(name, birth)
    assert all(len(value) == 16 and name.encode() not in value for value in made.values())
    assert tokens(name, birth) == made


def test_somebody_of_one_name_is_found_by_a_whole_date_of_birth(world, now):
    by_duty(world, Identity(name="Suharto", birth_date=born("1999-03-07")), now)
    by_duty(world, Identity(name="SUHARTO", birth_date=born("1999-03-07")), now)
    by_duty(world, Identity(name="Suharto", birth_date=born("1998-03-07")), now)
    by_duty(world, Identity(name="Suharto", birth_date=born("1999")), now)
    pairs = selectors.doubles(world.comensha["registrar"])
    assert [pair.strongest for pair in pairs] == [Similarity.FULL]


def test_who_is_born_in_november_is_a_minor_till_the_month_is_over():
    assert age_group(born("2008-11"), date(2026, 11, 29)) is Age.MINOR
    assert age_group(born("2008-11"), date(2026, 11, 30)) is Age.ADULT


def test_nothing_known_is_not_an_age():
    assert age_group(None, date(2026, 11, 29)) is Age.UNKNOWN
