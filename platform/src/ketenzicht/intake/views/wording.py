# SPDX-License-Identifier: EUPL-1.2
"""Reports in sentences, for the pages of the triage."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketenzicht import reference
from ketenzicht.core.clock import local_date
from ketenzicht.intake.card import Age
from ketenzicht.intake.forms.choices import label, language, municipality_name
from ketenzicht.intake.forms.public import HASTES, IDENTIFIER_FIELDS
from ketenzicht.intake.route import route_of
from ketenzicht.intake.selectors.inbox import InboxRow
from ketenzicht.intake.selectors.reports import Line, ReportView
from ketenzicht.intake.states import KeyKind, ReferralState, ReportState, StepKind, Urgency, Wish
from ketenzicht.reference import Claim, Region
from ketenzicht.web.parts import Fact, Happening, State

STATE_STYLES = {
    ReportState.CLOSED: State.SETTLED,
    ReportState.REFERRED: State.WAITS,
    ReportState.CASE_OPENED: State.SETTLED,
    ReportState.INVESTIGATION: State.SETTLED,
}
HAPPENED = {
    StepKind.ADVISED: gettext_lazy("Advice was given to the reporter"),
    StepKind.ASKED: gettext_lazy("A question was put to the reporter"),
    StepKind.ASSESSED: gettext_lazy("The urgency was assessed"),
    StepKind.CASE_OPENED: gettext_lazy("A case was opened"),
    StepKind.CLOSED: gettext_lazy("The report was closed"),
    StepKind.ESCALATED: gettext_lazy("The national coordination was told that this waits"),
    StepKind.FED_BACK: gettext_lazy("The reporter got an answer"),
    StepKind.REFERRED: gettext_lazy("Another organisation was asked to take it on"),
    StepKind.REFERRAL_ACCEPTED: gettext_lazy("The report was taken on"),
    StepKind.REFERRAL_EXPIRED: gettext_lazy("Nobody answered in time; the report is here again"),
    StepKind.REFERRAL_REFUSED: gettext_lazy("The other organisation said no"),
    StepKind.REFERRAL_WITHDRAWN: gettext_lazy(
        "The question to the other organisation was withdrawn"
    ),
    StepKind.JOINED: gettext_lazy("The report was joined with another one"),
    StepKind.MOVED: gettext_lazy("The report went to another organisation"),
    StepKind.NOT_TRAFFICKING: gettext_lazy("This is something else than exploitation"),
    StepKind.NOTED: gettext_lazy("Something was found out"),
    StepKind.RECEIVED: gettext_lazy("The report came in"),
    StepKind.REOPENED: gettext_lazy("The report was opened again"),
    StepKind.REPORTER_WROTE: gettext_lazy("The reporter wrote"),
    StepKind.SPLIT: gettext_lazy("The joining was taken back"),
    StepKind.UNDER_INVESTIGATION: gettext_lazy("An investigation was started"),
}
KINDS = {
    KeyKind.ACCOUNT: gettext_lazy("same advert or account"),
    KeyKind.COMPANY: gettext_lazy("same company"),
    KeyKind.PHONE: gettext_lazy("same telephone number"),
    KeyKind.PLACE: gettext_lazy("same address"),
    KeyKind.VEHICLE: gettext_lazy("same vehicle"),
}
OFFER_STATES = {
    ReferralState.OFFERED: gettext_lazy("Waits for an answer"),
    ReferralState.ACCEPTED: gettext_lazy("Taken on"),
    ReferralState.REFUSED: gettext_lazy("Refused"),
    ReferralState.WITHDRAWN: gettext_lazy("Taken back"),
    ReferralState.EXPIRED: gettext_lazy("Not answered in time"),
}
AGES = {
    Age.MINOR: gettext_lazy("Yes, or it looks like it"),
    Age.ADULT: gettext_lazy("No"),
    Age.UNKNOWN: gettext_lazy("Not known, so treat as under 18"),
}


def heading(report: ReportView | InboxRow) -> str:
    """What this is, in one sentence."""
    where = municipality_name(report.municipality) or _("place not known")
    match Wish(report.wish):
        case Wish.HELP:
            return _("Somebody in %(where)s asks for help") % {"where": where}
        case Wish.ADVICE:
            return _("Question for advice, %(where)s") % {"where": where}
        case Wish.REPORT:
            subject = label("signal_subjects", report.subject)
            return _("%(subject)s, %(where)s") % {"subject": subject, "where": where}


def number_of(line: str, day: date) -> str:
    """The telephone number of a help line on a day."""
    found = (each.number for each in reference.helplines(day) if each.code == line)
    return next(found, None) or ""


def child_in_danger(report: ReportView) -> bool:
    """Whether a child may need somebody today; a child who asks help needs no more signs."""
    hasty = report.urgency in {Urgency.NOW, Urgency.TODAY}
    own = report.wish == Wish.HELP and report.age.treated_as_minor
    return report.open and hasty and (own or report.age is Age.MINOR)


def state_label(state: ReportState) -> tuple[State, str]:
    """The look and the word of a state."""
    return STATE_STYLES.get(state, State.NEUTRAL), label("signal_states", state)


def urgency_label(urgency: Urgency) -> tuple[State, str]:
    """The look and the word of an urgency."""
    look = State.LATE if urgency is Urgency.NOW else State.NEUTRAL
    look = State.WAITS if urgency is Urgency.TODAY else look
    return look, label("urgency", urgency)


def facts(report: ReportView) -> list[Fact]:
    """What goes with the words of the reporter."""
    rows = [
        Fact(str(_("Where exactly")), report.whereabouts),
        *(
            Fact(str(IDENTIFIER_FIELDS[KeyKind(kind)][0]), text)
            for kind, text in report.identifiers
        ),
        Fact(_("Under 18"), str(AGES[report.age])),
        Fact(
            _("Help needed soon"),
            next((str(said) for code, said in HASTES if code == report.haste), ""),
        ),
        Fact(_("Who reports"), label("reporter_types", report.reporter_type)),
        Fact(_("Where it was seen"), label("indicator_settings", report.setting)),
        Fact(_("Language of the reporter"), label_of_language(report.language)),
    ]
    return [row for row in rows if row.value]


def route(municipality: str, region_code: str, day: date) -> tuple[tuple[str, Claim | None], ...]:
    """Why a report went there: which region the municipality is in, and who coordinates there."""
    found = route_of(municipality, region_code, day)
    if found.municipality is None or found.region is None:
        return (
            (_("The municipality is not known, so it went to the national coordination."), None),
        )
    region = found.region.label(language())
    words = {"municipality": found.municipality.label(language()), "region": region}
    return (
        (_("%(municipality)s is in the region %(region)s.") % words, found.municipality.claim),
        (_coordinates(found.region), found.region.claim),
    )


def _coordinates(region: Region) -> str:
    """Who coordinates the care in a region, as sure as that is."""
    words = {"region": region.label(language()), "who": region.organisation or "CoMensha"}
    if region.claim.confirmed is not None:
        return _("%(region)s: %(who)s") % words
    return _("%(region)s: %(who)s. Not confirmed; the region itself confirms this.") % words


def label_of_language(code: str) -> str:
    """The name of the language somebody wrote in."""
    return {"nl": _("Dutch"), "en": _("English")}.get(code, code)


def signs(report: ReportView) -> list[str]:
    """The ticked signs in words."""
    return [sign.label(language()) for sign in report.indicators]


def happenings(lines: tuple[Line, ...]) -> list[Happening]:
    """The timeline; of what a reporter did only the day is known."""
    return [
        Happening(
            moment=local_date(line.at) if line.dated else line.at,  # type: ignore[arg-type]  # {% when %} takes both
            sentence=str(HAPPENED.get(line.kind, line.kind)),
            who=f"{line.who}, {line.organisation}" if line.who else "",
            text=line.note,
        )
        for line in lines
    ]
