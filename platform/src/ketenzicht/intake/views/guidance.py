# SPDX-License-Identifier: EUPL-1.2
"""The advice of the signal card in words: what to do, whom to call, what to leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.intake.card import Advice, Step
from ketenzicht.intake.forms.choices import language
from ketenzicht.reference import Helpline
from ketenzicht.web.frame import HelpNumber

TEXT_OF = {
    Step.TODAY: "child_pattern",
    Step.CONSULT: "adult_pattern",
    Step.SEVERAL: "group_pattern",
    Step.FEW: "few",
}
#: The lines of the card, first those who help without starting an investigation.
FIRST = ("emergency", "veilig_thuis", "comensha", "nla", "police", "fier_chat", "fairwork")


@dataclass(frozen=True, slots=True)
class Guidance:
    """Sentences in the order of their weight; the numbers that go with them."""

    emergency: str
    sentences: tuple[str, ...]
    numbers: tuple[HelpNumber, ...]
    sites: tuple[tuple[str, str], ...]
    pointers: tuple[str, ...]
    principle: str


def guidance(advice: Advice, setting: str, today: date) -> Guidance:
    """Put advice into words for the place where somebody sees it."""
    lines = [line for line in reference.helplines(today) if _fits(line, advice)]
    order = FIRST if advice.emergency else (*FIRST[1:], FIRST[0])
    lines.sort(key=lambda line: order.index(line.code))
    return Guidance(
        emergency=text("urgent") if advice.emergency else "",
        sentences=tuple(_sentences(advice)),
        numbers=tuple(number(line) for line in lines if line.number),
        sites=tuple(
            (line.label(language()), line.website)
            for line in lines
            if line.website and not line.number
        ),
        pointers=tuple(_pointers(advice, setting)),
        principle=text("principle"),
    )


def text(code: str) -> str:
    """One sentence of the card, in the language of the page."""
    return reference.card_text(code, today()).label(language())


def number(line: Helpline) -> HelpNumber:
    """A helpline as the page shows it."""
    shown = line.number or ""
    hours = (line.hours_nl if language() == "nl" else line.hours_en) or ""
    name = _("Care coordinator of the region, through CoMensha")
    name = name if line.code == "comensha" else line.label(language())
    when = f"{name}, {hours}" if hours else name
    return HelpNumber(shown, "".join(c for c in shown if c.isdigit() or c == "+"), when)


def _sentences(advice: Advice) -> Iterator[str]:
    yield text(TEXT_OF[advice.step])
    if advice.step is Step.CONSULT and not advice.several:
        yield text("enough")
    if advice.several and advice.step is not Step.SEVERAL:
        yield text(TEXT_OF[Step.SEVERAL])


def _fits(line: Helpline, advice: Advice) -> bool:
    if line.code not in FIRST:
        return False
    topics = {"all", *advice.forms, *({"child"} if advice.minor else ())}
    return not topics.isdisjoint(line.meant_for)


def _pointers(advice: Advice, setting: str) -> Iterator[str]:
    if setting in {"school", "care"}:
        yield _("Talk first with the person in your organisation who knows about this.")
        if advice.minor:
            yield _("Follow the five steps of the reporting code (meldcode).")
            yield _("Veilig Thuis gives advice, also without a name.")
    if setting == "hotel":
        yield _("Do not copy the guest register and do not go into the room.")
    if setting == "labour_inspection":
        yield _("Speak with the worker apart from the boss.")
    yield _("Do not confront anybody about it, and take no photos of people.")
