# SPDX-License-Identifier: MIT
"""One result for every method: the number, its band, and what it rests on.

An invalid fit is never a number: then ``estimate`` is None and ``status`` says
why, in a word for machines and a sentence for people.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from telwerk import __version__
from telwerk.localised import Language, LocalisedText, percent, whole


class Status(StrEnum):
    """Whether there is an estimate, and if not, why not."""

    OK = "ok"
    NO_MLE = "no_mle"
    NOT_IDENTIFIABLE = "not_identifiable"
    NO_MLE_NOT_IDENTIFIABLE = "no_mle_not_identifiable"
    NO_VALID_MODEL = "no_valid_model"
    NOT_CONVERGED = "not_converged"
    NO_OVERLAP = "no_overlap"

    @property
    def code(self) -> int:
        """Give the number used in the literature: 0 fine, 1 existence, 2 rank, 3 both."""
        return list(Status).index(self)

    @classmethod
    def of_code(cls, code: int) -> "Status":
        """Give the status that a kernel reports by number."""
        return list(cls)[code]

    @property
    def text(self) -> LocalisedText:
        """Say it in a sentence that needs no statistics."""
        return _STATUS_TEXT[self]


_STATUS_TEXT = {
    Status.OK: LocalisedText(
        nl="Er is een schatting.",
        en="There is an estimate.",
    ),
    Status.NO_MLE: LocalisedText(
        nl="Deze lijsten overlappen te weinig voor dit model: elke uitkomst zou verzonnen zijn.",
        en="These lists overlap too little for this model: any outcome would be made up.",
    ),
    Status.NOT_IDENTIFIABLE: LocalisedText(
        nl="Dit model vraagt meer dan de lijsten kunnen zeggen: er passen oneindig veel "
        "antwoorden bij.",
        en="This model asks more than the lists can say: infinitely many answers fit.",
    ),
    Status.NO_MLE_NOT_IDENTIFIABLE: LocalisedText(
        nl="De lijsten overlappen te weinig voor dit model, en het model vraagt meer dan de "
        "lijsten kunnen zeggen.",
        en="The lists overlap too little for this model, and the model asks more than the "
        "lists can say.",
    ),
    Status.NO_VALID_MODEL: LocalisedText(
        nl="Geen enkel model past bij deze lijsten: zij dragen geen schatting.",
        en="No model fits these lists: they cannot carry an estimate.",
    ),
    Status.NO_OVERLAP: LocalisedText(
        nl="Niemand staat op meer dan één lijst: zonder overlap is er niets te schatten.",
        en="Nobody stands on more than one list: without overlap there is nothing to estimate.",
    ),
    Status.NOT_CONVERGED: LocalisedText(
        nl="De berekening kwam niet tot rust: deze uitkomst is geen getal om te gebruiken.",
        en="The calculation did not settle: this outcome is not a number to use.",
    ),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits around an estimate; a limit is None when the method has none there."""

    low: float | None
    high: float | None
    level: float = 0.95
    method: str = "wald"


@dataclass(frozen=True, slots=True)
class Part:
    """The estimate of one subgroup; the parts of a division add up to the whole."""

    label: str
    observed: int
    estimate: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a method says about the size of a population.

    Attributes
    ----------
    method
        Word of the command line, as in :mod:`telwerk.mse.methods`.
    estimate
        Estimated number of people, seen and unseen; None when ``status`` is not ok.
    observed
        Number of different people seen.
    model
        Maximal sets of lists that go together, by list number: ``[12,13,25]``.
    status
        Word for machines; ``status.text`` says it in a sentence.
    diagnostics
        Whatever else the method knows, as plain values that JSON can hold.
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
        """Give plain values; the keys are part of the interface and stay."""
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
        """Give the dictionary as JSON; never NaN or infinity, which are not JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)

    def to_table(self, lang: Language = "en") -> str:
        """Give the result as lines of plain text."""
        return "\n".join(f"{name:<16}{value}" for name, value in _rows(self, lang))

    def paragraph(self, lang: Language = "nl") -> str:
        """Say in plain words how many were seen, how many not, and how sure that is."""
        from telwerk.mse.results.text import paragraph

        return paragraph(self, lang)

    def chart(self, lang: Language = "nl") -> Any:  # a chart of Altair, an optional extra
        """Draw seen against unseen with the band of the interval (extra ``report``)."""
        from telwerk.mse.results.text import chart

        return chart(self, lang)

    def _repr_html_(self) -> str:
        from telwerk.mse.results.text import html_table

        return html_table(_rows(self, "en"), self.paragraph("en"))


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


def _rows(result: Estimate, lang: Language) -> list[tuple[str, str]]:
    head = _LABELS[lang]
    rows = [(head["method"], result.method), (head["observed"], whole(result.observed, lang))]
    if result.estimate is None:
        return [*rows, (head["status"], result.status.text.say(lang))]
    rows.append((head["estimate"], whole(result.estimate, lang)))
    if result.interval:
        rows.append((head["interval"], interval_text(result.interval, lang)))
    rows.append((head["seen"], percent(result.observed / result.estimate, lang)))
    if result.model:
        rows.append((head["model"], result.model))
    if result.bic is not None:
        rows.append(("BIC", f"{result.bic:.4f}"))
    rows += [
        (part.label, "-" if part.estimate is None else whole(part.estimate, lang))
        for part in result.parts
    ]
    return rows


def interval_text(interval: Interval, lang: Language) -> str:
    """Write an interval with its level and method; an open end is an ellipsis."""
    low = "…" if interval.low is None else whole(interval.low, lang)
    high = "…" if interval.high is None else whole(interval.high, lang)
    kind = _KINDS.get(interval.method, interval.method) if lang == "nl" else interval.method
    return f"{low} – {high} ({percent(interval.level, lang)}, {kind})"


# what Dutch calls an interval; a name that is the same stays
_KINDS = {
    "profile": "profiel",
    "percentile": "percentielen",
    "posterior": "a posteriori",
    "lognormal": "lognormaal",
    "doubly robust": "dubbel robuust",
    "plug-in": "ingevuld",
    "targeted": "gericht",
    "bootstrap of people": "mensen opnieuw getrokken",
    "bootstrap of model": "tabellen opnieuw getrokken",
    "bootstrap of selection": "tabellen opnieuw getrokken, keuze herhaald",
}


_LABELS: dict[Language, dict[str, str]] = {
    "nl": {
        "method": "methode",
        "observed": "gezien",
        "status": "status",
        "estimate": "schatting",
        "interval": "interval",
        "seen": "deel gezien",
        "model": "model",
    },
    "en": {
        "method": "method",
        "observed": "seen",
        "status": "status",
        "estimate": "estimate",
        "interval": "interval",
        "seen": "share seen",
        "model": "model",
    },
}
