# SPDX-License-Identifier: MIT
"""Why tables may not be published, or cannot be tables at all."""


class UnprotectedError(ValueError):
    """These tables cannot be made safe; nothing may be published."""


class UndecidedError(UnprotectedError):
    """Whether these tables are safe could not be worked out, so nothing may be published."""


class InconsistentError(ValueError):
    """No counts of people fit what these tables say."""
