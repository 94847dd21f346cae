# SPDX-License-Identifier: EUPL-1.2
"""What an app contributes to the search in the bar: `find(actor, words, now)` in its `finding`."""

from __future__ import annotations

from dataclasses import dataclass

AT_MOST = 8  # of one kind; who looks for more searches in the list itself


@dataclass(frozen=True, slots=True)
class Found:
    """One thing the reader may see: what it is, where it opens, and what tells it apart."""

    sentence: str
    url: str
    meta: str = ""
