# SPDX-License-Identifier: EUPL-1.2
"""How the reporters of the register were divided into lists, and what each way gives."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.estimates import sources
from ketenzicht.estimates.language import language
from ketenzicht.estimates.models import Snapshot
from ketenzicht.register import handover as register
from ketenzicht.web.parts import Column, Fact, Table


def scheme_facts(kept: Snapshot) -> list[Fact]:
    """The line of a page about how reporters were divided; none for lists from elsewhere."""
    said = _in_words(kept)
    return [Fact(_("Division into lists"), said)] if said else []


def schemes_table(kept: Snapshot) -> Table | None:
    """Lay the ways to divide reporters into lists beside each other, as the register is now."""
    if not kept.scheme:
        return None
    found = sources.schemes(tuple(kept.years), language())
    lists = dict.fromkeys(name for each in found for name in each.people)
    rows = [(name, *(each.people.get(name, "–") for each in found)) for name in lists]
    return Table(
        caption=_("People per list, for each way to divide reporters"),
        columns=(Column(_("List")), *(Column(each.label, number=True) for each in found)),
        rows=rows,
        total=(_("On two lists or more"), *(each.overlap for each in found)),
        note=_("Counted now. Make an estimate with each of them to see what the choice does."),
    )


def _in_words(kept: Snapshot) -> str:
    """How reporters were divided into lists, and how sure that choice is."""
    if not kept.scheme:
        return ""
    chosen = next(each for each in register.schemes() if each.code == kept.scheme)
    sure = reference.code("certainties", chosen.claim.certainty, by=today()).label(language())
    return f"{chosen.label(language())} ({sure.lower()}; {chosen.source_in(language())})"
