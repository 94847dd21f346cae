# SPDX-License-Identifier: EUPL-1.2
"""A guard that stopped, or found something, is on the day of who keeps the platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import organisations_having
from ketenzicht.core.errors import Sentence
from ketenzicht.core.obligations.kinds import Kind, register, single_thing
from ketenzicht.core.obligations.states import Harm, Item, Said, Standing
from ketenzicht.jobs.guards import ALL_GUARDS, GUARDS, Guard, last_runs

SILENT, FOUND = "guard.silent", "guard.found"
SILENCE: dict[str, Sentence] = {
    Guard.SWEEP: t("Clocks and alarms stand still: what time asks for is not done"),
    Guard.VERIFY: t("Nobody checks the log any more"),
    Guard.BACKUP: t("No backup is made any more"),
}
FAULTS: dict[str, Sentence] = {
    Guard.SWEEP: t("A part of what time asks for fails"),
    Guard.VERIFY: t("The check of the log found a fault"),
    Guard.BACKUP: t("The backup failed"),
}


def _standing(_now: datetime) -> Iterator[Standing]:
    """Silence stands from when the next run is late, a fault from when it was found."""
    keepers = organisations_having(AccountPermission.ORGANISATION_APPROVE)
    owners = list(keepers.values_list("pk", flat=True))
    for run in last_runs():
        for owner in owners:
            late = run.late_at
            yield Standing(
                kind=SILENT, key=run.guard, owner=owner, since=late, shows_from=late, harm=Harm.NOW
            )
            if run.fault:
                yield Standing(
                    kind=FOUND,
                    key=run.guard,
                    owner=owner,
                    since=run.at,
                    shows_from=run.at,
                    harm=Harm.NOW,
                )


def _say(items: Sequence[Item], words: dict[str, Sentence]) -> dict[UUID, Said]:
    action, url = _("Look at what guards"), reverse("accounts:guards")
    return {item.pk: Said(str(words[item.key]), action, url, None) for item in items}


def _silent(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    return _say(items, SILENCE)


def _found(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    return _say(items, FAULTS)


register(
    single_thing(GUARDS, ALL_GUARDS, _standing),
    [
        Kind(
            code=code,
            thing=GUARDS,
            permission=AccountPermission.ORGANISATION_APPROVE,
            describe=describe,
        )
        for code, describe in ((SILENT, _silent), (FOUND, _found))
    ],
)
