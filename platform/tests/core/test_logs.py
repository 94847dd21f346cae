# SPDX-License-Identifier: EUPL-1.2
"""A log says where our mistake lies and nothing of whom it was about."""

from __future__ import annotations

import io
import logging
import logging.config
from datetime import datetime

import pytest
from django.conf import settings

from ketenzicht.core import tasks
from ketenzicht.core.logs import DiscreetFormatter
from ketenzicht.surfaces.sweeping import sweep_all

SECRET = "Oksana Kovalenko, Laan 12"


def fail() -> None:
    """Fail as a database does: with the row in the message."""
    raise ValueError(f"Key (name)=({SECRET}) already exists.")


def logged(formatter: logging.Formatter) -> str:
    """What a caught failure looks like in a log with this formatter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    log = logging.Logger("a package of somebody else")
    log.addHandler(handler)
    try:
        fail()
    except ValueError:
        log.exception("it went wrong")
    return written.getvalue()


def test_a_caught_mistake_is_logged_by_its_place_only():
    line = logged(DiscreetFormatter())
    assert line.startswith("it went wrong\nValueError at test_logs.py:")
    assert SECRET not in line
    # The control: an ordinary log would have told.
    assert SECRET in logged(logging.Formatter())


def test_every_log_of_the_platform_is_written_this_way():
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {settings.LOGGING["formatters"][name]["()"] for name in formatters} == {
        f"{DiscreetFormatter.__module__}.{DiscreetFormatter.__qualname__}"
    }


@pytest.mark.django_db
def test_a_sweep_that_breaks_tells_its_place_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
):
    swept: list[datetime] = []
    monkeypatch.setattr(tasks, "sweep", lambda now: fail())

    def note(now: datetime) -> None:
        swept.append(now)

    monkeypatch.setattr("ketenzicht.register.tasks.sweep", note)
    sweep_all()
    told = "".join(capfd.readouterr()) + caplog.text
    assert ("sweep failed" in told, "test_logs.py" in told) == (True, True)
    assert SECRET not in told
    assert len(swept) == 1
