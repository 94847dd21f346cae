# SPDX-License-Identifier: EUPL-1.2
"""The keys of a report and of its reporter's name go where the report goes."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.handover import Organisation
from ketenzicht.intake.models import Report, ReporterIdentity
from ketenzicht.vault import services as vault


def move_keys(report: Report, receiver: Organisation, *, now: datetime) -> None:
    """Seal report and reporter's name to the new holder, then take the old holder's keys away."""
    identities = ReporterIdentity.objects.whole_table(why="a name goes along with its report")
    names = identities.filter(report=report).values_list("envelope_id", flat=True)
    for envelope_id in [report.envelope_id, *names]:
        opened = vault.open_envelope(envelope_id, report.holder_id)
        vault.share_envelope(opened, receiver, now=now)
        vault.withdraw_envelope(envelope_id, report.holder_id, now=now)
