# SPDX-License-Identifier: EUPL-1.2
"""An installation or a region puts a row of its own in the place of ours, from its day on."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from ketenzicht import reference
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.terms import term_end
from ketenzicht.reference import OwnRow, catalogue
from ketenzicht.reference.documents import load_file
from ketenzicht.reference.own_rows import rows_in

SAID = {
    "source": "Besluit van het bestuur",
    "certainty": "medium",
    "kind": "default",
    "gathered": date(2026, 11, 30),
    "look_again": date(2027, 11, 30),
    "set_by": "CoMensha",
}
GRANT = {"code": "grant", "nl": "Delen", "en": "Sharing", "length": "P30D", **SAID}
GRANT["any_day"] = "A choice of the installation."
FROM_JANUARY = OwnRow(
    part="deadlines", section="deadlines", row={**GRANT, "valid_from": date(2027, 1, 1)}
)
LINE = {"code": "nla", "nl": "Inspectie", "en": "Inspectorate", "number": "0800-1", "for": ["all"]}


@pytest.fixture(autouse=True)
def without_own_rows() -> Iterator[None]:
    yield
    reference.put(())


def test_a_new_version_counts_from_its_day_and_what_began_before_keeps_its_term():
    reference.put([FROM_JANUARY])
    began = [
        datetime(2026, 12, 31, 9, tzinfo=AMSTERDAM),
        datetime(2027, 1, 1, 9, tzinfo=AMSTERDAM),
    ]
    days = [round((term_end("grant", at) - at).total_seconds() / 86400) for at in began]
    assert days == [90, 30]
    versions = [rule.version for rule in reference.deadlines() if rule.code == "grant"]
    assert versions == ["grant", "grant@2027-01-01"]
    assert reference.deadline_named("grant").valid_to == date(2026, 12, 31)
    assert reference.deadline("grant", date(2027, 1, 1)).claim.set_by == "CoMensha"


def test_ours_is_back_when_the_row_is_taken_away():
    reference.put([FROM_JANUARY])
    reference.put(())
    assert str(reference.deadline("grant", date(2027, 1, 1)).length) == "P90D"


def test_a_region_has_a_row_of_its_own_and_the_others_keep_the_general_one():
    row = {**GRANT, "in_region": "utrecht", "valid_from": date(2027, 1, 1)}
    reference.put([OwnRow(part="deadlines", section="deadlines", row=row)])
    day = date(2027, 1, 2)
    lengths = [str(reference.deadline("grant", day, at).length) for at in ("utrecht", "gooi", "")]
    assert lengths == ["P30D", "P90D", "P90D"]


def test_a_telephone_number_changes_from_its_day():
    row = {**LINE, **SAID, "valid_from": date(2027, 1, 1)}
    reference.put([OwnRow(part="helplines", section="helplines", row=row)])
    numbers = [
        next(line.number for line in reference.helplines(day) if line.code == "nla")
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert numbers == ["0800-5151", "0800-1"]


def test_a_list_gets_a_new_code_from_a_day():
    row = {"code": "ernst", "nl": "Ernstig", "en": "Severe", **SAID, "valid_from": date(2027, 1, 1)}
    reference.put([OwnRow(part="person", section="genders", row=row)])
    assert "ernst" in {code.code for code in reference.codes("genders", date(2027, 1, 1))}
    assert "ernst" not in {code.code for code in reference.codes("genders", date(2026, 12, 31))}


def test_somebody_who_looked_again_changes_no_version():
    look = {
        "code": "grant",
        "look_again": date(2028, 1, 1),
        "certainty": "high",
        "confirmed": {
            "organisation": "Moviera",
            "role": "zorgcoördinator",
            "day": date(2026, 12, 1),
        },
    }
    reference.put([OwnRow(part="deadlines", section="deadlines", row=look, is_look=True)])
    rule = reference.deadline("grant", date(2026, 12, 1))
    assert (rule.version, str(rule.length)) == ("grant", "P90D")
    assert rule.claim.confirmed.organisation == "Moviera"
    assert rule.claim.look_again == date(2028, 1, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"length": "soon"}, "'soon' is no period"),
        ({"certainty": "high"}, "nobody confirmed it"),
        ({"colour": "red"}, "unknown key colour"),
    ],
)
def test_a_row_that_says_the_wrong_thing_is_refused_before_anything_changes(row, problem):
    wrong = OwnRow(
        part="deadlines",
        section="deadlines",
        row={**GRANT, "valid_from": date(2027, 1, 1), **row},
    )
    with pytest.raises(reference.MalformedReferenceError, match=problem):
        catalogue.check_with([wrong])
    assert str(reference.deadline("grant", date(2027, 1, 1)).length) == "P90D"


def test_a_look_at_a_version_that_is_not_there_is_refused():
    look = OwnRow(
        part="deadlines",
        section="deadlines",
        row={"code": "grant", "look_again": date(2028, 1, 1)},
        is_look=True,
        look_at=date(2020, 1, 1),
    )
    with pytest.raises(reference.MalformedReferenceError, match="no such version"):
        catalogue.check_with([look])


PROTECTING = [
    ("thresholds", "shown_group", "amount", 9, 12),
    ("thresholds", "narrowest_bounds", "amount", 2, 5),
    ("deadlines", "break_glass", "length", "PT2H", "PT1H"),
    ("deadlines", "break_glass_review", "length", "P4D", "PT48H"),
    ("deadlines", "grant_longest", "length", "P13M", "P6M"),
    ("retention", "audit_log", "period", "P59M", "P6Y"),
]


def in_place_of(part: str, code: str, **changed: object) -> OwnRow:
    row = next(row for row in rows_in(load_file(f"{part}.yaml"), part) if row["code"] == code)
    row = {**row, **SAID, "valid_from": date(2027, 1, 1), **changed}
    return OwnRow(part=part, section=part, row=row)


@pytest.mark.parametrize(("part", "code", "key", "weaker", "stronger"), PROTECTING)
def test_what_protects_people_can_be_made_stronger_and_never_weaker(
    part, code, key, weaker, stronger
):
    catalogue.check_with([in_place_of(part, code, **{key: stronger})])
    with pytest.raises(reference.MalformedReferenceError, match="this protects people"):
        catalogue.check_with([in_place_of(part, code, **{key: weaker})])


@pytest.mark.parametrize("bound", [{"never_below": 1}, {"never_longer": "P9Y"}])
def test_nobody_moves_the_bound_itself(bound):
    with pytest.raises(reference.MalformedReferenceError, match="not for an installation"):
        catalogue.check_with([in_place_of("thresholds", "shown_group", **bound)])


def test_a_look_changes_nothing_of_what_a_version_claims():
    row = {"code": "grant", "look_again": date(2028, 1, 1)}
    look = OwnRow(part="deadlines", section="deadlines", row=row, is_look=True)
    catalogue.check_with([look])
    for strange in ({"length": "P9Y"}, {"valid_to": date(2027, 1, 1)}, {"kind": "law"}):
        changed = OwnRow(
            part="deadlines", section="deadlines", row={**row, **strange}, is_look=True
        )
        with pytest.raises(reference.MalformedReferenceError, match="a look does not change"):
            catalogue.check_with([changed])
