# SPDX-License-Identifier: MIT
"""Why tables may not be published, or cannot be tables at all, and what to do about it."""

from telwerk.localised import LocalisedError, LocalisedText


class UnprotectedError(LocalisedError):
    """These tables cannot be made safe; nothing may be published."""


class UndecidedError(UnprotectedError):
    """Whether these tables are safe could not be worked out, so nothing may be published."""


class InconsistentError(LocalisedError):
    """No counts of people fit what these tables say."""


EXPOSED = LocalisedText(
    nl="{number} kleine groepen zijn nog terug te rekenen tot op {width} na; maak minder tabellen, "
    "of grovere.",
    en="{number} small cells can still be worked back within {width}; publish fewer or coarser "
    "tables.",
)
NO_PARTNER = LocalisedText(
    nl="Een kleine groep kan niet tussen andere worden verborgen; maak minder tabellen, of "
    "grovere.",
    en="A small cell cannot be hidden among others; publish fewer or coarser tables.",
)
BOUNDS_UNKNOWN = LocalisedText(
    nl="De grenzen van cel {key} konden niet worden berekend ({outcome}); er mag niets worden "
    "gepubliceerd.",
    en="The bounds of cell {key} could not be worked out ({outcome}); nothing may be published.",
)
BOUNDS_CROSSED = LocalisedText(
    nl="De grenzen van cel {key} spreken elkaar tegen: {low} en {high}.",
    en="The bounds of cell {key} contradict each other: {low} and {high}.",
)
PARTNERS_UNKNOWN = LocalisedText(
    nl="Hoe cel {key} te verbergen is, kon niet worden berekend ({outcome}); er mag niets worden "
    "gepubliceerd.",
    en="How to hide cell {key} could not be worked out ({outcome}); nothing may be published.",
)
CONTRADICTION = LocalisedText(
    nl="De getoonde cellen spreken elkaar tegen: er passen geen aantallen bij.",
    en="The published cells contradict each other: no counts fit.",
)
NOT_ADDITIVE = LocalisedText(
    nl="De delen van {total} tellen er niet toe op.",
    en="The parts of {total} do not add up to it.",
)
DISAGREEMENT = LocalisedText(
    nl="De tabellen zijn het oneens over {key}: {one} en {other}. Maak ze uit dezelfde gegevens.",
    en="The tables disagree about {key}: {one} and {other}. Make them from the same records.",
)
