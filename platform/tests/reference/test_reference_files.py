# SPDX-License-Identifier: EUPL-1.2
"""The reference files say what forms, rules and pages rely on, in both languages."""

from collections import Counter
from datetime import date

import pytest

from ketenzicht import reference
from ketenzicht.reference.card import read_indicators, read_scoring
from ketenzicht.reference.documents import parse
from ketenzicht.reference.facts import read_figures, read_helplines
from ketenzicht.reference.lists import code_lists
from ketenzicht.reference.rules import read_deadlines, read_escalation_rules, read_retention_rules

HEAD = "defaults: {gathered: 2026-11-01, look_again: 2027-11-01, kind: practice}\n"


def everything_labelled():
    for each in reference.all_lists().values():
        yield from each.codes
    for read in (
        reference.indicators,
        reference.escalation_rules,
        reference.retention_rules,
        reference.deadlines,
        reference.thresholds,
        reference.figures,
        reference.figure_series,
        reference.helplines,
        reference.terms,
        reference.regions,
        reference.municipalities,
    ):
        yield from read()
    yield from reference.scoring().texts


def test_everything_has_a_label_in_both_languages():
    labels = [(each.code, each.label("nl"), each.label("en")) for each in everything_labelled()]
    assert [row for row in labels if not all(map(str.strip, row))] == []
    assert len(labels) > 1000


def test_the_signal_card_holds_all_92_signs():
    expected = [f"SIG-{number:03d}" for number in range(1, 93)]
    assert [sign.code for sign in reference.indicators()] == expected


def test_every_group_and_setting_of_the_card_is_used():
    signs = reference.indicators()
    assert {sign.group for sign in signs} == reference.known("indicator_groups")
    assert {setting for sign in signs for setting in sign.settings} == reference.known(
        "indicator_settings"
    )


def test_urgent_signs_are_never_weak():
    assert {s.strength for s in reference.indicators() if s.urgent} <= {"medium", "strong"}


@pytest.mark.parametrize(
    ("signs", "positive"),
    [
        ((2, 0, 0), True),
        ((1, 1, 0), True),
        ((1, 0, 1), True),
        ((0, 3, 0), True),
        ((0, 2, 1), True),
        ((1, 0, 0), False),
        ((0, 2, 0), False),
        ((0, 1, 4), False),
        ((0, 0, 9), False),
    ],
)
def test_signs_combine_as_the_ilo_rule_says(signs, positive):
    assert reference.scoring().is_positive(*signs) == positive


def test_every_transition_leads_to_an_existing_state():
    for name in ("signal_states", "case_states", "transfer_states", "placement_states"):
        table = reference.transitions(name)
        assert set().union(*table.values()) <= set(table)
    steps = reference.transitions("b8_3_steps")
    assert set().union(*steps.values()) <= set(steps)


def test_the_first_step_of_the_residence_procedure_reaches_every_other_step():
    table = reference.transitions("b8_3_steps")
    reached, waiting = set(), ["indication"]
    while waiting:
        step = waiting.pop()
        reached.add(step)
        waiting += table[step] - reached
    assert reached == set(table)


def test_a_list_without_transitions_has_no_transition_table():
    with pytest.raises(KeyError, match="no transitions"):
        reference.transitions("genders")


def test_each_province_has_as_many_municipalities_as_published():
    counted = Counter(each.province for each in reference.municipalities())
    stated = {each.code: each.attributes["municipalities"] for each in reference.codes("provinces")}
    assert counted == stated
    assert sum(counted.values()) == 342


def test_every_region_is_reached_by_a_municipality():
    reached = {each.region for each in reference.municipalities()}
    assert reached == {region.code for region in reference.regions()}


def test_a_municipality_lies_in_the_police_unit_of_its_region():
    units = {region.code: region.police_unit for region in reference.regions()}
    elsewhere = [m.code for m in reference.municipalities() if m.police_unit != units[m.region]]
    assert elsewhere == []


