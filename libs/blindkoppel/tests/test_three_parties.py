# SPDX-License-Identifier: MIT
"""Three processes that compute together: what a party, or a stranger, cannot do to another."""

import os
import socket
import subprocess
import sys
import time

import pytest
from parties import certificates, free_ports

MEET = """
import asyncio, sys
from pathlib import Path
import numpy as np
from blindkoppel.errors import BlindkoppelError
from blindkoppel.onecase.parties import Role, Party, take_part

async def add(mpc):
    own = mpc.SecInt(16).array(np.array([mpc.pid + 1]))
    return (await mpc.output(sum(mpc.input(own)))).tolist()

async def nothing(mpc):
    return []

role, patience, folder, *at = sys.argv[1:]
party = Party(Role[role], tuple(at), Path(folder) if folder else None, float(patience))
try:
    print(take_part(party, WORK))
except BlindkoppelError as error:
    print("refused:", error)
"""
HONEST, IDLE = MEET.replace("WORK", "add"), MEET.replace("WORK", "nothing")
# What it sends instead of every share runs a command at whoever unpickles it.
SENDS_OBJECTS = """
import os, pickle
from mpyc import asyncoro

class Command:
    def __reduce__(self):
        return os.system, (f"touch {os.environ['TRACE']}",)

share = asyncoro.MessageExchanger.send
asyncoro.MessageExchanger.send = lambda self, at, _: share(self, at, pickle.dumps(Command()))
"""
LEAVES = HONEST.replace(
    "print(take_part", "import os\nasync def add(mpc): os._exit(0)\nprint(take_part"
)
ROLES = ("ASKER", "HOLDER", "HELPER")


def together(programs, folders=("", "", ""), patience=30, **more):
    """What each of three processes says."""
    at = [f"127.0.0.1:{port}" for port in free_ports(3)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, role, str(patience), str(folder), *at],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **more},
        )
        for program, role, folder in zip(programs, ROLES, folders, strict=True)
    ]
    return [one.communicate(timeout=90)[0].strip() for one in running]


def test_three_add_up_their_numbers():
    assert together([HONEST] * 3) == ["[6]"] * 3


def test_three_add_up_their_numbers_under_tls(tmp_path):
    assert together([HONEST] * 3, certificates(tmp_path)) == ["[6]"] * 3


def test_who_shows_the_certificate_of_another_is_refused(tmp_path):
    folders = certificates(tmp_path)
    helper, asker = (folders[at] / ".config" for at in (2, 0))
    for kind in ("crt", "key"):
        (asker / f"party_0.{kind}").write_bytes((helper / f"party_2.{kind}").read_bytes())
    said = together([HONEST] * 3, folders, patience=20)
    assert said[1] == "refused: who calls itself asker has not the certificate of MPyC party 0"
    assert said[2].startswith("refused: ")
    assert "6" not in said[0]


# With nothing to compute the objects come where a party says goodbye.
@pytest.mark.parametrize("program", [HONEST, IDLE])
def test_a_party_that_sends_objects_runs_nothing_at_another(tmp_path, program):
    trace = tmp_path / "trace"
    together([program, program, SENDS_OBJECTS + program], patience=8, TRACE=str(trace))
    assert not trace.exists()


def test_when_one_leaves_the_others_do_not_wait_for_ever():
    said = together([HONEST, HONEST, LEAVES], patience=8)
    assert ["one left" in one for one in said] == [True, True, False]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address")
def test_without_tls_nobody_listens_beyond_the_address_that_was_named():
    ports = free_ports(3)
    at = [f"127.0.0.1:{port}" for port in ports]
    with subprocess.Popen([sys.executable, "-c", HONEST, "HELPER", "20", "", *at]) as waiting:
        deadline = time.monotonic() + 20
        while not listens("127.0.0.1", ports[2]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert listens("127.0.0.1", ports[2])
        assert not listens("127.0.0.2", ports[2])
        waiting.terminate()


def listens(host: str, port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex((host, port)) == 0
