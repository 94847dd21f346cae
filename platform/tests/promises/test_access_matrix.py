# SPDX-License-Identifier: EUPL-1.2
"""No byte leaks, no view without a policy, and not yours looks like not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import Q
from ketenzicht.core.policy import Audience, everyone, policy_of, routes

from tests.kinds import all_kinds, all_posts
from tests.promises.matrix import Matrix, served


@pytest.fixture
def matrix(world):
    return Matrix(world, all_kinds(), all_posts(world))


def told(findings):
    return sorted({str(finding) for finding in findings})


def test_every_pattern_method_role_and_ownership_answers_as_declared(matrix):
    assert told(matrix.walk()) == []
    assert matrix.never_shown() == set()
    assert matrix.requests > 0
