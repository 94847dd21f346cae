# SPDX-License-Identifier: MIT
"""The log-linear methods as the table of methods offers them."""

from typing import Any

from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.loglinear_result import LoglinearSettings, estimate_from
from telwerk.mse.models.hierarchical import closed, parse_model
from telwerk.mse.models.loglinear import Criterion
from telwerk.mse.models.search import best_of_all, fixed, local_search, stepwise
from telwerk.mse.results.estimate import Estimate
from telwerk.progress import Progress, silent


def _settings(method: str, progress: Progress, options: dict[str, Any]) -> LoglinearSettings:
    names = ("criterion", "interval", "level", "replicates", "seed", "checkpoint")
    given = {name: options[name] for name in names if name in options}
    record = {name: value for name, value in options.items() if name != "checkpoint"}
    return LoglinearSettings(method=method, progress=progress, options=record, **given)


def independence(
    histories: CaptureHistories, *, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate as if no list depends on another.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    options
        interval, level, replicates, seed and checkpoint, as for every log-linear method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Cormack (1989), Biometrics 45.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> round(independence(korea()).estimate, 2)
    141.99
    """
    choice = fixed(histories.counts, closed(histories.t, []))
    return estimate_from(histories, choice, _settings("independence", progress, options))


def one_model(
    histories: CaptureHistories, *, model: str, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate with the model that the caller names.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    model
        Which lists go together, such as ``[12,13,4]``.
    progress
        Told how much is done, as (done, total).
    options
        interval, level, replicates, seed and checkpoint, as for every log-linear method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Cormack (1989), Biometrics 45.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> one_model(korea(), model="[12,23]").model
    '[12,23]'
    """
    choice = fixed(histories.counts, parse_model(model, histories.t))
    return estimate_from(
        histories, choice, _settings("model", progress, {"model": model, **options})
    )


def by_criterion(
    histories: CaptureHistories,
    *,
    criterion: Criterion = "bic",
    order: int = 2,
    ntop: int = 100,
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Estimate with the best of all hierarchical models up to an order.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    order
        Largest number of lists in one interaction.
    ntop
        Number of best models that each bootstrap table chooses from; 0 is all.
    progress
        Told how much is done, as (done, total).
    options
        interval, level, replicates, seed and checkpoint, as for every log-linear method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_criterion(korea()).model
    '[12,23]'
    """
    highest = _possible(order, histories.t)
    record = {"criterion": criterion, "order": highest, "ntop": ntop, **options}
    settings = _settings(criterion, progress, record)
    choice = best_of_all(
        histories, order=highest, criterion=criterion, ntop=ntop, progress=progress
    )
    return estimate_from(histories, choice, settings)


def by_bic(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest BIC.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    options
        order, ntop and interval, level, replicates, seed and checkpoint, as for every log-linear
        method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_bic(korea()).method
    'bic'
    """
    return by_criterion(histories, criterion="bic", **options)


def by_aic(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest AIC.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    options
        order, ntop and interval, level, replicates, seed and checkpoint, as for every log-linear
        method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_aic(korea()).method
    'aic'
    """
    return by_criterion(histories, criterion="aic", **options)


def by_aicc(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest AICc.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    options
        order, ntop and interval, level, replicates, seed and checkpoint, as for every log-linear
        method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_aicc(korea()).method
    'aicc'
    """
    return by_criterion(histories, criterion="aicc", **options)


def by_stepwise(
    histories: CaptureHistories,
    *,
    threshold: float = 0.02,
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Add pairs of lists one by one while their overlap is surprising.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    threshold
        Largest p-value of an overlap that counts as surprising.
    progress
        Told how much is done, as (done, total).
    options
        interval, level, replicates, seed and checkpoint, as for every log-linear method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_stepwise(korea()).status
    <Status.OK: 'ok'>
    """
    settings = _settings("stepwise", progress, {"threshold": threshold, **options})
    return estimate_from(histories, stepwise(histories.counts, threshold), settings)


def by_local_search(
    histories: CaptureHistories,
    *,
    order: int = 2,
    starts: int = 5,
    criterion: Criterion = "bic",
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Move from model to neighbouring model as long as that helps.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    order
        Largest number of lists in one interaction.
    starts
        Number of models to start from.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    progress
        Told how much is done, as (done, total).
    options
        interval, level, replicates, seed and checkpoint, as for every log-linear method.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Silverman, Chan & Vincent (2024), Statistics and Computing 34, section 5.2.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> by_local_search(korea()).model
    '[12,23]'
    """
    highest = _possible(order, histories.t)
    record = {"criterion": criterion, "order": highest, "starts": starts, **options}
    choice = local_search(
        histories,
        order=highest,
        criterion=criterion,
        starts=starts,
        seed=int(options.get("seed", 1)),
    )
    return estimate_from(histories, choice, _settings("downhill", progress, record))


def _possible(order: int, t: int) -> int:
    return max(1, min(order, t - 1))  # all lists at once can never be estimated
