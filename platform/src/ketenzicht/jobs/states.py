# SPDX-License-Identifier: EUPL-1.2
"""How far a job is, and why one stopped. An app adds what its own jobs can end in."""

from enum import StrEnum


class JobState(StrEnum):
    """What every job can be in."""

    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: Nothing has come out yet, and something still may.
UNDER_WAY = (JobState.QUEUED.value, JobState.RUNNING.value)


class Failure(StrEnum):
    """Why a job gave nothing."""

    REFUSED = "refused"
    BROKEN = "broken"
    TOO_LONG = "too-long"
    LOST = "lost"
