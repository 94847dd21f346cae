# SPDX-License-Identifier: EUPL-1.2
"""What is known of a person and of the exploitation, as facts on the page of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from ketenzicht.cases.file.codes import from_list, label
from ketenzicht.cases.file.values import LISTS, Circumstances, Identity
from ketenzicht.core.spoofing import shown_name
from ketenzicht.web.dates import date_in_words
from ketenzicht.web.parts import Fact


def person_facts(known: Identity, told: Circumstances, signalled: date) -> list[Fact]:
    """Who the person is, and how old when it began and when somebody first saw it."""
    start, report = told.ages(known.birth_date, signalled)
    facts = (
        (_("Name"), shown_name(known.name)),
        (_("Other names"), shown_name(known.other_names)),
        (_("Date of birth"), date_in_words(known.birth_date)),
        (_("Age when the exploitation began"), _age(start)),
        (_("Age at the first report"), _age(report)),
        (_("Gender"), label("genders", known.gender) if known.gender else ""),
        (_("Nationality"), _country(known.nationality)),
        (_("Second nationality"), _country(known.second_nationality)),
        (_("Languages"), known.languages),
    )
    return [Fact(term, value or _("Not known")) for term, value in facts]


def exploitation_facts(told: Circumstances) -> list[Fact]:
    """What is known of the exploitation; what nobody filled in is left out."""
    coded = {name: in_words(codes, told.told(name)) for name, codes in LISTS.items()}
    facts = (
        (_("Where it was"), coded["place"]),
        (_("Route"), coded["route"]),
        (_("Sub 3"), _("Brought across a border for prostitution") * told.cross_border_sex),
        (_("Began"), date_in_words(told.began)),
        (_("Ended"), date_in_words(told.ended)),
        (_("Kind of work"), coded["sectors"]),
        (_("How forced"), coded["means"]),
        (_("How found"), coded["recruitment"]),
        (_("The exploiter is"), coded["relation"]),
        (_("Vulnerable by"), coded["vulnerabilities"]),
        (_("Family along"), coded["family"]),
        (_("Registered before"), coded["earlier"]),
    )
    return [Fact(term, value) for term, value in facts if value]


def in_words(codes: str, told: Sequence[str]) -> str:
    """Codes of one list as one line."""
    return ", ".join(label(codes, code) for code in told)


def _age(years: int | None) -> str:
    return "" if years is None else _("%(years)s years") % {"years": years}


def _country(code: str) -> str:
    return str(dict(from_list("nationalities")()).get(code.upper(), code))
