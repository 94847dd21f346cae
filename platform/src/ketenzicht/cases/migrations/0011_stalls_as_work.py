# SPDX-License-Identifier: EUPL-1.2
"""Take the history of waits over into the table of work; what was announced stays announced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations

CHUNK = 500
#: Waits that are said by an item of another kind than `case.wait`.
KINDS = {"no_next_step": ("case.next", ""), "referral_not_accepted": ("case.answer", None)}


def take_over(apps: Any, _editor: Any) -> None:
    stalls = apps.get_model("cases", "Stall")._base_manager.select_related("case").order_by("pk")
    items = apps.get_model("work", "Item")
    offers = apps.get_model("cases", "Transfer")._base_manager.filter(state="offered")
    open_offers = dict(offers.values_list("case", "pk"))
    for chunk in _chunks(stalls):
        items._base_manager.bulk_create([_item(items, row, open_offers) for row in chunk])


def _chunks(rows: Any) -> Iterator[list[Any]]:
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _item(items: Any, row: Any, open_offers: dict[Any, Any]) -> Any:
    kind, key = KINDS.get(row.rule, ("case.wait", row.rule))
    if key is None:
        key = str(open_offers.get(row.case_id, row.rule)) if row.ended_at is None else row.rule
    return items(
        about_kind="case",
        about_id=row.case_id,
        kind=kind,
        key=key,
        part="acts",
        owner_id=row.waits_on_id,
        asker_id=row.case.holder_id,
        region=row.case.region,
        rule=row.rule,
        reason=row.reason,
        since=row.since,
        shows_from=row.late_since,
        late_since=row.late_since,
        harm=1,
        announced_at=row.late_since,
        ended_at=row.ended_at,
        ended_as="stall" if row.ended_at else "",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_search_words"), ("work", "0002_whole_passes")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
