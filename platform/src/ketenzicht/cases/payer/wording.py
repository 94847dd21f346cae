# SPDX-License-Identifier: EUPL-1.2
"""What pages say of who pays meanwhile, and by which law."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from ketenzicht.cases.file.codes import language
from ketenzicht.cases.payer.ladders import ladder, meanwhile


def who_pays_meanwhile(region: str, day: date) -> str:
    """Say who pays meanwhile, and whether the region agreed on that."""
    found = meanwhile(region, day)
    words = {"who": found.label(language()), "source": found.source_in(language())}
    if found.claim.region:
        return _("Agreed in this region: %(who)s (%(source)s).") % words
    return (
        _(
            "Proposal of this system: %(who)s. No agreement is known in this region; "
            "make one with each other."
        )
        % words
    )


def law_of(code: str, since: datetime) -> str:
    """Say by which law a disagreement is settled; that nobody chose one is said as well."""
    if not code:
        return _("Nobody wrote down about which help this is; each kind has steps of its own.")
    return str(ladder(code, since).attributes[f"law_{language()}"])
