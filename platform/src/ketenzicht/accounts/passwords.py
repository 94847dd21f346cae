# SPDX-License-Identifier: EUPL-1.2
"""Passwords nobody has to guess long for, though they are long enough."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ketenzicht.accounts.models import User

# What somebody who knows where a colleague works tries first, beside the list of common ones.
BLOCKED = (
    "ketenzicht", "wachtwoord", "password", "passwort", "welkom", "welcome", "mensenhandel",
    "comensha", "moviera", "zorgcoordinatie", "zorgcoordinator", "opvang", "politie", "gemeente",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qwerty", "geheim", "inloggen",
    "januari", "februari", "maart", "april", "juni", "juli", "augustus", "september", "oktober",
    "november", "december", "zomer", "winter", "lente", "herfst", "utrecht", "amsterdam",
    "rotterdam", "nederland",
)  # fmt: skip
LEFT_AT_LEAST = 8
_DIGITS = "01234567890123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class BlockedWords:
    """Refuses a password that is made of known words, rows of keys, or one sign many times."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise unless enough is left without what is tried first."""
        if len(_left(password.casefold())) < LEFT_AT_LEAST:
            raise ValidationError(self.get_help_text(), code="password_blocked")

    def get_help_text(self) -> str:
        return _("Do not make it of words about your work, rows of keys or repeated signs.")


def _left(text: str) -> str:
    for word in BLOCKED:
        text = text.replace(word, "")
    for row in (_DIGITS, _DIGITS[::-1], _LETTERS, _LETTERS[::-1]):
        text = _without_runs(text, row)
    # One sign or group many times over counts once.
    return re.sub(r"(.{1,4}?)\1{2,}", r"\1", text)


def _without_runs(text: str, row: str) -> str:
    for size in range(len(row), 3, -1):
        for start in range(len(row) - size + 1):
            text = text.replace(row[start : start + size], "")
    return text
