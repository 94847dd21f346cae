# SPDX-License-Identifier: EUPL-1.2
"""The page with help: what each place is for, what signs and words mean, and whom to call."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.clock import today
from ketenzicht.core.policy import members, open_to
from ketenzicht.surfaces.context import staff_numbers
from ketenzicht.web.parts import Column, Table


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_safe
def help_page(request: StaffRequest) -> HttpResponse:
    """Say what each place is for, what the signs mean, which words are chosen, and whom to call."""
    context = {"numbers": staff_numbers(), "words": _words()}
    return render(request, "surfaces/help.html", context)


def _words() -> Table:
    """The words that are said here, those that are not, and why."""
    dutch = (get_language() or "nl").startswith("nl")
    rows = [
        (term.nl, term.avoid_nl, term.why_nl) if dutch else (term.en, term.avoid_en, term.why_en)
        for term in reference.terms(today())
    ]
    columns = (_("We say"), _("We do not say"), _("Why"))
    return Table(_("Words we choose"), [Column(head) for head in columns], rows, stacks=True)
