# SPDX-License-Identifier: EUPL-1.2
"""What the page of a case says of the law: terms, doubts, and what follows from a right to stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.law import cover_of, doubtful_offences, protection_of
from ketenzicht.cases.file.legal_terms import LegalTerm, Reads, legal_terms
from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.rules import claim_of_wait
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.tracks import step
from ketenzicht.cases.page.case_file import CaseFile
from ketenzicht.cases.waiting.wording import Wait
from ketenzicht.core.clock import local_date
from ketenzicht.reference import Claim, Deadline
from ketenzicht.web.provenance import Provenance, provenance

COVERED = frozenset({"health_insurance", "income"})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about the law, and what it rests on."""

    sentence: str
    rests_on: Provenance


def terms_of(file: CaseFile, now: datetime) -> list[Said]:
    """The terms that follow from what is recorded, each with its kind and source."""
    if not file.access.sees(Section.TRACKS):
        return []
    followed = [
        Said(_term(term) + _passed(_limit(term), now), _computed(term))
        for term in legal_terms(file.tracks, file.circumstances.ended, file.access.case.region)
    ]
    return [*_ends_of(file, now), *followed]


def _limit(term: LegalTerm) -> datetime | None:
    """The day after which it may be too late, where there is one."""
    return term.at if term.reads is Reads.UNTIL else None


def _passed(day: datetime | None, now: datetime) -> str:
    """Nobody should have to compare a day with today to know that it was."""
    return " " + _("That day has passed.") if day and local_date(day) < local_date(now) else ""


def _ends_of(file: CaseFile, now: datetime) -> Iterator[Said]:
    """When the steps end that stand now: by their decision, by the rule of then, or unknown."""
    for one in file.tracks:
        rule = reference.deadline_named(one.rule) if one.rule else None
        if one.ended_at is not None or (rule is None and one.document_day is None):
            continue
        words = {"step": _step(one), "day": _day(one.due)}
        if rule is not None and one.due is None:
            words["day"] = rule.claim.warning(language())
            yield Said(_("%(step)s: %(day)s") % words, _without_warning(rule.claim))
        else:
            yield Said(_end(one, words) + _passed(one.due, now), _end_rests_on(one, rule))


def _step(one: TrackStep) -> str:
    return step(one.track, one.step, local_date(one.since)).label(language())


def _end(one: TrackStep, words: dict[str, str]) -> str:
    if one.document_day is None:
        return _("%(step)s: until %(day)s, computed.") % words
    if one.computed is None or one.computed == one.due:
        return _("%(step)s: until %(day)s, as on the decision.") % words
    words["guess"] = _day(one.computed)
    return _("%(step)s: until %(day)s, as on the decision. We computed %(guess)s.") % words


def _end_rests_on(one: TrackStep, rule: Deadline | None) -> Provenance:
    if rule is None:
        return Provenance(_("the decision"))
    return replace(provenance(rule.claim, computed=one.document_day is None), warning="")


def _day(moment: datetime | None) -> str:
    return date_format(local_date(moment), "j F Y") if moment else ""


def _term(term: LegalTerm) -> str:
    what = term.row.label(language())
    if term.at is None:
        return f"{what}: {_unknown(term)}"
    words = {"what": what, "day": date_format(local_date(term.at), "j F Y")}
    said = {
        Reads.UNTIL: _("%(what)s: until %(day)s."),
        Reads.FROM: _("%(what)s: from %(day)s, where nothing came in between."),
        Reads.AIM: _("%(what)s: the aim is %(day)s."),
        Reads.NEVER_LATE: _(
            "%(what)s: ordinarily until %(day)s. Later is possible too, with a good reason: "
            "ask anyway."
        ),
    }
    return said[term.reads] % words


def _computed(term: LegalTerm) -> Provenance:
    """What a term rests on; its warning is in the sentence already."""
    return replace(provenance(term.rule.claim, computed=term.at is not None), warning="")


def rests_on(wait: Wait) -> Provenance:
    """Say by whose rule something ends or waits too long: a law's, an agreement's, or our own."""
    claim = claim_of_wait(wait)
    if claim is None:
        return Provenance(_("the decision"))
    return replace(provenance(claim, computed=wait.ends is not None), warning="")


def _without_warning(claim: Claim) -> Provenance:
    return replace(provenance(claim), warning="")


def _unknown(term: LegalTerm) -> str:
    if term.rule.claim.unknown:
        return term.rule.claim.warning(language())
    return _("record until when the exploitation lasted; the term runs from then.")


def doubts_of(file: CaseFile, now: datetime) -> list[Said]:
    """What is not known about the law of this case, so that nobody reads a silence as a no."""
    case, today = file.access.case, local_date(now)
    found = [
        Said(
            f"{row.label(language())}: {row.claim.warning(language())}", _without_warning(row.claim)
        )
        for row in doubtful_offences(file.forms, file.circumstances.ended, today)
    ]
    return [*found, *_protection(case.residence_status, today)]


def _protection(status: str, today: date) -> list[Said]:
    row = protection_of(status, today)
    if row is None or not isinstance(ends := row.attributes["ends"], date):
        return []
    words = {"what": row.label(language()), "day": date_format(ends, "j F Y")}
    said = (
        _("%(what)s ended on %(day)s. What holds since is not known here: call the lawyer.")
        if ends < today
        else _("%(what)s ends on %(day)s. What follows is not known: talk with the lawyer in time.")
    )
    return [Said(said % words, _without_warning(row.claim))]


def help_of(service: str, status: str, today: date) -> Said:
    """What is said beside an open need; for insurance and income it follows the right to stay."""
    kind = reference.code("service_types", service, by=today)
    if service not in COVERED:
        own = str(kind.attributes.get(f"help_{language()}", ""))
        return Said(own, _without_warning(kind.claim))
    cover = cover_of(service, status, today)
    if cover is not None:
        return Said(cover.label(language()), _without_warning(cover.claim))
    return Said(_unknown_cover(), _without_warning(kind.claim))


def _unknown_cover() -> str:
    return _("Which scheme holds follows from the right to stay. It is not known here: find out.")
