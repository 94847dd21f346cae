# SPDX-License-Identifier: MIT
"""Numbers of the command line that must lie in a range."""

import argparse

LEAST_PEOPLE = 80


def share(text: str) -> float:
    """A number from 0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def seconds(text: str) -> float:
    """A time that does not run backwards."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return value


def people(text: str) -> int:
    """Enough people to attack: a quarter of them are in the file."""
    value = int(text)
    if value < LEAST_PEOPLE:
        raise argparse.ArgumentTypeError(f"{text} is too few: give {LEAST_PEOPLE} or more")
    return value


def period(text: str) -> str:
    """A name for how long keys are valid."""
    if not text.strip():
        raise argparse.ArgumentTypeError("give a name, as in 2026-11")
    return text
