# SPDX-License-Identifier: EUPL-1.2
"""A rule is changed by adding a version; what began under the older one keeps its term."""

from datetime import date, datetime

import pytest

from ketenzicht import reference
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.terms import late_since, term_end
from ketenzicht.reference import Pressing, rules
from ketenzicht.reference.dated import in_force
from ketenzicht.reference.documents import parse
from ketenzicht.reference.rules import read_deadlines, read_regional_patience, read_thresholds

HEAD = "defaults: {gathered: 2026-11-01, look_again: 2027-11-01, kind: practice}\n"
ROW = "code: grant, nl: Delen, en: Sharing, kind: law, source: s, certainty: medium"
TODAY = date(2026, 11, 18)


def deadlines(*versions: str) -> tuple[reference.Deadline, ...]:
    rows = "".join(f"  - {{{ROW}, {each}}}\n" for each in versions)
    return read_deadlines(parse("x.yaml", f"{HEAD}deadlines:\n{rows}"))


def test_the_version_that_holds_on_the_day_counts():
    rules = deadlines("length: P90D, valid_to: 2026-12-31", "length: P30D, valid_from: 2027-01-01")
    found = [
        str(in_force(rules, "grant", day).length) for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert found == ["P90D", "P30D"]
    assert [rule.version for rule in rules] == ["grant", "grant@2027-01-01"]


@pytest.mark.parametrize(
    "second",
    [
        "length: P30D",
        "length: P30D, valid_from: 2026-12-31",
        "length: P30D, valid_to: 2020-01-01",
    ],
)
def test_two_versions_that_hold_on_the_same_day_are_refused(second: str):
    with pytest.raises(reference.MalformedReferenceError, match="end the older one"):
        deadlines("length: P90D, valid_to: 2026-12-31", second)


def test_a_day_on_which_no_version_holds_is_named():
    rules = deadlines("length: P90D, valid_from: 2026-12-31")
    with pytest.raises(LookupError, match="no rule 'grant' holds on 2026-12-30"):
        in_force(rules, "grant", date(2026, 12, 30))


@pytest.mark.parametrize("amount", ["", "amount: 0", "amount: 2.5"])
def test_a_threshold_is_a_whole_number_from_one(amount: str):
    row = f"{ROW}, {amount}" if amount else ROW
    written = f"{HEAD}thresholds:\n  - {{{row}}}\n"
    with pytest.raises(reference.MalformedReferenceError, match="whole number"):
        read_thresholds(parse("x.yaml", written))


def test_every_dated_rule_says_where_it_comes_from_and_how_sure_that_is():
    rules = (
        *reference.escalation_rules(),
        *reference.deadlines(),
        *reference.retention_rules(),
        *reference.thresholds(),
    )
    assert [
        rule.code for rule in rules if not (rule.source and rule.certainty and rule.claim.kind)
    ] == []
    assert [rule.code for rule in rules if not rule.holds_on(TODAY)] == []


def test_an_offer_of_friday_afternoon_waits_two_working_days_or_four_hours():
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=AMSTERDAM)
    assert late_since("referral_not_accepted", friday) == datetime(
        2026, 11, 24, 16, 0, tzinfo=AMSTERDAM
    )
    assert late_since("referral_not_accepted", friday, pressing=Pressing.ACUTE) == datetime(
        2026, 11, 20, 20, 0, tzinfo=AMSTERDAM
    )


def test_a_rule_without_a_term_of_its_own_for_danger_keeps_the_ordinary_one():
    monday = datetime(2026, 11, 16, 9, 0, tzinfo=AMSTERDAM)
    assert late_since("bed_only", monday, pressing=Pressing.ACUTE) == late_since("bed_only", monday)


def test_a_rule_that_counts_back_from_a_date_has_no_length_of_waiting():
    with pytest.raises(LookupError, match="counts back from a date"):
        late_since("turning_18", datetime(2026, 11, 16, 9, 0, tzinfo=AMSTERDAM))


def test_break_glass_lasts_an_hour_and_is_judged_within_three_days():
    began = datetime(2026, 11, 16, 9, 0, tzinfo=AMSTERDAM)
    ends = [term_end(code, began) for code in ("break_glass", "break_glass_review")]
    assert [str(end - began) for end in ends] == ["1:00:00", "3 days, 0:00:00"]


def test_the_numbers_of_the_chain():
    assert {
        rule.code: reference.threshold(rule.code, TODAY) for rule in reference.thresholds()
    } == {
        "shredded_again": 25,
        "refused_hand_overs": 2,
        "failed_referrals": 2,
        "shown_group": 10,
        "narrowest_bounds": 3,
        "adult": 18,
        "refused_mails": 6,
        "unsent_mails": 6,
        "reports_per_connection": 20,
        "reports_per_connection_most": 300,
    }


RULES = """defaults: {gathered: 2026-11-01, look_again: 2027-11-01, kind: practice}
stall_rules:
  - {code: bed_only, nl: Bed, en: Bed, reason: no_support, after: P7D, acts: care_coordination,
     also_told: [], kind: default, source: s, certainty: low}
  - {code: turning_18, nl: Achttien, en: Eighteen, reason: turning_18, before: [P90D],
     acts: guardian, also_told: [], kind: law, source: s, certainty: medium}
regional_patience:
"""
REGION = "code: bed_only, region: den_haag_hm, source: Regiotafel, certainty: medium"


def patience(*rows: str) -> tuple[reference.RegionalPatience, ...]:
    said = "".join(f"  - {{{row}}}\n" for row in rows)
    return read_regional_patience(parse("x.yaml", RULES + said))


def test_a_region_waits_by_its_own_patience_from_its_day_on(monkeypatch: pytest.MonkeyPatch):
    found = patience(f"{REGION}, after: P3D, after_acute: P1D, valid_from: 2026-11-16")
    monkeypatch.setattr(rules, "regional_patience", lambda: found)
    days = {
        (began.day, region, pressing): (
            late_since("bed_only", began, region=region, pressing=pressing) - began
        ).days
        for began in (
            datetime(2026, 11, 15, 9, 0, tzinfo=AMSTERDAM),
            datetime(2026, 11, 16, 9, 0, tzinfo=AMSTERDAM),
        )
        for region in ("den_haag_hm", "utrecht", "")
        for pressing in (Pressing.ORDINARY, Pressing.ACUTE)
    }
    own = {key: number for key, number in days.items() if number != 7}
    assert own == {
        (16, "den_haag_hm", Pressing.ORDINARY): 3,
        (16, "den_haag_hm", Pressing.ACUTE): 1,
    }
    rule = reference.escalation_rule("bed_only", date(2026, 11, 16), "den_haag_hm")
    assert (rule.source, rule.reason) == ("Regiotafel", "no_support")


def test_no_region_has_a_patience_of_its_own_yet():
    assert reference.regional_patience() == ()


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((f"{REGION}, before: [P3D]",), "the clock that the rule itself has"),
        ((REGION.replace("bed_only", "turning_18") + ", after: P3D",), "the rule itself has"),
        ((f"{REGION}, after: P3D", f"{REGION}, after: P4D"), "end the older one"),
        ((REGION.replace("bed_only", "bed") + ", after: P3D",), "'code' is 'bed'"),
        ((REGION.replace("den_haag_hm", "nergens") + ", after: P3D",), "'region' is 'nergens'"),
    ],
)
def test_a_regional_row_that_cannot_hold_is_refused(rows: tuple[str, ...], problem: str):
    with pytest.raises(reference.MalformedReferenceError, match=problem):
        patience(*rows)
