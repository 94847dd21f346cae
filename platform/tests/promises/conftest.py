# SPDX-License-Identifier: EUPL-1.2
"""One of each kind of thing, made once for the tests of a file; each undoes only what it did."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.factories.accounts import make_world
from tests.promises.matrix import Matrix


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Matrix]:
    """The rows of a whole matrix, around the transaction of each test that asks for them."""
    around = transaction.atomic()
    with django_db_blocker.unblock(), translation.override(settings.LANGUAGE_CODE):
        around.__enter__()
        made = Matrix.of(make_world())
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def matrix(everything: Matrix, db: None) -> Matrix:
    """A matrix of this test alone: nobody is signed in, and nothing was asked yet."""
    return copy.deepcopy(everything)
