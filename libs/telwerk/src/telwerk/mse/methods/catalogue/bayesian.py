# SPDX-License-Identifier: MIT
"""Bayesian methods: averages over graphs, kinds of people, and models."""

from telwerk.localised import LocalisedText
from telwerk.mse.methods.declaration import Method, Option
from telwerk.mse.methods.options import LEVEL, SEED

METHODS: tuple[Method, ...] = (
    Method(
        name="graphs",
        title=LocalisedText(nl="Gemiddelde over grafen", en="Average over graphs"),
        summary=LocalisedText(
            nl="Weegt alle grafen van samenhang tussen lijsten; exact, zonder trekkingen.",
            en="Weighs all graphs of dependence between lists; exact, nothing is sampled.",
        ),
        run="telwerk.mse.methods.graphs:estimate_graphs",
        options=(
            Option(
                name="delta",
                kind=float,
                default=None,
                help=LocalisedText(
                    nl="Denkbeeldige mensen per cel; leeg is samen één.",
                    en="Imaginary people per cell; empty means one in all.",
                ),
                least=1e-6,
                most=1,
            ),
            Option(
                name="grid_end",
                kind=float,
                default=10.0,
                help=LocalisedText(
                    nl="Hoogstens zoveel keer de geziene mensen zijn ongezien.",
                    en="At most this many times the people seen are unseen.",
                ),
                least=1,
                most=1000,
            ),
            LEVEL,
        ),
        most_lists=7,
        alternative=LocalisedText(
            nl="Voeg lijsten samen die dezelfde mensen bereiken, of gebruik de methode latent.",
            en="Join lists that reach the same people, or use the method latent.",
        ),
    ),
    Method(
        name="latent",
        title=LocalisedText(nl="Verborgen soorten mensen", en="Latent classes"),
        summary=LocalisedText(
            nl="Een paar soorten mensen, elk met eigen kansen; zegt het als er meer dan één "
            "antwoord is.",
            en="A few kinds of people, each with its own chances; says so when there is more "
            "than one answer.",
        ),
        run="telwerk.mse.methods.latent:estimate_latent",
        options=(
            Option(
                name="classes",
                kind=int,
                default=10,
                help=LocalisedText(nl="Hoogstens zoveel soorten.", en="At most this many kinds."),
                least=2,
                most=30,
            ),
            Option(
                name="most_unseen",
                kind=float,
                default=20.0,
                help=LocalisedText(
                    nl="Hoogstens zoveel keer de geziene mensen zijn ongezien.",
                    en="At most this many times the people seen are unseen.",
                ),
                least=1,
                most=1000,
            ),
            Option(
                name="sweeps",
                kind=int,
                default=40_000,
                help=LocalisedText(nl="Hoogstens zoveel rondes.", en="At most this many sweeps."),
                least=4000,
                most=4_000_000,
            ),
            LEVEL,
            SEED,
        ),
        least_lists=3,
        stochastic=True,
    ),
    Method(
        name="threshold",
        title=LocalisedText(nl="Bayesiaanse drempel", en="Bayesian thresholding"),
        summary=LocalisedText(
            nl="Houdt de samenhang over waarop de cijfers staan, en laat de rest weg.",
            en="Keeps the dependence that the figures insist on, and leaves out the rest.",
        ),
        run="telwerk.mse.methods.threshold:estimate_threshold",
        options=(
            Option(
                name="threshold",
                kind=float,
                default=2.0,
                help=LocalisedText(
                    nl="Zoveel standaardafwijkingen van nul moet een effect liggen.",
                    en="An effect must lie this many standard deviations from zero.",
                ),
                least=0,
                most=20,
            ),
            Option(
                name="order",
                kind=int,
                default=2,
                help=LocalisedText(
                    nl="Lijsten hangen samen in paren (2) of ook drietallen (3).",
                    en="Lists depend in pairs (2) or in triples too (3).",
                ),
                least=2,
                most=3,
            ),
            Option(
                name="prior",
                kind=str,
                default="proper",
                help=LocalisedText(
                    nl="Houdt effecten vooraf gematigd (proper) of niet (improper).",
                    en="Keeps effects moderate beforehand (proper) or not (improper).",
                ),
                choices=("proper", "improper"),
            ),
            Option(
                name="variance",
                kind=float,
                default=1.0,
                help=LocalisedText(
                    nl="Hoe ver effecten vooraf mogen reiken.",
                    en="How far effects may reach beforehand.",
                ),
                least=0.01,
                most=100,
            ),
            LEVEL,
            SEED,
        ),
        least_lists=3,
        most_lists=7,
        alternative=LocalisedText(
            nl="Voeg lijsten samen die dezelfde mensen bereiken.",
            en="Join lists that reach the same people.",
        ),
        stochastic=True,
    ),
    Method(
        name="averaging",
        title=LocalisedText(nl="Gemiddelde over modellen", en="Average over models"),
        summary=LocalisedText(
            nl="Weegt alle log-lineaire modellen naar hoe goed de cijfers erbij passen.",
            en="Weighs all log-linear models by how well the figures fit them.",
        ),
        run="telwerk.mse.methods.averaging:estimate_averaging",
        options=(
            Option(
                name="order",
                kind=int,
                default=2,
                help=LocalisedText(
                    nl="Hoogstens zoveel lijsten hangen tegelijk samen.",
                    en="At most this many lists depend on each other at once.",
                ),
                least=1,
                most=5,
            ),
            Option(
                name="prior",
                kind=str,
                default="unit",
                help=LocalisedText(
                    nl="Vaste (unit) of geschatte (hyper-g) spreiding van de effecten vooraf.",
                    en="Fixed (unit) or estimated (hyper-g) spread of the effects beforehand.",
                ),
                choices=("unit", "hyper-g"),
            ),
            LEVEL,
            SEED,
        ),
        least_lists=3,
        most_lists=6,
        alternative=LocalisedText(
            nl="Voeg lijsten samen die dezelfde mensen bereiken, of gebruik de methode graphs.",
            en="Join lists that reach the same people, or use the method graphs.",
        ),
        stochastic=True,
    ),
)
