# SPDX-License-Identifier: MIT
"""Options that several methods have."""

from telwerk.localised import LocalisedText
from telwerk.mse.methods.declaration import Option

ORDER = Option(
    name="order",
    kind=int,
    default=2,
    least=1,
    most=15,
    help=LocalisedText(
        nl="Hoeveel lijsten tegelijk mogen samenhangen.",
        en="How many lists may depend on each other at once.",
    ),
)
LEVEL = Option(
    name="level",
    kind=float,
    default=0.95,
    least=0.5,
    most=0.999,
    help=LocalisedText(nl="Hoe zeker het interval moet zijn.", en="How sure the interval must be."),
)
REPLICATES = Option(
    name="replicates",
    kind=int,
    default=1000,
    least=10,
    most=1_000_000,
    help=LocalisedText(
        nl="Aantal herhalingen van de steekproef.", en="Number of repetitions of the sample."
    ),
)
SEED = Option(
    name="seed",
    kind=int,
    default=1,
    least=0,
    most=2**63 - 1,
    help=LocalisedText(
        nl="Begin van het toeval: hetzelfde getal geeft dezelfde uitkomst.",
        en="Start of chance: the same number gives the same outcome.",
    ),
)
CRITERION = Option(
    name="criterion",
    kind=str,
    default="bic",
    choices=("bic", "aic", "aicc"),
    help=LocalisedText(nl="Waarop modellen worden vergeleken.", en="What models are compared on."),
)
