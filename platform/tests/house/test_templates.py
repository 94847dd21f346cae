# SPDX-License-Identifier: EUPL-1.2
"""Templates are read beside the code: no line is wider than the screen it is read on."""

from __future__ import annotations

from tests.house.sources import ROOT
from tests.house.templates import wide_lines


def test_no_template_has_a_wide_line():
    assert list(wide_lines(ROOT)) == []
