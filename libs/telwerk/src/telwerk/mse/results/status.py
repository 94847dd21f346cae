# SPDX-License-Identifier: MIT
"""Whether there is an estimate, and if not, why not."""

from enum import StrEnum

from telwerk.localised import LocalisedText


class Status(StrEnum):
    """Whether there is an estimate, and if not, why not."""

    OK = "ok"
    NO_MLE = "no_mle"
    NOT_IDENTIFIABLE = "not_identifiable"
    NO_MLE_NOT_IDENTIFIABLE = "no_mle_not_identifiable"
    NO_VALID_MODEL = "no_valid_model"
    NOT_CONVERGED = "not_converged"
    NO_OVERLAP = "no_overlap"

    @property
    def code(self) -> int:
        """Give the number used in the literature: 0 fine, 1 existence, 2 rank, 3 both."""
        return list(Status).index(self)

    @classmethod
    def of_code(cls, code: int) -> "Status":
        """Give the status that a kernel reports by number.

        Parameters
        ----------
        code
            Number of a kernel: its place in the list of statuses.

        Returns
        -------
        Status
            The status.
        """
        return list(cls)[code]

    @property
    def text(self) -> LocalisedText:
        """Say it in a sentence that needs no statistics."""
        return _STATUS_TEXT[self]


_STATUS_TEXT = {
    Status.OK: LocalisedText(
        nl="Er is een schatting.",
        en="There is an estimate.",
    ),
    Status.NO_MLE: LocalisedText(
        nl="Deze lijsten overlappen te weinig voor dit model: elke uitkomst zou verzonnen zijn.",
        en="These lists overlap too little for this model: any outcome would be made up.",
    ),
    Status.NOT_IDENTIFIABLE: LocalisedText(
        nl="Dit model vraagt meer dan de lijsten kunnen zeggen: er passen oneindig veel "
        "antwoorden bij.",
        en="This model asks more than the lists can say: infinitely many answers fit.",
    ),
    Status.NO_MLE_NOT_IDENTIFIABLE: LocalisedText(
        nl="De lijsten overlappen te weinig voor dit model, en het model vraagt meer dan de "
        "lijsten kunnen zeggen.",
        en="The lists overlap too little for this model, and the model asks more than the "
        "lists can say.",
    ),
    Status.NO_VALID_MODEL: LocalisedText(
        nl="Geen enkel model past bij deze lijsten: zij dragen geen schatting.",
        en="No model fits these lists: they cannot carry an estimate.",
    ),
    Status.NO_OVERLAP: LocalisedText(
        nl="Niemand staat op meer dan één lijst: zonder overlap is er niets te schatten.",
        en="Nobody stands on more than one list: without overlap there is nothing to estimate.",
    ),
    Status.NOT_CONVERGED: LocalisedText(
        nl="De berekening kwam niet tot rust: deze uitkomst is geen getal om te gebruiken.",
        en="The calculation did not settle: this outcome is not a number to use.",
    ),
}
