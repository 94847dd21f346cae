# SPDX-License-Identifier: EUPL-1.2
"""Writers that are killed while they write, and a look at what they leave behind.

Run by the test in a process of its own: `python -m tests.durability.killing ROUNDS WRITERS`. Each
round starts writers that do whole business acts on a real database and say so only after the
commit; kills them with SIGKILL at a random moment; and holds what was said against what is there.
The result is one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

import django

from ketenzicht.mail.states import Reason
from tests.durability.engines import broken_parts, wait_until_alone

Say = Callable[[str], None]
Act = Callable[[Say], None]
#: The first acknowledgement of a round may take this long on a busy machine.
PATIENCE = 60
#: How long a control leaves its act undone; a kill is then likely to fall in it.
TEMPTATION = 0.2


class Told(Reason):
    """Why the mails of these writers go out."""

    DURABILITY = "durability"


@dataclass
class Result:
    """What was acknowledged, and what of it was lost or broken."""

    engine: str = ""
    rounds: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def prepare() -> None:
    """A fresh database with the partners of the test world."""
    from django.core.management import call_command

    from ketenzicht.core.crypto.keys import create_missing
    from tests.factories.accounts import make_world

    create_missing()
    call_command("migrate", verbosity=0)
    make_world()


def write_envelopes(say: Say) -> None:
    """Small acts, as fast as they go: an envelope, its audit row and a mail, or none of them."""
    from django.db import transaction

    from ketenzicht.accounts.selectors import national_coordination
    from ketenzicht.audit.services import record
    from ketenzicht.mail.services import notify_address
    from ketenzicht.surfaces.testing_clock import START
    from ketenzicht.vault.services import new_envelope

    origin = national_coordination()
    while True:
        with transaction.atomic():
            envelope = new_envelope(kind="durability", origin=origin, now=START)
            notify_address(f"{envelope.id}@voorbeeld.example", "nl", Told.DURABILITY, now=START)
            record(actor=None, action="envelope:make", kind="day", id=envelope.id, now=START)
        say(f"envelope {envelope.id}")


def write_reports(say: Say) -> None:
    """Reports as the public form stores them; the receipt code is the acknowledgement."""
    from ketenzicht.intake.services import receive_report
    from ketenzicht.surfaces.testing_clock import START
    from tests.factories.intake import make_submission

    while True:
        receipt = receive_report(submission=make_submission(), now=START)
        say(f"code {receipt.code}")


def promise_too_early(say: Say) -> None:
    """A control: says so before the commit."""
    from django.db import transaction

    from ketenzicht.accounts.selectors import national_coordination
    from ketenzicht.audit.services import record
    from ketenzicht.mail.services import notify_address
    from ketenzicht.surfaces.testing_clock import START
    from ketenzicht.vault.services import new_envelope

    origin = national_coordination()
    while True:
        with transaction.atomic():
            envelope = new_envelope(kind="durability", origin=origin, now=START)
            notify_address(f"{envelope.id}@voorbeeld.example", "nl", Told.DURABILITY, now=START)
            record(actor=None, action="envelope:make", kind="day", id=envelope.id, now=START)
            say(f"envelope {envelope.id}")
            time.sleep(TEMPTATION)


def do_by_halves(say: Say) -> None:
    """A control: does one act as two, and says so after both."""
    from ketenzicht.accounts.selectors import national_coordination
    from ketenzicht.audit.services import record
    from ketenzicht.mail.services import notify_address
    from ketenzicht.surfaces.testing_clock import START
    from ketenzicht.vault.services import new_envelope

    origin = national_coordination()
    while True:
        envelope = new_envelope(kind="durability", origin=origin, now=START)
        time.sleep(TEMPTATION)
        notify_address(f"{envelope.id}@voorbeeld.example", "nl", Told.DURABILITY, now=START)
        record(actor=None, action="envelope:make", kind="day", id=envelope.id, now=START)
        say(f"envelope {envelope.id}")


def check(said: list[str], now: datetime) -> Result:
    """Hold what was said against the database that the killed writers left."""
    from ketenzicht.audit.checkpoints import current_checkpoints, keep, kept_checkpoints
    from ketenzicht.audit.verify import faults

    result = Result(acknowledged=len(said))
    result.faults += broken_parts()
    result.lost = [line for line in said if not _kept(line)]
    result.half = _half_done()
    result.faults += [
        f"{fault.chain} {fault.number} {fault.what}" for fault in faults(kept_checkpoints())
    ]
    keep(current_checkpoints(now=now))
    return result


def _kept(line: str) -> bool:
    kind, _, value = line.partition(" ")
    if kind == "envelope":
        return _envelope_kept(UUID(value))
    from ketenzicht.core.errors import NotFound
    from ketenzicht.intake.services import find_receipt

    try:
        return find_receipt(code=value).code == value
    except NotFound:
        return False


def _envelope_kept(envelope_id: UUID) -> bool:
    from ketenzicht.audit.models import UnnamedEntry
    from ketenzicht.mail.models import Notice
    from ketenzicht.vault.models import WrappedKey

    return (
        WrappedKey.objects.filter(envelope=envelope_id).exists()
        and Notice.objects.filter(recipient=f"{envelope_id}@voorbeeld.example").exists()
        and UnnamedEntry.objects.filter(kind="day", object_id=str(envelope_id)).exists()
    )


def _half_done() -> list[str]:
    """Acts that left one of their rows without the others."""
    from ketenzicht.audit.models import UnnamedEntry
    from ketenzicht.mail.models import Notice
    from ketenzicht.vault.models import Envelope

    envelopes = {
        str(pk) for pk in Envelope.objects.filter(kind="durability").values_list("pk", flat=True)
    }
    traces = UnnamedEntry.objects.filter(kind="day").values_list("object_id", flat=True)
    mails = Notice.objects.filter(member=None).values_list("recipient", flat=True)
    addressed = {recipient.partition("@")[0] for recipient in mails}
    return sorted((envelopes ^ set(traces)) | (envelopes ^ addressed))


def kill_in_the_act(acts: Sequence[Act], chance: random.Random) -> list[str]:
    """Start writers, kill them at some moment, and return what they had said."""
    children, said, open_ends = [], b"", []
    for act in acts:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _act_until_killed(act, writing)
        os.close(writing)
        children.append(child)
        open_ends.append(reading)
    said += _listen(open_ends, for_seconds=chance.uniform(0.05, 0.8))
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    for reading in open_ends:
        while more := os.read(reading, 65536):
            said += more
        os.close(reading)
    # A line cut off by the kill was never read by anybody, so it acknowledged nothing.
    return [line for line in said.decode().split("\n") if line.endswith(".")]


def _listen(open_ends: list[int], *, for_seconds: float) -> bytes:
    said, deadline, first = b"", time.monotonic() + PATIENCE, True
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select(open_ends, [], [], left)
        for reading in ready:
            said += os.read(reading, 65536)
        if ready and first:
            first, deadline = False, time.monotonic() + for_seconds
    return said


def _act_until_killed(act: Act, writing: int) -> None:
    try:
        act(lambda line: os.write(writing, f"{line}.\n".encode()) and None)
    finally:
        os._exit(1)


def main(rounds: int, acts: Sequence[Act], seed: int) -> None:
    """Prepare, kill and check so many times, and tell the result."""
    django.setup()
    from django.db import connection, connections

    from ketenzicht.surfaces.testing_clock import START

    prepare()
    chance, total, said = random.Random(seed), Result(connection.vendor), []
    for _ in range(rounds):
        connections.close_all()
        said += [line.rstrip(".") for line in kill_in_the_act(acts, chance)]
        wait_until_alone()
        found = check(said, START)
        total.rounds += 1
        total.acknowledged = found.acknowledged
        total.lost += found.lost
        total.half += found.half
        total.faults += found.faults
    print(json.dumps(asdict(total)))


if __name__ == "__main__":
    writers = {
        "honest": (write_reports, write_envelopes, write_envelopes),
        "early": (promise_too_early,) * 2,
        "halves": (do_by_halves,) * 2,
    }
    main(int(sys.argv[1]), writers[sys.argv[2]], seed=20261118)
