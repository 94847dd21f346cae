# SPDX-License-Identifier: MIT
"""``telwerk covariates``, ``series`` and ``robust``: lists of people of whom more is known."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from telwerk.cli.common import add_output, emit, progress_of
from telwerk.cli.estimate import EXIT_NO_ESTIMATE
from telwerk.localised import EMPTY_TEXT, LocalisedError
from telwerk.mse.methods.declaration import Option
from telwerk.mse.results.estimate import Estimate

DEGREE = Option(name="--trend", kind=int, default=None, help=EMPTY_TEXT, least=1, most=9)


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the three commands and their options."""
    _declare_covariates(commands)
    _declare_series(commands)
    _declare_robust(commands)


def _command(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text)
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet")
    parser.add_argument("--lists", required=True, metavar="A,B,C", help="columns that are lists")
    parser.add_argument("--level", type=float, default=0.95, help="confidence level")
    parser.add_argument("--seed", type=int, default=1, help="start of the random numbers")
    add_output(parser)
    return parser


def _declare_covariates(commands: Any) -> None:
    parser = _command(
        commands, "covariates", "estimate a population and its subgroups from lists and covariates"
    )
    parser.add_argument("--covariates", required=True, metavar="SEX,AGE", help="what is known")
    parser.add_argument("--count-column", metavar="COLUMN", help="counts; without, rows are people")
    parser.add_argument("--trend", metavar="YEAR:1", help="a covariate that enters as a polynomial")
    parser.add_argument("--by", metavar="YEAR", help="divide the other covariates by this one too")
    parser.add_argument("--criterion", choices=("bic", "aic", "aicc"), default="bic")
    parser.add_argument(
        "--repeat",
        choices=("selection", "model", "none"),
        default="selection",
        help="what each bootstrap table goes through",
    )
    parser.add_argument("--replicates", type=int, default=200, help="bootstrap tables")
    parser.add_argument(
        "--structural",
        choices=("none", "pairs"),
        default="none",
        help="pairs: nobody can be on two lists that never meet",
    )
    parser.set_defaults(run=_checked(run_covariates))


def _declare_series(commands: Any) -> None:
    parser = _command(commands, "series", "estimate per year, years borrowing strength")
    parser.add_argument("--year", required=True, metavar="YEAR", help="column with the year")
    parser.add_argument("--count-column", metavar="COLUMN", help="counts; without, rows are people")
    parser.add_argument("--model", default="best", help="such as [12,3]; best chooses by BIC")
    parser.add_argument("--order", type=int, default=2, help="largest sets that best tries")
    parser.set_defaults(run=_checked(run_series))


def _declare_robust(commands: Any) -> None:
    parser = _command(commands, "robust", "estimate from two lists and people's characteristics")
    parser.add_argument("--covariates", required=True, metavar="AGE,SEX", help="what is known")
    parser.add_argument("--shape", choices=("linear", "quadratic"), default="linear")
    parser.add_argument(
        "--form",
        choices=("dr", "pi", "tmle"),
        default="dr",
        help="dr: doubly robust; pi: plug-in, uncorrected; tmle: targeted",
    )
    parser.add_argument("--folds", type=int, default=5, help="parts that learn from the others")
    parser.set_defaults(run=_checked(run_robust))


def run_covariates(namespace: argparse.Namespace) -> int:
    """Estimate with covariates; people of whom some are unknown are kept, by completion."""
    from telwerk.mse.lists.covariates import CovariateTable
    from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates
    from telwerk.mse.methods.incomplete import IncompleteSettings, estimate_incomplete
    from telwerk.mse.methods.options import REPLICATES

    REPLICATES.check(namespace.replicates)
    table = CovariateTable.read(
        namespace.file,
        lists=_names(namespace.lists),
        covariates=_names(namespace.covariates),
        count=namespace.count_column,
    )
    if namespace.trend:
        name, _, degree = namespace.trend.partition(":")
        table = table.with_trend(name, int(DEGREE.parse(degree or "1") or 1))
    progress = progress_of(namespace, "covariates")
    if table.partial:
        _warn_ignored(namespace)
        completion = IncompleteSettings(
            replicates=namespace.replicates, level=namespace.level, seed=namespace.seed
        )
        return _print_estimate(namespace, estimate_incomplete(table, completion, progress=progress))
    settings = CovariateSettings(
        criterion=namespace.criterion,
        repeat=namespace.repeat,
        replicates=namespace.replicates,
        level=namespace.level,
        seed=namespace.seed,
        by=namespace.by,
        structural=namespace.structural,
    )
    return _print_estimate(namespace, estimate_covariates(table, settings, progress=progress))


def _warn_ignored(namespace: argparse.Namespace) -> None:
    """Some are unknown: completing them takes the model with all pairs, and nothing else."""
    given = {"--by": namespace.by, "--structural": namespace.structural != "none"}
    given |= {
        "--criterion": namespace.criterion != "bic",
        "--repeat": namespace.repeat != "selection",
    }
    left = [flag for flag, value in given.items() if value]
    if left:
        reason = f"telwerk: some characteristics are unknown; {', '.join(left)} ignored."
        print(reason, file=sys.stderr)


def run_series(namespace: argparse.Namespace) -> int:
    """Estimate per year."""
    from telwerk.mse.lists.covariates import CovariateTable
    from telwerk.mse.methods.series import SeriesSettings, estimate_series

    table = CovariateTable.read(
        namespace.file,
        lists=_names(namespace.lists),
        covariates=[namespace.year],
        count=namespace.count_column,
    )
    settings = SeriesSettings(
        model=namespace.model, order=namespace.order, level=namespace.level, seed=namespace.seed
    )
    return _print_estimate(
        namespace, estimate_series(table, settings, progress=progress_of(namespace, "series"))
    )


def run_robust(namespace: argparse.Namespace) -> int:
    """Estimate from two lists and characteristics."""
    from telwerk.mse.lists.columns import read_columns
    from telwerk.mse.messages import TWO_LISTS
    from telwerk.mse.methods.robust import TwoListSettings, estimate_robust

    lists = _names(namespace.lists)
    if len(lists) != 2:
        raise LocalisedError(TWO_LISTS.filled(number=len(lists)))
    settings = TwoListSettings(
        (lists[0], lists[1]),
        _names(namespace.covariates),
        shape=namespace.shape,
        form=namespace.form,
        folds=namespace.folds,
        level=namespace.level,
        seed=namespace.seed,
    )
    return _print_estimate(namespace, estimate_robust(read_columns(namespace.file), settings))


def _checked(
    run: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """Refuse a level that no interval can have, before any work is done."""

    def checked(namespace: argparse.Namespace) -> int:
        from telwerk.mse.methods.options import LEVEL

        LEVEL.check(namespace.level)
        return run(namespace)

    return checked


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _print_estimate(namespace: argparse.Namespace, outcome: Estimate) -> int:
    text = f"{outcome.to_table(namespace.lang)}\n\n{outcome.paragraph(namespace.lang)}"
    emit(namespace, outcome.to_dict(), text)
    return EXIT_NO_ESTIMATE if outcome.estimate is None else 0
