# SPDX-License-Identifier: EUPL-1.2
"""What the product claims about the world has a life: by whom, how sure, from when, until when."""

from datetime import date, datetime
from pathlib import Path

import pytest

from ketenzicht import reference
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.terms import term_end
from ketenzicht.reference import catalogue, rules
from ketenzicht.reference.documents import parse
from ketenzicht.reference.facts import read_helplines
from ketenzicht.reference.lists import code_lists
from ketenzicht.reference.rules import read_deadlines

DATA = Path(reference.__file__).parent / "data"
HEAD = "defaults: {gathered: 2026-11-01, look_again: 2027-05-01, kind: law}\n"
LINE = "code: nla, nl: Inspectie, en: Inspectorate, number: '0800', source: s"
CONFIRMED = "confirmed: {organisation: NLA, role: telefonist, day: 2026-11-20}"
TERM = "code: reflection_period_dublin, nl: x, en: y, source: s, certainty: low"
WARNED = "unknown: true, warning_nl: Kijk op de beschikking., warning_en: Look at the decision."


def line(more: str) -> reference.Helpline:
    (found,) = read_helplines(parse("x.yaml", f"{HEAD}helplines: [{{{LINE}, {more}}}]"))
    return found


def test_a_row_takes_over_what_its_file_says_for_all_rows_unless_it_says_so_itself():
    said = line("certainty: low, kind: practice, look_again: 2026-12-01").claim
    assert (said.gathered, said.look_again) == (date(2026, 11, 1), date(2026, 12, 1))
    assert (said.kind, said.confirmed) == (reference.Kind.PRACTICE, None)


def test_nothing_is_highly_certain_unless_somebody_stands_for_it():
    with pytest.raises(reference.MalformedReferenceError, match="nobody confirmed it"):
        line("certainty: high")
    confirmed = line(f"certainty: high, {CONFIRMED}").claim.confirmed
    assert confirmed == reference.Confirmation(
        organisation="NLA", role="telefonist", on=date(2026, 11, 20)
    )


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("certainty: low, confirmed: yes", "says 'organisation', 'role' and 'day'"),
        ("certainty: low, confirmed: {organisation: NLA, role: t}", "'day' is missing"),
        ("certainty: low, confirmed: {organisation: NLA, day: 2026-11-20}", "'role' is missing"),
        ("certainty: low, kind: rumour", "'kind' is 'rumour'"),
        ("certainty: low, look_again: soon", "give a date"),
        ("certainty: low, unknown: true", "has a 'warning_nl' and a 'warning_en'"),
        ("certainty: low, warning_nl: x, warning_en: y", "has a 'warning_nl'"),
    ],
)
def test_a_claim_that_says_too_little_of_itself_is_refused(more: str, problem: str):
    with pytest.raises(reference.MalformedReferenceError, match=problem):
        line(more)


def test_a_file_says_nothing_for_all_rows_but_what_every_claim_says():
    head = HEAD.replace("kind: law", "kind: law, number: '0800'")
    with pytest.raises(reference.MalformedReferenceError, match="a default is about all rows"):
        read_helplines(parse("x.yaml", f"{head}helplines: [{{{LINE}, certainty: low}}]"))


def test_the_day_of_the_fact_decides_which_offence_it_was():
    lists = code_lists(
        parse(
            "x.yaml",
            f"{HEAD}lists:\n  offences:\n    source: s\n    certainty: low\n    codes:\n"
            "      - {code: surrogacy, nl: Nog niet strafbaar, en: Not yet, valid_to: 2026-07-14}\n"
            "      - {code: surrogacy, nl: Strafbaar, en: Punishable, valid_from: 2026-07-15,"
            " supersedes: surrogacy}\n",
        )
    )
    rows = lists["offences"].codes
    said = [
        next(row.nl for row in rows if row.holds_on(day))
        for day in (date(2026, 7, 14), date(2026, 7, 15))
    ]
    assert said == ["Nog niet strafbaar", "Strafbaar"]
    assert lists["offences"].by_code()["surrogacy"].nl == "Strafbaar"


def test_a_list_gives_each_code_once_and_asked_for_a_day_what_held_then():
    pilot = "expert_report_pilot"
    codes = [row.code for row in reference.codes("compensation_routes", date(2026, 11, 30))]
    assert pilot not in codes
    assert pilot in [row.code for row in reference.codes("compensation_routes")]
    assert reference.code("compensation_routes", pilot, date(2019, 1, 1)).code == pilot
    with pytest.raises(LookupError, match="holds on 2026-11-30"):
        reference.code("compensation_routes", pilot, date(2026, 11, 30))


def test_nothing_is_computed_by_a_rule_that_is_not_known(monkeypatch: pytest.MonkeyPatch):
    unknown = read_deadlines(parse("x.yaml", f"{HEAD}deadlines: [{{{TERM}, {WARNED}}}]"))
    monkeypatch.setattr(rules, "deadlines", lambda: unknown)
    with pytest.raises(reference.UnknownRuleError) as refused:
        term_end("reflection_period_dublin", datetime(2026, 11, 30, tzinfo=AMSTERDAM))
    assert refused.value.claim.warning("nl") == "Kijk op de beschikking."
    assert refused.value.claim.warning("en-gb") == "Look at the decision."


def test_a_rule_has_a_length_unless_it_is_unknown():
    with pytest.raises(reference.MalformedReferenceError, match="or say that it is 'unknown'"):
        read_deadlines(parse("x.yaml", f"{HEAD}deadlines: [{{{TERM}}}]"))
    both = f"{HEAD}deadlines: [{{{TERM}, {WARNED}, length: P30D}}]"
    with pytest.raises(reference.MalformedReferenceError, match="or say that it is 'unknown'"):
        read_deadlines(parse("x.yaml", both))


def test_a_claim_is_due_the_day_after_somebody_should_have_looked_again():
    claim = line("certainty: low, look_again: 2026-12-01").claim
    assert [claim.is_due(date(2026, 12, day)) for day in (1, 2)] == [False, True]


def test_no_row_we_ship_has_a_confirmer_that_nobody_can_name_and_none_is_high():
    found = reference.entries()
    assert len(found) > 1000
    assert [each.reference for each in found if each.claim.certainty == "high"] == []
    assert catalogue.without_confirmer() == found


def test_every_claim_has_a_name_of_its_own():
    names = [each.reference for each in reference.entries()]
    assert [name for name in set(names) if names.count(name) > 1] == []
    assert "deadlines/reflection_period_dublin@2023-05-18" in names
    assert "exploitation_forms/sexual" in names


def test_every_part_of_the_reference_data_is_claimed():
    parts = {each.part for each in reference.entries()}
    assert parts == {file.stem for file in DATA.glob("*.yaml")}


def test_claims_past_their_day_are_named():
    names = {each.section for each in catalogue.past_due(date(2027, 1, 2))}
    assert "municipalities" in names
    assert "deadlines" not in names
