# SPDX-License-Identifier: MIT
"""What the estimators outside the log-linear family take for granted, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from telwerk.mse.assumptions import CLOSED, INDEPENDENT, LINKED, REACHED
from telwerk.mse.histories import CaptureHistories
from telwerk.mse.result import Estimate, Status
from telwerk.words import Words

EQUAL_REACH = Words(
    nl="De lijsten reiken even ver, maar de ene mens is zichtbaarder dan de andere.",
    en="The lists reach equally far, but one person is more visible than another.",
)
VARYING = Words(
    nl="Voor een gegeven mens zijn de lijsten onafhankelijk; mensen verschillen in zichtbaarheid.",
    en="For a given person the lists are independent; people differ in how visible they are.",
)
GRAPHS = Words(
    nl="Welke lijsten samenhangen is een graaf zonder gaten; vooraf is elke graaf even "
    "waarschijnlijk.",
    en="Which lists depend on each other is a graph without holes; beforehand every graph is "
    "equally likely.",
)
CLASSES = Words(
    nl="Er zijn een paar soorten mensen; binnen een soort zijn de lijsten onafhankelijk.",
    en="There are a few kinds of people; within a kind the lists are independent.",
)
PAIRS = Words(
    nl="Samenhang bestaat tussen lijsten in paren (of drietallen, als dat is gevraagd).",
    en="Dependence is between pairs of lists (or triples, when asked for).",
)
SAME_HIDDEN = Words(
    nl="Wat voor de geziene mensen geldt, geldt ook voor wie niemand zag; dat is niet te toetsen.",
    en="What holds for the people seen also holds for those nobody saw; that cannot be tested.",
)

ALWAYS = (CLOSED, LINKED, REACHED)

__all__ = [
    "ALWAYS",
    "CLASSES",
    "EQUAL_REACH",
    "GRAPHS",
    "INDEPENDENT",
    "PAIRS",
    "SAME_HIDDEN",
    "VARYING",
    "overlap",
    "without_overlap",
]


def overlap(histories: CaptureHistories) -> int:
    """People on more than one list: without them a prior would speak instead of the lists."""
    masks = range(len(histories.counts))
    return int(sum(histories.counts[mask] for mask in masks if mask.bit_count() > 1))


def without_overlap(
    histories: CaptureHistories, method: str, options: Mapping[str, object]
) -> Estimate:
    """The result when nobody is on more than one list."""
    return Estimate(
        method=method,
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        status=Status.NO_OVERLAP,
        options=options,
    )
