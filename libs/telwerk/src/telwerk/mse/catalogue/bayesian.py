# SPDX-License-Identifier: MIT
"""Bayesian methods: averages over graphs, and over kinds of people."""

from telwerk.mse.catalogue.simple import LEVEL, SEED
from telwerk.mse.methods import Method, Option
from telwerk.words import Words

METHODS: tuple[Method, ...] = (
    Method(
        name="graphs",
        title=Words(nl="Gemiddelde over grafen", en="Average over graphs"),
        summary=Words(
            nl="Weegt alle grafen van samenhang tussen lijsten; exact, zonder trekkingen.",
            en="Weighs all graphs of dependence between lists; exact, nothing is sampled.",
        ),
        run="telwerk.mse.decomposable:estimate_graphs",
        options=(
            Option(
                name="delta",
                kind=float,
                default=None,
                help=Words(
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
                help=Words(
                    nl="Hoogstens zoveel keer de geziene mensen zijn ongezien.",
                    en="At most this many times the people seen are unseen.",
                ),
                least=1,
                most=1000,
            ),
            LEVEL,
        ),
        most_lists=7,
        alternative="Join lists that reach the same people, or use the method latent.",
    ),
    Method(
        name="latent",
        title=Words(nl="Verborgen soorten mensen", en="Latent classes"),
        summary=Words(
            nl="Een paar soorten mensen, elk met eigen kansen; zegt het als er meer dan één "
            "antwoord is.",
            en="A few kinds of people, each with its own chances; says so when there is more "
            "than one answer.",
        ),
        run="telwerk.mse.latent:estimate_latent",
        options=(
            Option(
                name="classes",
                kind=int,
                default=10,
                help=Words(nl="Hoogstens zoveel soorten.", en="At most this many kinds."),
                least=2,
                most=30,
            ),
            Option(
                name="most_unseen",
                kind=float,
                default=20.0,
                help=Words(
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
                help=Words(nl="Hoogstens zoveel rondes.", en="At most this many sweeps."),
                least=4000,
                most=4_000_000,
            ),
            LEVEL,
            SEED,
        ),
        least_lists=3,
        stochastic=True,
    ),
)
