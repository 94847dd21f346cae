# SPDX-License-Identifier: EUPL-1.2
"""The kinds of work about a case."""

from __future__ import annotations

from enum import StrEnum

#: Who sees what is late in all of the own region.
OVERSEERS = frozenset({"ketenregisseur", "table_chair"})


class CaseWork(StrEnum):
    """What somebody must do or answer about a case, or is told of."""

    ANSWER = "case.answer"
    OFFERED = "case.offered"
    QUESTION = "case.question"
    REFUSED = "case.refused"
    DECIDE = "case.decide"
    DISPUTE = "case.dispute"
    NEXT = "case.next"
    STEP = "case.step"
    ASKED = "case.asked"
    NEED = "case.need"
    WAIT = "case.wait"
    TOLD = "case.told"
    TOLD_SHARE = "case.told-share"
    REVIEW = "case.review"
    NO_REVIEWER = "case.no-reviewer"
