# SPDX-License-Identifier: EUPL-1.2
"""Nonsense gets a refusal: never a mistake of ours, never somebody else's words."""

from __future__ import annotations

import os

import pytest

from ketenzicht.core import http
from tests.promises.malformed import nonsense

REQUESTS = 50_000 if os.environ.get("SOAK") else 1_000


@pytest.mark.no_cover  # it reaches lines by chance, which would count as tested
def test_nonsense_is_refused_and_breaks_nothing(matrix):
    assert sorted({str(one) for one in nonsense(matrix, REQUESTS, seed=20261118)}) == []


def test_a_number_read_without_care_is_found(matrix, monkeypatch):
    monkeypatch.setattr(http, "whole_number", lambda text, otherwise=0: int(text or otherwise))
    found = list(nonsense(matrix, 80, 7, lambda route: route.name == "cases:risk"))
    assert [one for one in found if one.what == "answers 500"] != []
