# SPDX-License-Identifier: EUPL-1.2
"""Where an input came from, how far a run is, and why one stopped."""

from enum import StrEnum


class Source(StrEnum):
    """Where the lists of an input come from."""

    REGISTER = "register"
    PUBLISHED = "published"
    UPLOAD = "upload"


class Outcome(StrEnum):
    """How far a calculation is; a run without a number says why in its result."""

    QUEUED = "queued"
    RUNNING = "running"
    NUMBER = "number"
    NO_NUMBER = "no-number"
    EXAMINED = "examined"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: There is a result to read.
FINISHED = (Outcome.NUMBER, Outcome.NO_NUMBER)


#: The most lists with which a method answers while somebody waits for the page.
SWIFT = {
    "bic": 6,
    "aic": 6,
    "aicc": 6,
    "stepwise": 10,
    "downhill": 6,
    "independence": 16,
    "model": 10,
    "chao": 16,
    "chapman": 16,
    "heterogeneity": 8,
}
BOOTSTRAPS = frozenset({"bca", "percentile"})
