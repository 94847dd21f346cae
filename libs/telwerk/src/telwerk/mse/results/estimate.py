# SPDX-License-Identifier: MIT
"""One result for every method: the number, its band, and what it rests on.

An invalid fit is never a number: then ``estimate`` is None and ``status`` says
why, in a word for machines and a sentence for people.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telwerk import __version__
from telwerk.localised import Language, LocalisedText
from telwerk.mse.results import text
from telwerk.mse.results.interval import Interval, Part
from telwerk.mse.results.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a method says about the size of a population.

    Attributes
    ----------
    method
        Word of the command line, as in :mod:`telwerk.mse.methods`.
    observed
        Number of different people seen.
    lists
        Names of the lists; list 1 is the first.
    input_digest
        SHA-256 of the canonical text of the input.
    estimate
        Estimated number of people, seen and unseen; None when ``status`` is not ok.
    interval
        Interval of the estimate, when there is one.
    model
        Maximal sets of lists that go together, by list number: ``[12,13,25]``.
    status
        Word for machines; ``status.text`` says it in a sentence.
    loglik
        Poisson log-likelihood.
    aic
        Akaike's criterion.
    aicc
        Akaike's criterion corrected for few people.
    bic
        Schwarz's criterion, with the number of people.
    parts
        Estimates of subgroups.
    assumptions
        What the method takes for granted.
    remarks
        What a reader should know beside the number.
    diagnostics
        Whatever else the method knows, as plain values that JSON can hold.
    convergence
        Whether and how the calculation settled, as JSON values.
    options
        Options as they were asked for.
    seed
        Start of the random numbers; None when there were none.
    version
        Version of telwerk.
    """

    method: str
    observed: int
    lists: tuple[str, ...]
    input_digest: str
    estimate: float | None = None
    interval: Interval | None = None
    model: str | None = None
    status: Status = Status.OK
    loglik: float | None = None
    aic: float | None = None
    aicc: float | None = None
    bic: float | None = None
    parts: tuple[Part, ...] = ()
    assumptions: tuple[LocalisedText, ...] = ()
    remarks: tuple[LocalisedText, ...] = ()
    diagnostics: Mapping[str, Any] = field(default_factory=dict)  # JSON values only
    convergence: Mapping[str, Any] = field(default_factory=dict)  # JSON values only
    options: Mapping[str, Any] = field(default_factory=dict)  # as they were asked for
    seed: int | None = None
    version: str = __version__

    def __post_init__(self) -> None:
        if self.estimate is not None and not math.isfinite(self.estimate):
            raise ValueError(f"An estimate is a finite number of people, not {self.estimate}.")
        if (self.estimate is None) == (self.status is Status.OK):
            raise ValueError(
                f"An estimate has a number exactly when its status is ok; "
                f"got {self.estimate} with status {self.status}."
            )

    @property
    def unobserved(self) -> float | None:
        """Number of people nobody saw."""
        return None if self.estimate is None else self.estimate - self.observed

    @property
    def seen_share(self) -> float | None:
        """Share of the population that was seen."""
        return None if self.estimate is None else self.observed / self.estimate

    def to_dict(self) -> dict[str, Any]:
        """Give plain values; the keys are part of the interface and stay.

        Returns
        -------
        dict[str, Any]
            JSON values; nothing in it is NaN or infinite.
        """
        return {
            "method": self.method,
            "estimate": self.estimate,
            "interval": [self.interval.low, self.interval.high] if self.interval else None,
            "level": self.interval.level if self.interval else None,
            "interval_method": self.interval.method if self.interval else None,
            "model": self.model,
            "bic": self.bic,
            "aic": self.aic,
            "aicc": self.aicc,
            "loglik": self.loglik,
            "observed": self.observed,
            "dark_figure": self.unobserved,
            "seen_share": self.seen_share,
            "status": str(self.status),
            "status_code": self.status.code,
            "lists": list(self.lists),
            "parts": [_part(part) for part in self.parts],
            "assumptions": _both(self.assumptions),
            "remarks": _both(self.remarks),
            "text": {"nl": self.paragraph("nl"), "en": self.paragraph("en")},
            "diagnostics": dict(self.diagnostics),
            "convergence": dict(self.convergence),
            "options": dict(self.options),
            "seed": self.seed,
            "input_digest": self.input_digest,
            "version": self.version,
        }

    def to_json(self, *, indent: int | None = 2) -> str:
        """Give the dictionary as JSON; never NaN or infinity, which are not JSON.

        Parameters
        ----------
        indent
            Spaces per level; None for one line.

        Returns
        -------
        str
            The text.
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)

    def to_table(self, lang: Language = "en") -> str:
        """Give the result as lines of plain text.

        Parameters
        ----------
        lang
            ``nl`` or ``en``.

        Returns
        -------
        str
            One line per fact.
        """
        return "\n".join(f"{name:<16}{value}" for name, value in text.rows(self, lang))

    def paragraph(self, lang: Language = "nl") -> str:
        """Say in plain words how many were seen, how many not, and how sure that is.

        Parameters
        ----------
        lang
            ``nl`` or ``en``.

        Returns
        -------
        str
            A few sentences.
        """
        return text.paragraph(self, lang)

    def chart(self, lang: Language = "nl") -> Any:  # a chart of Altair, an optional extra
        """Draw seen against unseen with the band of the interval (extra ``report``).

        Parameters
        ----------
        lang
            ``nl`` or ``en``.

        Returns
        -------
        Any
            A chart of Altair.
        """
        from telwerk.mse.results.chart import estimate_chart

        return estimate_chart(self, lang)

    def _repr_html_(self) -> str:
        return text.html_table(text.rows(self, "en"), self.paragraph("en"))


def _part(part: Part) -> dict[str, Any]:
    band = part.interval
    return {
        "label": part.label,
        "observed": part.observed,
        "estimate": part.estimate,
        "interval": [band.low, band.high] if band else None,
    }


def _both(sentences: tuple[LocalisedText, ...]) -> dict[str, list[str]]:
    return {
        "nl": [sentence.nl for sentence in sentences],
        "en": [sentence.en for sentence in sentences],
    }
