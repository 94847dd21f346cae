# SPDX-License-Identifier: EUPL-1.2
"""Who sees a case: on a ground, until a date, and never longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from ketenzicht.audit.models import Entry
from ketenzicht.cases import tasks
from ketenzicht.cases.care.models import Note, Wish
from ketenzicht.cases.care.services import notes
from ketenzicht.cases.file.models import BreakGlass, Case, TrackStep
from ketenzicht.cases.file.selectors.access import access_to, case_of, get_case
from ketenzicht.cases.file.selectors.labels import labels_of
from ketenzicht.cases.file.selectors.person import identity_of
from ketenzicht.cases.file.services import details, tracks
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page.case_file import case_file
from ketenzicht.cases.page.listing import cases_for, search
from ketenzicht.cases.sharing.selectors.break_glass import break_glass_without_reviewer
from ketenzicht.cases.sharing.services import blocks, break_glass, consents, grants
from ketenzicht.cases.sharing.states import ConsentState, Verdict
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.cases.shelter.selectors import address_of
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, TooMany
from ketenzicht.mail.models import Notice
from ketenzicht.vault.services import EnvelopeClosed, open_envelope
from tests.factories.accounts import make_member
from tests.factories.cases import WHY, coordinator, make_case, plan, share
from tests.factories.work import items
from tests.mailbox import addresses_told

REASON = "Zij belde dat zij in gevaar is en bij SHOP neemt niemand op."


def answer(partner, case, state, now, *, kind="help_share", recipient=None):
    consents.record_consent(
        actor=coordinator(partner),
        case_id=case.pk,
        answer=consents.Answer(
            kind=kind, state=state, recipient_id=recipient and recipient.organisation.pk
        ),
        now=now,
    )


def test_only_the_holder_finds_a_new_case(world, now):
    case = make_case(world.shop)
    assert list(cases_for(coordinator(world.shop), now)) == [case]
    assert list(cases_for(coordinator(world.moviera), now)) == []
    with pytest.raises(NotFound):
        case_of(coordinator(world.moviera), case.pk, now)


def test_a_grant_opens_its_sections_and_nothing_else(world, now):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    notes.write_note(**ground, words="Alleen voor ons")
    notes.record_wish(**ground, words="Een eigen bed")
    share(world.shop, world.shelter, case, sections=frozenset({Section.NEEDS}))
    reader = coordinator(world.shelter)
    file = case_file(reader, get_case(reader, case.pk, purpose="care", now=now), now)
    assert [wish.words for wish in file.wishes] == ["Een eigen bed"]
    assert file.moments == []
    assert list(Note.objects.for_reader(reader, now)) == []
    assert Wish.objects.for_reader(reader, now).count() == 1
    with pytest.raises(NotFound):
        identity_of(reader, file.access, now=now)


def test_a_grant_ends_by_itself(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case, days=30)
    reader = coordinator(world.shelter)
    assert case_of(reader, case.pk, now + timedelta(days=29)) == case
    with pytest.raises(NotFound):
        case_of(reader, case.pk, now + timedelta(days=30, minutes=1))


def test_the_key_of_a_grant_that_ended_is_taken_away(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case, days=30)
    later = now + timedelta(days=31)
    assert open_envelope(case.envelope_id, world.shelter.organisation.pk).id == case.envelope_id
    assert tasks.sweep(later)["ended"] == 1
    with pytest.raises(EnvelopeClosed):
        open_envelope(case.envelope_id, world.shelter.organisation.pk)
    assert open_envelope(case.envelope_id, world.shop.organisation.pk).id == case.envelope_id
    assert tasks.sweep(later)["ended"] == 0


def test_a_grant_is_never_endless(world, now):
    with pytest.raises(Refused) as refused:
        share(world.shop, world.shelter, make_case(world.shop), days=400)
    assert refused.value.field == "until"


def test_revoked_means_now(world, now):
    case = make_case(world.shop)
    grant = share(world.shop, world.shelter, case)
    grants.revoke_grant(actor=coordinator(world.shop), case_id=case.pk, grant_id=grant.pk, now=now)
    with pytest.raises(NotFound):
        case_of(coordinator(world.shelter), case.pk, now)
    with pytest.raises(EnvelopeClosed):
        open_envelope(case.envelope_id, world.shelter.organisation.pk)


def test_consent_as_a_ground_has_to_be_there(world, now):
    case = make_case(world.shop)
    with pytest.raises(Refused) as refused:
        share(world.shop, world.shelter, case, basis="consent")
    assert refused.value.field == "basis"
    answer(world.shop, case, ConsentState.GIVEN, now, recipient=world.shelter)
    assert share(world.shop, world.shelter, case, basis="consent").basis == "consent"


def test_taking_a_yes_back_ends_what_stood_on_it_and_only_that(world, now):
    case = make_case(world.shop)
    answer(world.shop, case, ConsentState.GIVEN, now)
    share(world.shop, world.shelter, case, basis="consent")
    share(world.shop, world.moviera, case, basis="care")
    answer(world.shop, case, ConsentState.WITHDRAWN, now)
    with pytest.raises(NotFound):
        case_of(coordinator(world.shelter), case.pk, now)
    assert case_of(coordinator(world.moviera), case.pk, now) == case


def test_a_no_to_the_police_keeps_the_police_out(world, now):
    case = make_case(world.shop)
    answer(world.shop, case, ConsentState.GIVEN, now)
    answer(world.shop, case, ConsentState.REFUSED, now, kind="police")
    with pytest.raises(Refused):
        share(world.shop, world.police, case, basis="consent")
    assert list(Case.objects.for_reader(world.police["investigator"], now)) == []


@pytest.mark.parametrize("already", ["", "signal_only"])
def test_a_no_to_the_police_stands_on_the_criminal_track_unless_that_runs(world, now, already):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    if already:
        tracks.move_track(**ground, track="criminal", step=already, since=now.date())
    answer = consents.Answer("police", ConsentState.REFUSED)
    consents.record_consent(**ground, answer=answer)
    rows = TrackStep.objects.whole_table(why=WHY).filter(case=case, track="criminal")
    assert [row.step for row in rows] == [already or "none"]


def test_a_colleague_can_be_kept_out(world, now):
    case = make_case(world.shop)
    colleague = make_member(world.shop.organisation, "zorgcoordinator", name="Kennis van haar")
    assert case_of(colleague, case.pk, now) == case
    block = blocks.block_member(
        actor=coordinator(world.shop), case_id=case.pk, member_id=colleague.pk, now=now
    )
    with pytest.raises(NotFound):
        case_of(colleague, case.pk, now)
    with pytest.raises(NotFound):
        break_glass.break_glass(actor=colleague, code=case.code, reason=REASON, now=now)
    blocks.lift_block(actor=coordinator(world.shop), case_id=case.pk, block_id=block.pk, now=now)
    assert case_of(colleague, case.pk, now) == case


def test_broken_glass_shows_one_case_for_an_hour_and_writes_nothing(world, now):
    case, other = make_case(world.shop), make_case(world.shop)
    plan(world.shop, case)
    reader = coordinator(world.moviera)
    break_glass.break_glass(actor=reader, code=case.code, reason=REASON, now=now)
    access = get_case(reader, case.pk, purpose="care", now=now)
    assert case_file(reader, access, now).actions[0].words == "Bellen met de huisarts"
    with pytest.raises(NotFound):
        case_of(reader, other.pk, now)
    with pytest.raises(NotAllowed):
        notes.write_note(actor=reader, case_id=case.pk, words="x", now=now)
    with pytest.raises(NotFound):
        case_of(reader, case.pk, now + timedelta(minutes=60))


def test_nobody_fishes_for_cases_by_breaking_glass(world, now):
    reader, case = coordinator(world.moviera), make_case(world.shop)
    for _ in range(break_glass.TRIES_PER_HOUR):
        with pytest.raises(NotFound):
            break_glass.break_glass(actor=reader, code="AAAA-AAAA", reason=REASON, now=now)
    with pytest.raises(TooMany):
        break_glass.break_glass(actor=reader, code=case.code, reason=REASON, now=now)
    tried = Entry.objects.filter(kind="break-glass", member_id=reader.pk)
    assert [row.outcome for row in tried] == ["no-such-case"] * break_glass.TRIES_PER_HOUR
    # The next hour starts from nothing, and so does a colleague.
    assert (
        break_glass.break_glass(
            actor=reader, code=case.code, reason=REASON, now=now + timedelta(hours=1)
        ).case
        == case
    )


def test_broken_glass_never_shows_where_somebody_stays(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    worker = coordinator(world.shelter)
    sheltering.set_whereabouts(
        actor=worker, case_id=case.pk, shelter_type="vo", address="Straat 1", now=now
    )
    assert address_of(worker, case.pk, now=now)[1] == "Straat 1"
    reader = coordinator(world.moviera)
    break_glass.break_glass(actor=reader, code=case.code, reason=REASON, now=now)
    for member in (reader, coordinator(world.shop)):
        assert list(Whereabouts.objects.for_reader(member, now)) == []
        with pytest.raises(Refused):
            address_of(member, case.pk, now=now)


def test_an_address_is_destroyed_when_somebody_leaves(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    worker = coordinator(world.shelter)
    stay = sheltering.set_whereabouts(
        actor=worker, case_id=case.pk, shelter_type="vo", address="Straat 1", now=now
    )
    sheltering.leave_place(actor=worker, case_id=case.pk, now=now)
    with pytest.raises(EnvelopeClosed):
        open_envelope(stay.envelope_id, world.shelter.organisation.pk)


def test_the_privacy_officers_hear_of_broken_glass_without_a_word_about_whom(world, now):
    case = make_case(world.shop)
    break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=REASON, now=now
    )
    told = set(addresses_told())
    assert told == {
        world.shop["privacy_officer"].user.email,
        world.moviera["privacy_officer"].user.email,
    }
    assert mail.outbox == []


def test_where_nobody_can_judge_the_administrator_hears_that_somebody_has_to(world, now):
    case, administrator = make_case(world.shop), world.shop["administrator"]
    reader = coordinator(world.moviera)
    break_glass.break_glass(actor=reader, code=case.code, reason=REASON, now=now)
    assert break_glass_without_reviewer(administrator, now) == 0
    world.shop["privacy_officer"].role_grants.update(ended=now.date())
    Notice.objects.all().delete()
    break_glass.break_glass(actor=reader, code=case.code, reason=REASON, now=now)
    told = set(addresses_told())
    assert administrator.user.email in told
    (line,) = [item for item in items(administrator, now) if item.url.endswith("/mensen/")]
    assert case.code not in line.sentence
    # It is no matter of an organisation that neither broke the glass nor holds the case.
    assert break_glass_without_reviewer(world.shelter["administrator"], now) == 0


def test_glass_nobody_judged_in_time_is_told_once_to_who_appoints_the_judges(world, now):
    case = make_case(world.shop)
    broken = break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=REASON, now=now
    )
    Notice.objects.all().delete()
    assert tasks.sweep(broken.review_due - timedelta(minutes=1))["unjudged"] == 0
    assert [tasks.sweep(broken.review_due)["unjudged"] for _ in range(2)] == [1, 0]
    told = set(addresses_told("access-reviewed"))
    assert told == {
        organisation[role].user.email
        for organisation in (world.shop, world.moviera)
        for role in ("privacy_officer", "administrator")
    }


def test_glass_that_was_judged_is_not_told_again(world, now):
    case = make_case(world.shop)
    broken = break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=REASON, now=now
    )
    break_glass.review_break_glass(
        actor=world.shop["privacy_officer"],
        break_glass_id=broken.pk,
        verdict=Verdict.JUSTIFIED,
        now=now,
    )
    assert tasks.sweep(broken.review_due)["unjudged"] == 0


def test_nobody_judges_their_own_broken_glass(world, now):
    case = make_case(world.shop)
    both = make_member(
        world.moviera.organisation, "zorgcoordinator", "privacy_officer", name="Beide rollen"
    )
    broken = break_glass.break_glass(actor=both, code=case.code, reason=REASON, now=now)
    with pytest.raises(Refused):
        break_glass.review_break_glass(
            actor=both, break_glass_id=broken.pk, verdict=Verdict.JUSTIFIED, now=now
        )
    break_glass.review_break_glass(
        actor=world.shop["privacy_officer"],
        break_glass_id=broken.pk,
        verdict=Verdict.JUSTIFIED,
        now=now,
    )
    rows = BreakGlass.objects.whole_table(why=WHY)
    assert rows.get(pk=broken.pk).reviewed_by == world.shop["privacy_officer"]


def test_search_finds_own_words_and_codes_and_nobody_elses(world, now):
    case = make_case(world.shop)
    mine, theirs = coordinator(world.shop), coordinator(world.shelter)
    details.set_label(actor=mine, case_id=case.pk, words="Kas komkommer", now=now)
    share(world.shop, world.shelter, case)
    found = cases_for(theirs, now)
    assert labels_of(theirs, [case.pk], now) == {}
    assert list(search(theirs, found, "komkommer")) == []
    assert list(search(theirs, found, case.code[:4].lower())) == [case]
    assert list(search(mine, cases_for(mine, now), "KOMKOMMER")) == [case]


def test_the_row_and_the_list_agree_for_every_member(world, now):
    cases = [make_case(world.shop), make_case(world.moviera), make_case(world.comensha)]
    share(world.shop, world.shelter, cases[0])
    share(world.moviera, world.shop, cases[1])
    break_glass.break_glass(
        actor=coordinator(world.moviera), code=cases[2].code, reason=REASON, now=now
    )
    for member in world.members:
        listed = set(Case.objects.for_reader(member, now))
        assert listed == {case for case in cases if opens(member, case, now)}


def opens(member, case, now) -> bool:
    blocked_or_none = Case.objects.for_reader(member, now).filter(pk=case.pk).first()
    if blocked_or_none is None:
        with pytest.raises(NotFound):
            access_to(case, member, now)
        return False
    return access_to(case, member, now).case == case
