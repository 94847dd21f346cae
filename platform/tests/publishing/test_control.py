# SPDX-License-Identifier: EUPL-1.2
"""The control of all tables together: what it says of how narrow a hidden group is."""

import json
from dataclasses import asdict
from types import SimpleNamespace

import pytest
import scipy.optimize

from ketenzicht.publishing.control import control
from ketenzicht.register.handover import ShownFrom
from telwerk.sdc import UnprotectedError

RULE = ShownFrom(threshold=10, width=3)
FORMS = {
    ("2024", "sexual"): 31,
    ("2024", "labour"): 42,
    ("2024", "criminal"): 4,
    ("2025", "sexual"): 30,
    ("2025", "labour"): 40,
    ("2025", "criminal"): 12,
}


def test_the_narrowest_bounds_of_a_small_group_are_told() -> None:
    found = control({"form": FORMS}, RULE)
    assert (found.small, found.narrowest is not None and found.narrowest >= 3) == (1, True)


def test_tables_in_which_everything_is_hidden_have_no_narrowest_bounds_and_can_be_kept() -> None:
    found = control({"form": {("2024", "sexual"): 3, ("2024", "labour"): 1}}, RULE)
    assert (found.hidden, found.narrowest) == (6, None)
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["narrowest"] is None


@pytest.mark.parametrize("status", [1, 4])
def test_a_control_that_could_not_finish_lets_nothing_through(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(status=status, fun=None, x=None, message="made up")
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: made)
    with pytest.raises(UnprotectedError, match="worked out"):
        control({"form": FORMS}, RULE)
