# SPDX-License-Identifier: EUPL-1.2
"""The course of a case: contacts, places, hand-overs, disputes, stalls and the end.

A course is decided by a row of draws, so that it depends on nothing but the world and its block.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ketenzicht.world.chain import coordinator, other_regions
from ketenzicht.world.events import (
    Answer,
    CaseClosed,
    CaseOpened,
    ContactMade,
    DisputeOpened,
    DisputeResolved,
    EscalationBegan,
    EscalationEnded,
    Event,
    NoteWritten,
    PlacementAsked,
    PlacementMade,
    TransferAnswered,
    TransferExpired,
    TransferOffered,
)
from ketenzicht.world.identifiers import office_hours
from ketenzicht.world.profile import profile

DRAWS = 192
ANSWER_WITHIN = 2
SATURDAY = 5
_NOTES = (
    "Gesproken over wat nu nodig is. Eerst rust en een veilige plek.",
    "Samen gebeld met de huisarts. Afspraak staat.",
    "Wil nu niet naar de politie. Weet dat dit later ook kan.",
    "Tolk geregeld voor het volgende gesprek.",
    "Slaapt slecht. Aangemeld voor hulp, er is een wachtlijst.",
    "Vraagt naar werk. Plan gemaakt voor taalles.",
    "Gemeente gebeld over een briefadres. Antwoord volgt.",
    "Advocaat gesproken over de vervolgstappen.",
)
_CHANNELS = ("visit", "phone", "message", "office")
_ADULT_PLACES = ("emergency", "cosm", "vo", "mannen", "mo", "omm")
_YOUTH_PLACES = ("emergency", "youth_specialised", "youth_regular")
_RULES = (
    "no_postal_address",
    "no_income",
    "no_health_insurance",
    "bed_only",
    "no_contact",
)
_REFUSALS = ("no_capacity", "wrong_region", "wrong_help", "safety", "person_declines", "incomplete")
_REASONS = (
    "goals_met", "goals_met", "goals_met", "client_stopped", "lost_contact", "returned",
    "handed_other_org", "relapse", "not_trafficking",
)  # fmt: skip
_OUTCOMES = ("stable_home", "income", "work", "education", "treatment", "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a course begins with."""

    opened: CaseOpened
    minor: bool
    foreign: bool
    until: datetime
    transfers: list[str]
    dispute: str
    placement: str


@dataclass(slots=True)
class _Course:
    """One case under way; draws are used up in order."""

    start: Start
    draws: Iterator[float]
    closes: datetime
    holders: list[tuple[datetime, str]]
    events: list[Event] = field(default_factory=list)

    @property
    def case(self) -> str:
        return self.start.opened.case

    @property
    def end(self) -> datetime:
        return min(self.closes, self.start.until)

    @property
    def opened_at(self) -> datetime:
        return self.start.opened.at

    def later(self, at: datetime, low: int, high: int) -> datetime:
        """A moment in office hours, about this many days on, never before what it follows."""
        days = low + int(next(self.draws) * (high - low + 1))
        day = _working_day(at.replace(hour=0, minute=0, second=0) + timedelta(days=days))
        part = timedelta(seconds=int(86_400 * office_hours(next(self.draws))))
        return max(day + part, at + timedelta(minutes=20))

    def chance(self, share: float) -> bool:
        return next(self.draws) < share

    def one_of(self, choices: tuple[str, ...]) -> str:
        return choices[int(next(self.draws) * len(choices))]

    def holder_at(self, at: datetime) -> str:
        return next(holder for since, holder in reversed(self.holders) if since <= at)

    def before_end(self, at: datetime) -> datetime:
        """What is still open is rounded off before a case closes."""
        return min(at, self.closes - timedelta(hours=1))

    def add(self, event: Event) -> None:
        """Keep what happens before the end; nothing happens to a closed case."""
        if event.at < self.end:
            self.events.append(event)


