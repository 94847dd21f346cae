# SPDX-License-Identifier: EUPL-1.2
"""Heads that are kept beside the database tell of one that was put back, by minutes or whole."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ketenzicht.audit import append_only, verify
from ketenzicht.audit.checkpoints import kept_checkpoints, kept_file, newest_file
from ketenzicht.audit.models import Entry, Head, UnnamedEntry
from ketenzicht.audit.services import record
from ketenzicht.audit.tasks import sweep

MINUTE = timedelta(minutes=1)


@pytest.fixture
def act(world, now, settings, tmp_path, monkeypatch):
    """An act of a member, as often as wanted, in a home of its own and without the triggers."""
    settings.KETENZICHT_HOME = tmp_path
    monkeypatch.setattr(verify, "missing_triggers", list)
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, *append_only.ALL):
            cursor.execute(statement)

    def acts():
        actor = world.shop["zorgcoordinator"]
        record(actor=actor, action="estimate:run", kind="run", id=uuid4(), now=now)

    acts()
    return acts


def rolled_back_to(head: Head) -> None:
    """The database of a moment ago: its rows and its head, seal and all."""
    Entry.objects.filter(number__gt=head.number).delete()
    head.save()


def test_a_database_put_back_by_minutes_is_found(act, now, capsys) -> None:
    sweep(now)
    before = Head.objects.get(chain="members")
    act()
    sweep(now + MINUTE)
    call_command("audit_verify")
    rolled_back_to(before)
    # The control: by itself, and by the head of the last whole hour, this database fits.
    assert verify.faults() == []
    with pytest.raises(CommandError, match="1 faults found"):
        call_command("audit_verify")
    assert "a head that was kept names this row, and it is gone" in capsys.readouterr().err
    # It goes on from there, and stays found: the newest head is not written over.
    for step in range(2, 5):
        act()
        sweep(now + step * MINUTE)
    assert [fault.chain for fault in verify.faults(kept_checkpoints())] == ["members"]


def test_who_restored_a_copy_says_so_and_goes_on(act, now) -> None:
    sweep(now)
    before = Head.objects.get(chain="members")
    act()
    sweep(now + MINUTE)
    rolled_back_to(before)
    assert verify.faults(kept_checkpoints()) != []
    call_command("audit_head", verbosity=0)
    assert verify.faults(kept_checkpoints()) == []


def test_a_database_replaced_whole_by_an_empty_one_is_found(act, now) -> None:
    sweep(now)
    for model in (Entry, UnnamedEntry, Head):
        model.objects.all().delete()
    assert verify.faults() == []
    assert [fault.chain for fault in verify.faults(kept_checkpoints())] == ["members"]


def test_heads_that_went_with_the_database_are_missed(act, now, capsys) -> None:
    sweep(now)
    call_command("audit_verify")
    kept_file().unlink()
    newest_file().unlink()
    with pytest.raises(CommandError, match="1 faults found"):
        call_command("audit_verify")
    assert "no head of this chain is kept" in capsys.readouterr().err


@pytest.mark.parametrize("cut", [1, 2, 40, 200])
def test_a_last_line_that_was_cut_short_is_passed_over_and_told(act, now, capsys, cut) -> None:
    sweep(now)
    kept = kept_checkpoints()
    act()
    sweep(now + timedelta(hours=1))
    kept_file().write_text(kept_file().read_text("ascii").rstrip("\n")[:-cut], "ascii")
    assert kept_checkpoints()[0] == kept[0]
    with pytest.raises(CommandError, match="1 faults found"):
        call_command("audit_verify")
    assert "cut short" in capsys.readouterr().err
    # Heads go on being kept, and the line that was cut short hides none of them.
    act()
    assert sweep(now + timedelta(hours=2)) == {"heads kept": 1}
    assert kept_checkpoints()[1].number == Head.objects.get(chain="members").number


def test_an_exported_head_that_was_cut_short_is_told_as_well(act, now, capsys, tmp_path) -> None:
    told = tmp_path / "head.jsonl"
    call_command("audit_head", out=told)
    call_command("audit_verify", head=told)
    told.write_text(told.read_text("ascii") + '{"chain": "mem', "ascii")
    with pytest.raises(CommandError, match="1 faults found"):
        call_command("audit_verify", head=told)


def test_a_line_that_is_not_ours_stops_no_head_from_being_kept(act, now) -> None:
    sweep(now)
    forged = kept_file().read_text("ascii").replace('"number": 1', '"number": 9')
    kept_file().write_text(kept_file().read_text("ascii") + forged, "ascii")
    act()
    assert sweep(now + timedelta(hours=1)) == {"heads kept": 1}
    with pytest.raises(CommandError, match="not signed"):
        call_command("audit_verify")
