# SPDX-License-Identifier: MIT
"""Bayesian methods: averages over graphs, and over kinds of people."""

from telwerk.mse.catalogue.simple import LEVEL
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
)
