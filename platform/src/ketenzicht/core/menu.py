# SPDX-License-Identifier: EUPL-1.2
"""What an app contributes to the top bar of the staff pages."""

from __future__ import annotations

from dataclasses import dataclass

from ketenzicht.core.errors import Sentence
from ketenzicht.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the bar, shown to members with the permission."""

    label: Sentence
    url_name: str
    permission: Permission
    order: int = 50
    about: Sentence = ""