def test_an_unknown_municipality_goes_to_the_national_desk():
    assert reference.region_for("zwolle") == "ijsselland"
    assert reference.region_for("atlantis") == "comensha"


def test_the_police_unit_in_the_east_is_a_text_and_no_boolean():
    assert reference.code("police_units", "ON").nl == "Oost-Nederland"


def test_norway_is_a_country_and_no_refusal():
    assert reference.code("nationalities", "NO").label("en") == "Norway"


def test_the_union_has_27_members():
    found = [c.attributes.get("membership") for c in reference.codes("nationalities")]
    assert found.count("eu") == 27


def test_rules_hold_from_their_date():
    rule = next(d for d in reference.deadlines() if d.code == "reflection_period_dublin")
    assert [rule.holds_on(date(2023, 5, day)) for day in (17, 18)] == [False, True]
    assert str(rule.length) == "P30D"


def test_a_closed_route_to_compensation_no_longer_holds():
    pilot = reference.code("compensation_routes", "expert_report_pilot")
    assert [pilot.holds_on(date(year, 6, 1)) for year in (2018, 2026)] == [True, False]


def test_published_series_stay_apart():
    per_year = Counter(
        (figure.series, figure.year)
        for figure in reference.figures()
        if figure.series.startswith("registered") and figure.year
    )
    assert set(per_year.values()) == {1}
    in_2017 = {f.series: f.value for f in reference.figures() if f.year == 2017 and f.value}
    assert in_2017["registered_rapporteur"] == 958
    assert in_2017["registered_comensha"] == 1076


def test_an_unknown_list_or_code_is_named_in_the_error():
    with pytest.raises(KeyError, match="no code list 'colours'"):
        reference.codes("colours")
    with pytest.raises(KeyError, match="no code 'z' in list 'genders'"):
        reference.code("genders", "z")


def one_list(rows: str, head: str = "source: s, certainty: medium"):
    return parse("x.yaml", f"{HEAD}lists:\n  states: {{{head}, codes: [{rows}]}}")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("{code: a, nl: x}", "'en' is missing"),
        ("{code: ON, nl: x, en: y}", "'code' is True; give a text, in quotes"),
        ("{code: a, nl: x, en: y, next: [b]}", "'a' refers to 'b', which is not in the list"),
        ("{code: a, nl: x, en: y, colour: red}", "unknown key colour"),
        (
            "{code: a, nl: x, en: y}, {code: a, nl: x, en: y}",
            "two versions of 'a' hold on the same day",
        ),
        ("{code: a, nl: x, en: y, certainty: sure}", "expected one of article, derived, high"),
        ("{code: a, nl: x, en: y, valid_from: soon}", "give a date such as"),
        ("", "expected a list with at least one row"),
    ],
)
def test_a_malformed_list_is_refused_with_the_reason(rows, message):
    with pytest.raises(reference.MalformedReferenceError, match=message):
        code_lists(one_list(rows))


def test_a_reference_to_a_code_that_does_not_exist_is_refused():
    written = (
        f"{HEAD}lists:\n"
        "  a: {source: s, certainty: medium, attributes: {of: b},"
        " codes: [{code: p, nl: x, en: y, of: z}]}\n"
        "  b: {source: s, certainty: medium, codes: [{code: q, nl: x, en: y}]}\n"
    )
    with pytest.raises(reference.MalformedReferenceError, match="names 'z', which is not in b"):
        code_lists(parse("x.yaml", written))


def test_a_row_without_the_day_it_was_gathered_is_refused():
    head = HEAD.replace("gathered: 2026-11-01, ", "")
    with pytest.raises(reference.MalformedReferenceError, match="'gathered' is missing"):
        read_helplines(parse("x.yaml", f"{head}helplines: [{{{HELPLINE}, website: x.nl}}]"))


@pytest.mark.parametrize("written", ["P5WD", "PT24H", "P3M", "P1Y", "P4W", "P30D"])
def test_a_period_reads_back_as_it_was_written(written):
    assert str(reference.Period.parse(written)) == written


