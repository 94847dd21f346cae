# SPDX-License-Identifier: MIT
"""Log-linear models: independence, best of all, stepwise, downhill, one by name."""

from telwerk.localised import LocalisedText
from telwerk.mse.methods.declaration import Method, Option
from telwerk.mse.methods.options import CRITERION, LEVEL, ORDER, REPLICATES, SEED

INTERVAL = Option(
    name="interval",
    kind=str,
    default="profile",
    choices=("none", "wald", "profile", "bca", "percentile"),
    help=LocalisedText(
        nl="Soort interval; bca en percentile herhalen de keuze van het model.",
        en="Kind of interval; bca and percentile repeat the choice of model.",
    ),
)
NTOP = Option(
    name="ntop",
    kind=int,
    default=100,
    least=0,
    most=10_000_000,
    help=LocalisedText(
        nl="Uit hoeveel beste modellen elke herhaling kiest; 0 is alle.",
        en="Among how many best models each repetition chooses; 0 is all.",
    ),
)
THRESHOLD = Option(
    name="threshold",
    kind=float,
    default=0.02,
    least=0.0,
    most=1.0,
    help=LocalisedText(
        nl="Hoe onwaarschijnlijk een overlap moet zijn om mee te tellen.",
        en="How unlikely an overlap must be to count.",
    ),
)
STARTS = Option(
    name="starts",
    kind=int,
    default=5,
    least=1,
    most=1000,
    help=LocalisedText(
        nl="Van hoeveel modellen de wandeling begint.", en="From how many models to walk."
    ),
)
MODEL = Option(
    name="model",
    kind=str,
    default="[1]",
    help=LocalisedText(
        nl="Welke lijsten samenhangen, met nummers: [12,13,4].",
        en="Which lists go together, by number: [12,13,4].",
    ),
)
BAND = (INTERVAL, LEVEL, REPLICATES, SEED)
MANY_LISTS = LocalisedText(
    nl="Voeg lijsten samen die dezelfde mensen bereiken, of gebruik downhill of stepwise.",
    en="Join lists that reach the same people, or use downhill or stepwise.",
)


def _of_all(name: str, criterion: str) -> Method:
    return Method(
        name=name,
        title=LocalisedText(nl=f"Beste model volgens {criterion}", en=f"Best model by {criterion}"),
        summary=LocalisedText(
            nl=f"Past alle modellen en neemt het model met de laagste {criterion}.",
            en=f"Fits all models and takes the one with the lowest {criterion}.",
        ),
        run=f"telwerk.mse.methods.loglinear:by_{name}",
        options=(ORDER, NTOP, *BAND),
        resumable=True,
        most_lists=10,
        alternative=MANY_LISTS,
    )


METHODS: tuple[Method, ...] = (
    _of_all("bic", "BIC"),
    _of_all("aic", "AIC"),
    _of_all("aicc", "AICc"),
    Method(
        name="stepwise",
        resumable=True,
        title=LocalisedText(nl="Stap voor stap", en="Forward stepwise"),
        summary=LocalisedText(
            nl="Voegt paren van lijsten toe zolang hun overlap verrast.",
            en="Adds pairs of lists as long as their overlap surprises.",
        ),
        run="telwerk.mse.methods.loglinear:by_stepwise",
        options=(THRESHOLD, *BAND),
    ),
    Method(
        name="downhill",
        resumable=True,
        title=LocalisedText(nl="Bergafwaarts", en="Downhill"),
        summary=LocalisedText(
            nl="Wandelt van model naar buurmodel zolang dat helpt, vanaf meer plaatsen.",
            en="Walks from model to neighbour as long as that helps, from several places.",
        ),
        run="telwerk.mse.methods.loglinear:by_local_search",
        options=(ORDER, STARTS, CRITERION, *BAND),
        most_lists=12,
        alternative=LocalisedText(
            nl="Voeg lijsten samen die dezelfde mensen bereiken, of gebruik stepwise.",
            en="Join lists that reach the same people, or use stepwise.",
        ),
    ),
    Method(
        name="independence",
        resumable=True,
        title=LocalisedText(nl="Onafhankelijke lijsten", en="Independent lists"),
        summary=LocalisedText(
            nl="Rekent alsof geen lijst iets met een andere te maken heeft.",
            en="Counts as if no list has anything to do with another.",
        ),
        run="telwerk.mse.methods.loglinear:independence",
        options=BAND,
    ),
    Method(
        name="model",
        resumable=True,
        title=LocalisedText(nl="Eén model naar keuze", en="One model of choice"),
        summary=LocalisedText(
            nl="Past het model dat je zelf noemt.", en="Fits the model that you name."
        ),
        run="telwerk.mse.methods.loglinear:one_model",
        options=(MODEL, *BAND),
    ),
)
