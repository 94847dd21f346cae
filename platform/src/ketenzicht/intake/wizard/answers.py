# SPDX-License-Identifier: EUPL-1.2
"""What a visitor has answered so far, and how it travels between two pages.

The answers travel closed in a short cookie of this visit: the server keeps nothing until the
report is sent, and a device keeps nothing that can be read. Leaving drops the cookie.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ketenzicht.core.crypto import Tampered, new_code, open_form, seal_form
from ketenzicht.intake.card import Age
from ketenzicht.intake.states import Wish

PURPOSE: Final = "report"
OPEN_FOR: Final = timedelta(hours=1)  # no term: of a form
#: Servers take about 8 kB of cookies per request; the rest is for the form protection.
ROOM: Final = 7000


class TooLong(Exception):
    """The answers no longer fit in what may travel."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything asked so far; empty means not asked or not answered."""

    wish: str = Wish.REPORT
    code: str = ""
    reporter_type: str = ""
    setting: str = ""
    age: str = ""
    safe: str = ""
    signs: tuple[str, ...] = ()
    subject: str = ""
    municipality: str = ""
    whereabouts: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    words: str = ""
    haste: str = ""
    named: str = ""
    name: str = ""
    contact: str = ""
    rules: str = ""
    passed: tuple[str, ...] = ()
    sent: bool = False
    #: Until when the receipt may be loaded once more.
    receipt_until: str = ""
    messages_code: str = ""
    #: From when this report may be sent, where many come from one connection.
    wait_until: str = ""

    @property
    def visit(self) -> str:
        """What tells one visit from another: the code it will end with, or began with."""
        return self.code or self.messages_code

    @property
    def whose_age(self) -> Age:
        """The age to reckon with: not answered counts as not known."""
        return Age(self.age) if self.age else Age.UNKNOWN

    def with_passed(self, question: str, **changes: Any) -> Answers:
        """Return these answers with a question behind us."""
        passed = self.passed if question in self.passed else (*self.passed, question)
        return replace(self, passed=passed, **changes)


def begin(wish: Wish) -> Answers:
    """Start a visit. The code is made now, so that sending twice gives the same receipt."""
    return Answers(wish=wish, code=new_code())


def seal(answers: Answers, now: datetime) -> str:
    """Close the answers for their way to the next page."""
    changed = {k: v for k, v in asdict(answers).items() if v != _DEFAULTS[k]}
    packed = zlib.compress(json.dumps(changed, ensure_ascii=False).encode(), 9)
    sealed = seal_form(packed, purpose=PURPOSE, now=now)
    if len(sealed) > ROOM:
        raise TooLong
    return sealed


def unseal(token: str, now: datetime) -> Answers | None:
    """Return the answers, or None when there are none, they are too old or not ours."""
    if not token:
        return None
    try:
        packed = open_form(token, purpose=PURPOSE, now=now, within=OPEN_FOR)
    except Tampered:
        return None
    stored = json.loads(zlib.decompress(packed))
    return Answers(**{name: _tuples(value) for name, value in stored.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


_DEFAULTS = asdict(Answers())
