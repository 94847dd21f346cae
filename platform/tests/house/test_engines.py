# SPDX-License-Identifier: EUPL-1.2
"""On the second engine a test runs again when it can reach a database: by rule, not by list."""

from __future__ import annotations

import pytest

from tests.conftest import reaches_the_engine


def test_a_test_that_may_ask_the_database_nothing_reaches_no_engine(request):
    assert not reaches_the_engine(request.node)


def test_a_test_with_rows_reaches_it_also_through_another_fixture(request, world):
    assert reaches_the_engine(request.node)


@pytest.mark.django_db
def test_a_test_that_is_marked_reaches_it(request):
    assert reaches_the_engine(request.node)


@pytest.mark.engine
def test_a_test_whose_process_reaches_it_says_so(request):
    assert reaches_the_engine(request.node)
