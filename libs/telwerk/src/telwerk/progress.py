# SPDX-License-Identifier: MIT
"""How far a calculation is, told to whoever wants to hear it."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from telwerk.localised import LocalisedText

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """A progress that does nothing.

    Parameters
    ----------
    done
        How much is done.
    total
        How much there is.
    """


@runtime_checkable
class RemarkingProgress(Protocol):
    """A progress that also hears, in a few words, how it goes."""

    def remark(self, text: LocalisedText) -> None:
        """Take the words that stand beside the numbers until others come.

        Parameters
        ----------
        text
            What stands beside the numbers.
        """
