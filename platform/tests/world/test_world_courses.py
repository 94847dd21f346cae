# SPDX-License-Identifier: EUPL-1.2
"""Cases of the simulated world keep the rules that the platform will hold them to."""

from collections import Counter, defaultdict

import pytest

from ketenzicht import reference
from ketenzicht.world import organisations
from ketenzicht.world.events import (
    Answer,
    CaseClosed,
    CaseOpened,
    ContactMade,
    DisputeOpened,
    DisputeResolved,
    EscalationBegan,
    EscalationEnded,
    PlacementAsked,
    PlacementMade,
    RegisterEntered,
    ReportAssessed,
    ReportReceived,
    TransferAnswered,
    TransferExpired,
    TransferOffered,
)


def of(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


@pytest.fixture(scope="module")
def by_case(events):
    cases = defaultdict(list)
    for event in events:
        if getattr(event, "case", None) and not isinstance(event, ReportAssessed):
            cases[event.case].append(event)
    return cases


def test_every_case_begins_with_its_opening_and_nothing_follows_its_end(by_case):
    assert len(by_case) > 300
    for course in by_case.values():
        assert isinstance(course[0], CaseOpened)
        assert [isinstance(e, CaseClosed) for e in course[:-1]] == [False] * (len(course) - 1)
        assert len(of(course, CaseOpened)) == 1


def test_only_the_holder_offers_and_only_yes_moves_the_case(by_case):
    answers = Counter()
    for course in by_case.values():
        holder, receiver, answer_by = course[0].holder, None, None
        for event in course:
            match event:
                case TransferOffered():
                    assert (receiver, event.sender) == (None, holder)
                    assert event.receiver != holder
                    receiver, answer_by = event.receiver, event.answer_by
                case TransferAnswered():
                    assert receiver is not None
                    assert event.at < answer_by
                    holder = receiver if event.answer is Answer.ACCEPTED else holder
                    receiver = None
                    answers[event.answer] += 1
                case TransferExpired():
                    assert event.at == answer_by
                    receiver = None
                    answers["expired"] += 1
                case ContactMade():
                    assert event.by == holder
                case CaseClosed():
                    assert receiver is None
    assert set(answers) == {Answer.ACCEPTED, Answer.REFUSED, "expired"}


def test_nobody_is_called_in_the_weekend_and_an_answer_has_two_working_days(events):
    worked = of(events, ContactMade, TransferOffered)
    assert {event.at.weekday() for event in worked} == {0, 1, 2, 3, 4}
    given = Counter(
        (e.at.weekday(), (e.answer_by - e.at).days) for e in of(events, TransferOffered)
    )
    assert set(given) == {(0, 2), (1, 2), (2, 2), (3, 4), (4, 4)}


def test_a_refusal_has_a_reason_and_a_yes_has_none(events):
    answered = of(events, TransferAnswered)
    known = reference.known("transfer_refusals")
    assert all((e.refusal in known) == (e.answer is Answer.REFUSED) for e in answered)


def test_what_begins_in_a_case_ends_before_the_case_does(by_case):
    pairs = (
        (DisputeOpened, DisputeResolved, "dispute"),
        (PlacementAsked, PlacementMade, "placement"),
        (EscalationBegan, EscalationEnded, "rule"),
    )
    for course in by_case.values():
        if isinstance(course[-1], CaseClosed):
            for begins, ends, name in pairs:
                begun = Counter(getattr(e, name) for e in of(course, begins))
                assert begun == Counter(getattr(e, name) for e in of(course, ends))


def test_a_dispute_names_an_interim_payer_at_once(events):
    disputes = of(events, DisputeOpened)
    assert len(disputes) > 30
    assert all(e.interim_payer in e.between and len(set(e.between)) == 2 for e in disputes)


def test_all_regions_and_years_have_cases_and_reports(world, events):
    regions = {region.code for region in reference.regions()}
    assert {e.region for e in of(events, CaseOpened)} == regions
    assert {e.at.year for e in of(events, ReportReceived)} == set(world.calendar_years)


CODES = {
    ReportReceived: {
        "reporter_type": "reporter_types",
        "subject": "signal_subjects",
        "setting": "indicator_settings",
        "region": "care_coordination_regions",
        "urgency": "urgency",
    },
    ReportAssessed: {"outcome": "signal_states"},
    CaseOpened: {"form": "exploitation_forms", "risk": "risk_levels"},
    PlacementAsked: {"shelter_type": "shelter_types"},
    RegisterEntered: {
        "list": "reporter_types",
        "outcome": "registration_track",
        "form": "exploitation_forms",
    },
    CaseClosed: {"reason": "closure_reasons"},
}


@pytest.mark.parametrize("kind", CODES, ids=lambda kind: kind.__name__)
def test_every_code_stands_in_the_reference_lists(events, kind):
    for name, listed in CODES[kind].items():
        assert {getattr(event, name) for event in of(events, kind)} <= reference.known(listed)


def test_stalls_follow_rules_and_signs_stand_on_the_card(events):
    rules = {rule.code for rule in reference.escalation_rules()}
    assert {e.rule for e in of(events, EscalationBegan)} <= rules
    card = {sign.code for sign in reference.indicators()}
    assert {sign for e in of(events, ReportReceived) for sign in e.signs} <= card


def test_signs_are_ticked_once_and_fit_the_setting(events):
    settings = {sign.code: sign.settings for sign in reference.indicators()}
    for report in of(events, ReportReceived):
        assert len(set(report.signs)) == len(report.signs) >= 1
        assert all(report.setting in settings[s] or s == "SIG-020" for s in report.signs)


def test_everybody_who_acts_is_an_organisation_of_the_chain(events):
    known = {organisation.code for organisation in organisations()}
    acting = {e.organisation for e in of(events, RegisterEntered)}
    acting |= {e.holder for e in of(events, CaseOpened)}
    acting |= {name for e in of(events, TransferOffered) for name in (e.sender, e.receiver)}
    assert acting <= known
    assert {o.type for o in organisations()} <= reference.known("organisation_types")


def test_a_report_is_assessed_after_it_came_in_and_joined_with_an_earlier_one(events):
    received = {e.report: e for e in of(events, ReportReceived)}
    joined = 0
    for assessed in of(events, ReportAssessed):
        report = received[assessed.report]
        assert assessed.at > report.at
        if assessed.joined_with:
            first = received[assessed.joined_with]
            assert (first.municipality, first.address) == (report.municipality, report.address)
            assert first.at <= report.at
            joined += 1
    assert joined > 20


def test_a_case_that_came_from_a_report_says_so_on_both_sides(events):
    from_case = {e.report: e.case for e in of(events, CaseOpened) if e.report}
    from_report = {
        e.report: e.case for e in of(events, ReportAssessed) if e.outcome == "case_opened"
    }
    assert from_case == from_report
    assert len(from_case) > 20
