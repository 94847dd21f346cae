# SPDX-License-Identifier: MIT
"""Numbers of people, and what is none."""

import numpy as np


def whole_people(value: int, name: str) -> int:
    """Give a number of people back, or refuse what is none: NaN, a fraction, less than 0.

    Parameters
    ----------
    value
        What should be a number of people.
    name
        What it is called in the error.

    Returns
    -------
    int
        The number.

    Raises
    ------
    ValueError
        When it is NaN, a fraction, or less than 0.
    """
    if not (isinstance(value, int | np.integer) and value >= 0):
        raise ValueError(f"The {name} must be a whole number of people, 0 or more; got {value}.")
    return int(value)
