# SPDX-License-Identifier: EUPL-1.2
"""Where capture histories come from: the register, a published table, or a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Refused
from ketenzicht.estimates.language import said
from ketenzicht.register import handover as register
from telwerk import datasets
from telwerk.mse.histories import CaptureHistories
from telwerk.mse.refusals import InvalidHistories
from telwerk.mse.sources import csv_columns

MAX_BYTES = 200_000
# The names the lists of the register are frozen under: in every figure, sentence and file.
REGISTER_LISTS = {
    "police": "Politie",
    "kmar": "Marechaussee",
    "nla": "Arbeidsinspectie",
    "coordination": "Zorgcoördinatie",
    "shelter": "Opvang",
    "other": "Anderen",
}


@dataclass(frozen=True, slots=True)
class Lists:
    """Named capture histories, ready to be frozen."""

    title: str
    histories: CaptureHistories
    years: tuple[int, ...] = ()


def from_register(years: tuple[int, ...]) -> Lists:
    """Return the overlaps of the register over these years: counts, no people."""
    counted = register.capture_histories(years=years)
    if len(counted.lists) < 2:
        raise Refused(_("There are too few lists in these years to compare."), field="years")
    span = f"{min(years)}–{max(years)}" if len(years) > 1 else str(years[0])
    names = [REGISTER_LISTS[name] for name in counted.lists]
    histories = CaptureHistories.from_counts(names, counted.histories)
    return Lists(f"Register {span}", histories, tuple(sorted(years)))


def from_published() -> Lists:
    """Return the lists of 2010–2015 as the Dutch team published them in 2017."""
    return Lists("Nederland 2010–2015", datasets.netherlands(), tuple(range(2010, 2016)))


def from_csv(name: str, content: bytes) -> Lists:
    """Read an uploaded table of capture histories; say what is wrong with it."""
    if len(content) > MAX_BYTES:
        raise Refused(_("This file is too large for a table of counts."), field="file")
    try:
        return Lists(name, CaptureHistories.of(csv_columns(content, name)))
    except InvalidHistories as problem:
        raise Refused(said(problem.words), field="file") from None
