# SPDX-License-Identifier: EUPL-1.2
"""What a date, ground, payer or route on a screen rests on, said in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.reference import Claim, Kind

REGIONS = "care_coordination_regions"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The words for what something rests on, and a warning where the rule is not known."""

    words: str
    warning: str = ""
    look: bool = False  # at the decision: the day on the document counts


def provenance(claim: Claim, *, computed: bool = False) -> Provenance:
    """Say what a claim rests on; of what was computed by it the document's own day counts."""
    language = get_language() or "nl"
    look = computed and claim.kind is Kind.LAW
    return Provenance(", ".join(_words(claim, language)), claim.warning(language), look)


def ground_of(claim: Claim) -> str:
    """Say in a few words what a claim rests on."""
    return provenance(claim).words


def _words(claim: Claim, language: str) -> Iterator[str]:
    yield reference.code("claim_kinds", claim.kind, by=today()).label(language).lower()
    if claim.kind is not Kind.DEFAULT:
        yield claim.source_in(language)
    if claim.region:
        region = reference.code(REGIONS, claim.region, by=today()).label(language)
        yield _("only in %(region)s") % {"region": region}
    if claim.set_by:
        yield _("changed by %(name)s") % {"name": claim.set_by}
    if claim.contradicted_by:
        yield _("sources contradict each other")
    yield _confirmed(claim)


def _confirmed(claim: Claim) -> str:
    if claim.confirmed is None:
        return _("not confirmed")
    day = date_format(claim.confirmed.on, "j F Y")
    return _("confirmed by %(name)s, %(day)s") % {"name": claim.confirmed.organisation, "day": day}
