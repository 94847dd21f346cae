# SPDX-License-Identifier: EUPL-1.2
"""What the page about registering says of grounds, for the reader's own kind of organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.register.grounds import ground_without_consent
from ketenzicht.register.services import reporter_of
from ketenzicht.web.provenance import Provenance, provenance

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class GroundSaid:
    """The sentences about the ground, and what they rest on."""

    sentences: tuple[str, ...]
    rests_on: Provenance | None


def ground_said(actor: Member, day: date) -> GroundSaid:
    """Say on which ground this organisation may register without a name, and what else it asks."""
    row = ground_without_consent(actor.organisation.kind, day)
    rests_on = provenance(row.claim) if row else None
    return GroundSaid(tuple(_sentences(actor, day)), rests_on)


def _sentences(actor: Member, day: date) -> Iterator[str]:
    language = get_language() or "nl"
    row = ground_without_consent(actor.organisation.kind, day)
    reporter = reference.code("reporter_types", reporter_of(actor, day), by=day)
    if reporter.attributes["consent_for_registration"] == "required":
        yield _("Of your kind of organisation consent is asked, except in danger to life.")
    if row is None:
        yield _("On which ground you may register without consent is not known.")
    else:
        yield _("Your ground without a name: %(ground)s.") % {"ground": row.label(language)}
        if row.attributes.get("secrecy"):
            yield _(
                "You are bound by professional secrecy: weigh first, ask a colleague, "
                "share as little as possible."
            )
    for sentence in reference.codes("law_sentences", day):
        if sentence.attributes["place"] == "registration":
            yield sentence.label(language)
    yield _("Not sure? Ask your privacy officer.")
