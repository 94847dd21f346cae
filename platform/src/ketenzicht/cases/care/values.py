# SPDX-License-Identifier: EUPL-1.2
"""The rules of safe contact and the ways to reach a person, as values."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence

CHANNELS: list[tuple[str, Sentence]] = [
    ("visit", _("Met in person")),
    ("phone", _("Telephone")),
    ("message", _("Message")),
    ("other", _("In another way")),
]


@dataclass(frozen=True, slots=True)
class SafeRules:
    """When and how to call, under which name, and whether to leave a message."""

    rules: str
    number: str
    cover: str
    voicemail: str