def _working_day(day: datetime) -> datetime:
    """The day itself, or the Monday after a weekend; holidays are left to the platform."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def _working_days_after(at: datetime, days: int) -> datetime:
    for _ in range(days):
        at = _working_day(at + timedelta(days=1))
    return at


def course(start: Start, draws: Iterator[float]) -> list[Event]:
    """Let one case run from its opening to its end or to today."""
    opened = start.opened
    run = _Course(start, draws, opened.at, [(opened.at, opened.holder)])
    run.closes = run.later(opened.at, 40, 40 + int(420 * next(draws) ** 1.5))
    run.events.append(opened)
    _transfers(run)
    _contacts(run)
    _placement(run)
    _dispute(run)
    _escalation(run)
    if run.closes < start.until:
        run.events.append(_closing(run, run.closes))
    return run.events


def _contacts(run: _Course) -> None:
    at = run.opened_at
    for _ in range(2 + int(next(run.draws) * 7)):
        at = run.later(at, 1, 16)
        by = run.holder_at(at)
        following = (at + timedelta(days=14)).date()
        channel = run.one_of(_CHANNELS)
        run.add(ContactMade(at=at, case=run.case, by=by, channel=channel, next_contact=following))
        if run.chance(0.6):
            words = run.one_of(_NOTES)
            run.add(NoteWritten(at=at + timedelta(minutes=20), case=run.case, by=by, words=words))


def _placement(run: _Course) -> None:
    if not run.chance(0.55):
        return
    at = run.later(run.opened_at, 0, 4)
    kind = run.one_of(_YOUTH_PLACES if run.start.minor else _ADULT_PLACES)
    name = run.start.placement
    by = run.holder_at(at)
    run.add(PlacementAsked(at=at, placement=name, case=run.case, by=by, shelter_type=kind))
    found = run.before_end(run.later(at, 0, 8))
    if found - at > timedelta(days=1):
        run.add(EscalationBegan(at=at + timedelta(days=1), case=run.case, rule="no_safe_bed"))
        run.add(EscalationEnded(at=found, case=run.case, rule="no_safe_bed"))
    place = f"plek-{int(next(run.draws) * 400):03d}"
    run.add(PlacementMade(at=found, placement=name, case=run.case, place=place))


def _transfers(run: _Course) -> None:
    """Offer the case, perhaps again, until somebody says yes; silence expires and is noticed."""
    if not run.chance(0.32):
        return
    at = run.later(run.opened_at, 6, 80)
    for name in run.start.transfers:
        at = _transfer(run, name, at)
        if len(run.holders) > 1 or not run.chance(0.75):
            return
        at = run.later(at, 3, 15)


def _transfer(run: _Course, name: str, at: datetime) -> datetime:
    receiver = _receiver(run)
    answer_by = _working_days_after(at, ANSWER_WITHIN)
    ends, answered = next(run.draws), run.later(at, 0, 1)
    if answer_by >= run.end:  # a case does not close while somebody is still to answer
        return answer_by
    sender = run.holder_at(at)
    run.add(
        TransferOffered(
            at=at,
            transfer=name,
            case=run.case,
            sender=sender,
            receiver=receiver,
            answer_by=answer_by,
        )
    )
    if ends < 0.58:
        run.holders.append((answered, receiver))
        said, refusal = Answer.ACCEPTED, None
    elif ends < 0.80:
        said, refusal = Answer.REFUSED, run.one_of(_REFUSALS)
    else:
        return _silence(run, name, answer_by)
    run.add(
        TransferAnswered(at=answered, transfer=name, case=run.case, answer=said, refusal=refusal)
    )
    return answered


def _silence(run: _Course, name: str, answer_by: datetime) -> datetime:
    run.add(TransferExpired(at=answer_by, transfer=name, case=run.case))
    over = run.before_end(run.later(answer_by, 1, 3))
    run.add(EscalationBegan(at=answer_by, case=run.case, rule="referral_not_accepted"))
    run.add(EscalationEnded(at=over, case=run.case, rule="referral_not_accepted"))
    return over


def _receiver(run: _Course) -> str:
    region = run.start.opened.region
    kind = next(run.draws)
    if run.start.minor and kind < 0.5:
        return f"youth-{region}"
    if kind < 0.75:
        return coordinator(run.one_of(other_regions(region)))
    return f"shelter-{region}"


def _dispute(run: _Course) -> None:
    if not run.chance(0.16):
        return
    here = run.start.opened.municipality
    elsewhere = run.one_of(_other_municipalities(here))
    at = run.later(run.opened_at, 2, 30)
    resolved = run.before_end(run.later(at, 2, 70))
    name, case, both = run.start.dispute, run.case, (here, elsewhere)
    run.add(DisputeOpened(at=at, dispute=name, case=case, between=both, interim_payer=here))
    for days, rule in ((7, "dispute_open"), (14, "dispute_open_2"), (28, "dispute_open_3")):
        if at + timedelta(days=days) < resolved:
            run.add(EscalationBegan(at=at + timedelta(days=days), case=case, rule=rule))
            run.add(EscalationEnded(at=resolved, case=case, rule=rule))
    payer = run.one_of(both)
    run.add(DisputeResolved(at=resolved, dispute=name, case=case, payer=payer))


def _other_municipalities(here: str) -> tuple[str, ...]:
    return tuple(place.code for place in profile().places if place.code != here)


def _escalation(run: _Course) -> None:
    if not run.chance(0.35):
        return
    rule = run.one_of(_RULES)
    at = run.later(run.opened_at, 14, 35)
    run.add(EscalationBegan(at=at, case=run.case, rule=rule))
    over = run.before_end(run.later(at, 1, 30))
    run.add(EscalationEnded(at=over, case=run.case, rule=rule))


def _closing(run: _Course, at: datetime) -> CaseClosed:
    reason = run.one_of(_REASONS)
    if reason == "returned" and not run.start.foreign:
        reason = "client_stopped"
    reached = tuple(each for each in _OUTCOMES if run.chance(0.45))
    outcomes = reached if reason == "goals_met" else ()
    return CaseClosed(at=at, case=run.case, reason=reason, outcomes=outcomes)
