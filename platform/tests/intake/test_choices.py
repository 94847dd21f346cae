# SPDX-License-Identifier: EUPL-1.2
"""As whom somebody can say that they report."""

from __future__ import annotations

from ketenzicht.intake.forms.public import WhoForm


def test_whoever_works_at_veilig_thuis_or_comensha_can_say_so() -> None:
    choices = WhoForm().fields["reporter_type"].choices
    chain = next(found for _name, found in choices if isinstance(found, list))
    assert {"veilig_thuis", "comensha"} <= {code for code, _label in chain}
