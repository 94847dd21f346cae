# SPDX-License-Identifier: EUPL-1.2
"""Fingerprints by which the holder sees that reports are about the same place or number.

They are made by the staff process, for the holder alone: the public process has no search key,
and another organisation's fingerprints of the same address look different.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from ketenzicht.core.crypto import search_token
from ketenzicht.intake.identifiers import keys_of
from ketenzicht.intake.models import Report, ReportKey
from ketenzicht.vault import services as vault

AT_ONCE = 100


def key_waiting_reports(*, now: datetime, holder_id: UUID | None = None) -> int:
    """Fingerprint reports that have none for their present holder; safe to repeat."""
    rows = Report.objects.whole_table(why="fingerprints for whoever holds a report")
    waiting = rows.filter(Q(keyed_for__isnull=True) | ~Q(keyed_for=F("holder_id")))
    if holder_id is not None:
        waiting = waiting.filter(holder=holder_id)
    reports = list(waiting.order_by("received_on")[:AT_ONCE])
    envelopes: dict[UUID, vault.OpenEnvelope] = {}
    for holder in {report.holder_id for report in reports}:
        own = (report.envelope_id for report in reports if report.holder_id == holder)
        envelopes |= vault.open_envelopes(own, holder)
    for report in reports:
        if report.envelope_id in envelopes:
            _key(report, envelopes[report.envelope_id])
    return len(reports)


@transaction.atomic
def _key(report: Report, envelope: vault.OpenEnvelope) -> None:
    identifiers = json.loads(envelope.read(report, "identifiers") or "{}")
    ReportKey.objects.whole_table(why="a report is fingerprinted anew").filter(
        report=report
    ).delete()
    ReportKey.objects.bulk_create(list(_keys(report, identifiers)))
    rows = Report.objects.whole_table(why="mark one report as fingerprinted")
    rows.filter(pk=report.pk).update(keyed_for=report.holder_id)


def _keys(report: Report, identifiers: dict[str, str]) -> Iterable[ReportKey]:
    for kind, text in sorted(keys_of(identifiers, report.municipality)):
        token = search_token(report.holder_id, kind, text).hex()
        yield ReportKey(report=report, organisation_id=report.holder_id, kind=kind, token=token)
