# SPDX-License-Identifier: MIT
"""The band that comes out of shares is that of the score in the clear, and says nothing else."""

import os
import subprocess
import sys

import numpy as np
from parties import free_ports

from blindkoppel.decide import Bands
from blindkoppel.onecase.candidates import CANDIDATES
from blindkoppel.onecase.computation import MaskedBands
from blindkoppel.onecase.linear import LENGTH, limits
from blindkoppel.onecase.parties import Role

# Every party says what it was shown and how many bytes it sent.
PARTY = """
import logging, sys
import numpy as np
logging.disable(logging.INFO)
from mpyc import asyncoro
from blindkoppel.onecase.computation import ask, assist, hold
from blindkoppel.onecase.parties import Role, Party

sent, share = [], asyncoro.MessageExchanger.send
asyncoro.MessageExchanger.send = lambda self, at, what: (
    sent.append(len(what)), share(self, at, what))
role, folder, *at = sys.argv[1:]
party, digest = Party(Role[role], tuple(at)), "0" * 64
if role == "ASKER":
    locked = ask(party, digest, np.load(folder + "/asker.npy"))
    shown = (locked.modulus, *locked.numbers)
elif role == "HOLDER":
    heard = hold(party, digest, np.load(folder + "/holder.npy"))
    shown = (*heard.bands, *heard.masks)
else:
    shown = (assist(party, digest),)
print(*shown)
print(sum(sent))
"""


def compared(folder, asker, holder):
    """What each party was shown, and how many bytes each sent."""
    np.save(folder / "asker.npy", asker)
    np.save(folder / "holder.npy", holder)
    at = [f"127.0.0.1:{port}" for port in free_ports(3)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PARTY, role.name, str(folder), *at],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ},
        )
        for role in Role
    ]
    said = [one.communicate(timeout=90)[0].splitlines() for one in running]
    return [shown.split() for shown, _ in said], [int(sent) for _, sent in said]


def rows_that_score(scores):
    """Vectors of which the product is these scores."""
    asker, holder = np.zeros(LENGTH, np.int64), np.zeros((CANDIDATES, LENGTH), np.int64)
    asker[0], holder[:, 0] = 1, scores
    return asker, holder


def in_the_clear(scores):
    review, match = limits(Bands())
    return ["match" if one >= match else "review" if one >= review else "no" for one in scores]


def test_bands_are_those_in_the_clear_also_next_to_a_limit(tmp_path):
    draw = np.random.default_rng(1)
    edges = [limit + step for limit in limits(Bands()) for step in (-1, 0, 1)]
    scores = np.array([0, 2**30, -(2**30), *edges, *draw.integers(-(2**24), 2**24, 23)])
    asker, holder = rows_that_score(scores)
    # Elsewhere they are filled without any effect on the product.
    asker[1:500], holder[:, 500:] = draw.integers(-900, 900, 499), draw.integers(-900, 900, 1)
    (numbers, heard, helped), _ = compared(tmp_path, asker, holder)
    bands, masks = heard[:CANDIDATES], [int(mask) for mask in heard[CANDIDATES:]]
    assert bands == in_the_clear(scores)
    # To the asker each band is under a mask that only the holder knows; nobody is shown more.
    modulus, *under = map(int, numbers)
    locked = MaskedBands(tuple(under), modulus)
    assert [locked.open(place, mask) for place, mask in enumerate(masks)] == bands
    assert len(under) == CANDIDATES
    assert helped == ["None"]


def test_as_much_is_sent_for_a_match_as_for_nobody(tmp_path):
    nobody = compared(tmp_path, *rows_that_score(np.full(CANDIDATES, -(2**24))))
    match = compared(tmp_path, *rows_that_score(np.full(CANDIDATES, 2**24)))
    assert set(nobody[0][Role.HOLDER][:CANDIDATES]) == {"no"}
    assert set(match[0][Role.HOLDER][:CANDIDATES]) == {"match"}
    assert nobody[1] == match[1]
