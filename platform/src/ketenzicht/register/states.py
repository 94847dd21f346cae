# SPDX-License-Identifier: EUPL-1.2
"""How somebody comes into the register, and what counts as the same person."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

#: What work of this app is about: the register as a whole, never one entry.
REGISTER = "register"
THE_REGISTER = UUID(int=0)


class Outcome(StrEnum):
    """What came of the question whether to register."""

    NAMED = "named"
    MINIMAL = "minimal"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    BY_DUTY = "by_duty"


COUNTED = (Outcome.NAMED, Outcome.MINIMAL, Outcome.BY_DUTY)
"""The outcomes that lead to an entry."""


class Similarity(StrEnum):
    """What two entries have in common, from strong to weak."""

    FULL = "full"
    SWAPPED = "swapped"
    PHONETIC = "sound"


class Age(StrEnum):
    """Age at registration as far as figures need it."""

    MINOR = "minor"
    ADULT = "adult"
    UNKNOWN = "unknown"


SIMILARITY_LABELS = {
    Similarity.FULL: _("same name, same date of birth"),
    Similarity.SWAPPED: _("name sounds the same, day and month of birth may be swapped"),
    Similarity.PHONETIC: _("name sounds the same, same year of birth"),
}
OUTCOME_LABELS = {
    Outcome.NAMED: _("With personal data, with consent"),
    Outcome.MINIMAL: _("Without a name"),
    Outcome.BY_DUTY: _("Duty to report"),
}

DUTY = frozenset({"police", "kmar", "nla"})

CODED = {
    "dossier": "dossier_types",
    "victim_status": "victim_status",
    "decided_by": "victim_status_decider",
    "gender": "genders",
    "nationality": "nationalities",
    "second_nationality": "nationalities",
    "band": "age_bands",
    "start_band": "age_bands",
    "route": "statistical_routes",
    "place": "exploitation_places",
    "forms": "exploitation_forms",
    "sectors": "sectors",
    "means": "means",
    "recruitment": "recruitment_channels",
    "relation": "relation_to_exploiter",
    "family": "family_along",
    "earlier": "earlier_registration",
}
"""What an entry says in codes, and the list of each."""

TRACED = ("year", "month", "region", "age", "cross_border_sex", *CODED)
"""What an entry says that may be corrected; every change of it is kept by the month."""

MANY = ("sectors", "means", "recruitment", "relation")
"""What an entry says in several codes at once, beside the forms."""
