# SPDX-License-Identifier: MIT
"""Simple estimators: lower bounds, pairs of lists, differing visibility, sample coverage."""

from dataclasses import replace

from telwerk.localised import LocalisedText
from telwerk.mse.methods.declaration import Method, Option
from telwerk.mse.methods.options import LEVEL, REPLICATES, SEED

METHODS: tuple[Method, ...] = (
    Method(
        name="chao",
        title=LocalisedText(nl="Ondergrens van Chao", en="Chao's lower bound"),
        summary=LocalisedText(
            nl="Hoeveel mensen er ten minste zijn, uit wie op één en op twee lijsten staat.",
            en="How many people there are at least, from those on one and on two lists.",
        ),
        run="telwerk.mse.methods.simple:estimate_chao",
        options=(
            Option(
                name="correction",
                kind=str,
                default="none",
                help=LocalisedText(
                    nl="Verbetering voor weinig overlap.", en="Correction for few overlaps."
                ),
                choices=("none", "bias"),
            ),
            LEVEL,
        ),
    ),
    Method(
        name="chapman",
        title=LocalisedText(nl="Chapman, per paar lijsten", en="Chapman, per pair of lists"),
        summary=LocalisedText(
            nl="Twee lijsten tegelijk; de spreiding tussen paren laat samenhang zien.",
            en="Two lists at a time; the spread between pairs shows dependence.",
        ),
        run="telwerk.mse.methods.simple:estimate_chapman",
        options=(LEVEL,),
    ),
    Method(
        name="heterogeneity",
        title=LocalisedText(nl="Verschil in zichtbaarheid", en="Differing visibility"),
        summary=LocalisedText(
            nl="Mensen verschillen in hoe zichtbaar ze zijn; vijf vormen naast elkaar.",
            en="People differ in how visible they are; five forms side by side.",
        ),
        run="telwerk.mse.methods.simple:estimate_heterogeneity",
        options=(
            Option(
                name="shape",
                kind=str,
                default="chao",
                help=LocalisedText(nl="Hoe mensen verschillen.", en="How people differ."),
                choices=("none", "chao", "poisson", "darroch", "gamma"),
            ),
            Option(
                name="lists",
                kind=str,
                default="th",
                help=LocalisedText(
                    nl="Lijsten reiken even ver (h) of elk anders (th).",
                    en="Lists reach equally far (h) or each its own way (th).",
                ),
                choices=("h", "th"),
            ),
            Option(
                name="interval",
                kind=str,
                default="lognormal",
                help=LocalisedText(
                    nl="Band uit de standaardfout, of waar de aannemelijkheid hoog genoeg is.",
                    en="Interval from the standard error, or where the likelihood is high enough.",
                ),
                choices=("lognormal", "profile"),
            ),
            LEVEL,
        ),
        least_lists=3,
    ),
    Method(
        name="coverage",
        title=LocalisedText(nl="Steekproefdekking", en="Sample coverage"),
        summary=LocalisedText(
            nl="Zegt eerst voor welk deel van de groep de overlap instaat, en dan hoeveel.",
            en="First says what share of the group the overlaps vouch for, then how many.",
        ),
        run="telwerk.mse.methods.simple:estimate_coverage",
        options=(
            LEVEL,
            replace(REPLICATES, least=50, most=100_000),
            SEED,
        ),
        least_lists=3,
        stochastic=True,
    ),
)
