# SPDX-License-Identifier: EUPL-1.2
"""The states of a report and of its referral, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ReportState(StrEnum):
    """Where a report stands; the codes of `signal_states`."""

    NEW = "new"
    TRIAGE = "triage"
    ADVICE_ONLY = "advice_only"
    ENRICHED = "enriched"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CASE_OPENED = "case_opened"
    INVESTIGATION = "investigation"
    DUPLICATE = "duplicate"
    NOT_TRAFFICKING = "not_trafficking"
    CLOSED = "closed"


class ReferralState(StrEnum):
    """Where an offer to another organisation stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Urgency(StrEnum):
    """How soon somebody has to act; the codes of `urgency`, most urgent first."""

    NOW = "u1_now"
    TODAY = "u2_today"
    DAYS = "u3_days"
    INFORMATION = "u4_info"


#: Somebody acts now or today, and hears of it at once.
ACUTE = frozenset({Urgency.NOW, Urgency.TODAY})


class Wish(StrEnum):
    """What the reporter came for."""

    REPORT = "report"
    ADVICE = "advice"
    HELP = "help"

    @property
    def advice(self) -> bool:
        return self is Wish.ADVICE

    @property
    def help(self) -> bool:
        return self is Wish.HELP


class Haste(StrEnum):
    """What the reporter says about time; the coordinator decides the urgency."""

    NOW = "now"
    TODAY = "today"
    LATER = "later"
    UNKNOWN = "unknown"


class MessageKind(StrEnum):
    """What a message in the talk with the reporter is for."""

    ADVICE = "advice"
    ANSWER = "answer"
    FEEDBACK = "feedback"
    QUESTION = "question"


class RefusalReason(StrEnum):
    """Why an organisation does not take a report on."""

    NO_CAPACITY = "no_capacity"
    NOT_OUR_TASK = "not_our_task"
    OTHER_REGION = "other_region"
    TOO_LITTLE = "too_little"


class Silence(StrEnum):
    """The only reasons to close a report without an answer to whoever made it."""

    ASKED_FOR_NONE = "asked_for_none"
    DANGER = "danger"
    INVESTIGATION = "investigation"


class StepKind(StrEnum):
    """What happened to a report, for its timeline; the codes of rows that stand."""

    ADVISED = "advised"
    ASKED = "asked"
    ASSESSED = "assessed"
    CASE_OPENED = "case_opened"
    CLOSED = "closed"
    ESCALATED = "escalated"
    FED_BACK = "fed_back"
    JOINED = "joined"
    MOVED = "moved"
    NOTED = "noted"
    NOT_TRAFFICKING = "not_trafficking"
    RECEIVED = "received"
    REFERRAL_ACCEPTED = "forward_accepted"
    REFERRAL_EXPIRED = "forward_expired"
    REFERRAL_REFUSED = "forward_refused"
    REFERRAL_WITHDRAWN = "forward_withdrawn"
    REFERRED = "forwarded"
    REOPENED = "reopened"
    REPORTER_WROTE = "reporter_wrote"
    SPLIT = "split"
    UNDER_INVESTIGATION = "under_investigation"


class KeyKind(StrEnum):
    """Identifiers on which two reports can be seen to be about the same thing."""

    ACCOUNT = "account"
    COMPANY = "company"
    PHONE = "phone"
    PLACE = "place"
    VEHICLE = "vehicle"


_S = ReportState
NEXT: Mapping[ReportState, frozenset[ReportState]] = {
    _S.NEW: frozenset({_S.TRIAGE}),
    _S.TRIAGE: frozenset(
        {_S.ADVICE_ONLY, _S.ENRICHED, _S.REFERRED, _S.NOT_TRAFFICKING, _S.DUPLICATE}
    ),
    _S.ADVICE_ONLY: frozenset({_S.CLOSED, _S.TRIAGE}),
    _S.ENRICHED: frozenset({_S.REFERRED, _S.NOT_TRAFFICKING, _S.CLOSED}),
    _S.REFERRED: frozenset({_S.ACCEPTED, _S.REFUSED}),
    _S.ACCEPTED: frozenset({_S.CASE_OPENED, _S.INVESTIGATION, _S.CLOSED}),
    _S.REFUSED: frozenset({_S.TRIAGE}),
    _S.CASE_OPENED: frozenset({_S.CLOSED}),
    _S.INVESTIGATION: frozenset({_S.CLOSED, _S.CASE_OPENED}),
    _S.DUPLICATE: frozenset({_S.CLOSED}),
    _S.NOT_TRAFFICKING: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset({_S.TRIAGE}),
}

#: Nothing was decided about the report yet: somebody has to look, and to choose.
BEFORE_CHOICE = frozenset({_S.NEW, _S.TRIAGE, _S.ENRICHED})

_R = ReferralState
REFERRAL_NEXT: Mapping[ReferralState, frozenset[ReferralState]] = {
    _R.OFFERED: frozenset({_R.ACCEPTED, _R.REFUSED, _R.WITHDRAWN, _R.EXPIRED}),
    _R.ACCEPTED: frozenset(),
    _R.REFUSED: frozenset(),
    _R.WITHDRAWN: frozenset(),
    _R.EXPIRED: frozenset(),
}
