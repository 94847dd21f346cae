# SPDX-License-Identifier: EUPL-1.2
"""Where an input came from, and whether a run gave a number."""

from enum import StrEnum


class Source(StrEnum):
    """Where the lists of an input come from."""

    REGISTER = "register"
    PUBLISHED = "published"
    UPLOAD = "upload"


class Outcome(StrEnum):
    """What a run ended in; a run without a number says why in its result."""

    NUMBER = "number"
    NO_NUMBER = "no-number"
