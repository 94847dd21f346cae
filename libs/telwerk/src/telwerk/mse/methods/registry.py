# SPDX-License-Identifier: MIT
"""Every method once: its words, its options, its limits, and where it lives.

The command line, the form in the platform and the documentation are made from
this table. A method is a function ``(histories, **options) -> Estimate``; it is
imported when it is first run, so that looking at the table costs nothing.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from telwerk.localised import LocalisedError
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import NO_METHOD
from telwerk.mse.methods.declaration import Method
from telwerk.mse.results.estimate import Estimate

# Each module has a tuple METHODS; a new family adds one line here.
CATALOGUES = (
    "telwerk.mse.methods.catalogue.loglinear",
    "telwerk.mse.methods.catalogue.simple",
    "telwerk.mse.methods.catalogue.bayesian",
)


@cache
def methods() -> dict[str, Method]:
    """Give all methods by name, in the order in which people should see them.

    Returns
    -------
    dict[str, Method]
        Methods by name.

    Examples
    --------
    >>> list(methods())[:3]
    ['bic', 'aic', 'aicc']
    """
    return {method.name: method for method in _all_methods()}


def _all_methods() -> Iterator[Method]:
    for module in CATALOGUES:
        yield from import_module(module).METHODS


def method(name: str) -> Method:
    """Give one method, or say which there are.

    Parameters
    ----------
    name
        Name of a method.

    Returns
    -------
    Method
        The method.

    Raises
    ------
    LocalisedError
        When there is none of that name.

    Examples
    --------
    >>> method("chao").stochastic
    False
    """
    try:
        return methods()[name]
    except KeyError:
        raise LocalisedError(NO_METHOD.filled(name=name, known=", ".join(methods()))) from None


def estimate(histories: CaptureHistories, method_name: str = "bic", **options: Any) -> Estimate:
    """Estimate with a method by its name.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    method_name
        Name of a method.
    options
        Options of the method, progress and resume.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> estimate(korea(), "bic").model
    '[12,23]'
    """
    return method(method_name).estimate(histories, **options)