def test_a_period_that_is_none_is_refused():
    with pytest.raises(ValueError, match="'3 months' is no period"):
        reference.Period.parse("3 months")


def test_all_files_pass_their_check():
    reference.check()


def test_a_region_without_an_organisation_has_no_coordinator():
    regions = {region.code: region.has_coordinator for region in reference.regions()}
    assert (regions["twente"], regions["ijsselland"]) == (True, False)


RULE = "code: a, nl: x, en: y, source: s, certainty: low, reason: no_place, kind: law, acts: lawyer"
SCORING = "texts: [{code: a, nl: x, en: y, source: s, certainty: low}]\n"
FIGURE = "code: a, series: s, unit: people, source: t, certainty: medium"
HELPLINE = "code: a, nl: x, en: y, source: s, certainty: medium"
SIGN = (
    "id: S, nl: x, en: y, group: work, settings: [public], strength: weak, strength_child: weak,"
    " applies_to: [adults], palermo: means, ilo_dimension: none, weight_basis: ilo, source: A"
)


@pytest.mark.parametrize(
    ("read", "written", "message"),
    [
        (read_escalation_rules, f"stall_rules: [{{{RULE}}}]", "either 'after' or 'before'"),
        (
            read_escalation_rules,
            f"stall_rules: [{{{RULE}, after: soon}}]",
            "'soon' is no period",
        ),
        (
            read_escalation_rules,
            f"stall_rules: [{{{RULE}, after: P1D, also_told: [mayor]}}]",
            "use codes of alarm_recipients",
        ),
        (
            read_figures,
            f"series: [{{code: s, nl: x, en: y}}]\nfigures: [{{{FIGURE}}}]",
            "give a 'value', or both 'low' and 'high'",
        ),
        (
            read_figures,
            f"series: [{{code: s, nl: x, en: y}}]\nfigures: [{{{FIGURE}, value: many}}]",
            "'value' is 'many'; give a number",
        ),
        (
            read_figures,
            f"series: [{{code: s, nl: x, en: y}}]\nfigures: [{{{FIGURE}, value: 1, year: 1.5}}]",
            "give a whole number",
        ),
        (
            read_helplines,
            f"helplines: [{{{HELPLINE}}}]",
            "give a 'number' or a 'website'",
        ),
        (
            read_indicators,
            f"sources: {{A: b}}\nindicators: [{{{SIGN}, forms: [magic]}}]",
            "'forms' is ..magic..; expected some of",
        ),
        (
            read_indicators,
            f"sources: {{A: b}}\nindicators: [{{{SIGN}, forms: [all], urgent: maybe}}]",
            "give true or false",
        ),
        (
            read_indicators,
            f"sources: {{A: b}}\nindicators: [{{{SIGN}, forms: all}}]",
            "give a list of texts",
        ),
        (
            read_scoring,
            f"{SCORING}dimension_positive_if: [{{strong: 1}}]",
            "one sign alone never makes a pattern",
        ),
        (
            read_retention_rules,
            "retention: [{code: a, nl: x, en: y, keeper: k, source: s, certainty: low}]",
            "'period' is missing",
        ),
        (read_deadlines, "terms: []", "section 'deadlines' is missing"),
        (read_deadlines, "deadlines: [P3M]", "row 1: expected a mapping"),
    ],
)
def test_a_malformed_rule_or_fact_is_refused_with_the_reason(read, written, message):
    with pytest.raises(reference.MalformedReferenceError, match=message):
        read(parse("x.yaml", HEAD + written))


@pytest.mark.parametrize(
    ("written", "message"),
    [("a: [", "not valid YAML"), ("- a", "expected sections at the top level")],
)
def test_a_file_that_is_no_reference_file_is_refused(written, message):
    with pytest.raises(reference.MalformedReferenceError, match=message):
        parse("x.yaml", written)
