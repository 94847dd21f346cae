# SPDX-License-Identifier: EUPL-1.2
"""What a person answers about sharing, and what a reviewer finds of a break-glass."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class ConsentState(StrEnum):
    """What somebody said when asked; each answer is dated and can change."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_POSSIBLE = "not_possible"


class GivenBy(StrEnum):
    """Who answers about a minor beside, or instead of, the minor."""

    PERSON = "person"
    PARENT = "parent"
    BOTH = "both"
    GUARDIAN = "guardian"


PARENTS = frozenset({GivenBy.PARENT, GivenBy.BOTH})
GIVEN_BY_LABELS = {
    GivenBy.PERSON: _("The person"),
    GivenBy.PARENT: _("A parent"),
    GivenBy.BOTH: _("The person and a parent"),
    GivenBy.GUARDIAN: _("A guardian"),
}


class Verdict(StrEnum):
    """What the privacy officer finds of a break-glass."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


SHARE_CONSENT = "help_share"
POLICE_CONSENT = "police"
INVESTIGATION = frozenset({"police", "kmar", "labour_authority", "prosecution", "emm"})


class AtClosing(StrEnum):
    """What happens with live shares when a case is closed."""

    KEEP = "keep"
    STOP = "stop"


AT_CLOSING_LABELS = {
    AtClosing.STOP: _("Stop sharing now"),
    AtClosing.KEEP: _("Share on until the agreed day"),
}
