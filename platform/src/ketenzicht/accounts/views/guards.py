# SPDX-License-Identifier: EUPL-1.2
"""What guards the platform, and when each of it ran."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.errors import Sentence
from ketenzicht.core.policy import members, open_to
from ketenzicht.jobs.guards import Guard, last_runs

WHAT: dict[str, tuple[Sentence, Sentence]] = {
    Guard.SWEEP: (
        t("What time asks for"),
        t("Clocks, alarms, mail and deletion stand still without it. Start the sweep again."),
    ),
    Guard.VERIFY: (
        t("The check of the log"),
        t("Without it nobody sees that a look was wiped out. Run the check by hand."),
    ),
    Guard.BACKUP: (
        t("The backup"),
        t("Without it work is lost when the machine breaks. Look whether there is room."),
    ),
}


@open_to(members(AccountPermission.ORGANISATION_APPROVE))
@require_safe
def guards(request: StaffRequest) -> HttpResponse:
    """Say of each guard when it ran, whether that is too long ago, and what to do then."""
    runs = {run.guard: run for run in last_runs()}
    rows = [
        {
            "name": name,
            "then": then,
            "run": runs.get(guard),
            "late": guard in runs and runs[guard].late_at <= request.now,
            "term": guard.term,
        }
        for guard in Guard
        for name, then in [WHAT[guard]]
    ]
    return render(request, "accounts/guards.html", {"rows": rows})
