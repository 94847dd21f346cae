# SPDX-License-Identifier: EUPL-1.2
"""What a visitor without script can do on a page: follow a link, fill in a form."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"date": "2026-01-15", "datetime-local": "2027-01-15T10:00", "number": "1"}
WORDS = "Een zin van iemand die er op dit moment niet alleen is."


@dataclass(slots=True)
class Field:
    """One field of a form: its kind, the values one may choose, and what stands there."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A form: where it goes, how, and its fields in order."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, chance: random.Random) -> list[tuple[str, str]]:
        """Fill in every field as somebody in a hurry would."""
        filled = []
        for one in self.fields:
            filled += [(one.name, value) for value in _answers(one, chance)]
        return filled


def _answers(one: Field, chance: random.Random) -> list[str]:
    if one.kind in {"hidden", "submit"}:
        return one.values[:1]
    if one.kind == "checkbox":
        return chance.sample(one.values, min(2, len(one.values)))
    if one.kind in {"radio", "select"}:
        real = [value for value in one.values if value]
        return [chance.choice(real)] if real else []
    return [TYPED.get(one.kind, WORDS if one.kind == "textarea" else "Leiden")]


class Page(HTMLParser):
    """The links and forms of a page; the links of its menu apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._in_menu = False
        self._form: Form | None = None
        self._select: Field | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what somebody could press or fill in."""
        given = {name: value or "" for name, value in attrs}
        if tag == "nav":
            self._in_menu = True
        elif tag == "a" and given.get("href", "").startswith("/"):
            (self.places if self._in_menu else self.links).append(given["href"])
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Note where a menu, a form or a choice ends."""
        if tag == "nav":
            self._in_menu = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._select is not None:
            self._select.values.append(given.get("value", ""))
            return
        if tag not in {"input", "textarea", "select", "button"} or not given.get("name"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        kind = "submit" if kind == "button" else kind
        known = next((one for one in form.fields if one.name == given["name"]), None)
        if known is None:
            known = Field(given["name"], kind)
            form.fields.append(known)
        if "value" in given:
            known.values.append(given["value"])
        if tag == "select":
            self._select = known
