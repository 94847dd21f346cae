# SPDX-License-Identifier: MIT
"""One seat of a comparison in shares: ``python -m bench.blindkoppel.seat ROLE FOLDER AT AT AT``."""

import sys
from pathlib import Path

import numpy as np

from blindkoppel.encode.parameters import Parameters
from blindkoppel.onecase.computation import ask, assist, hold
from blindkoppel.onecase.seats import Role, Seat


def main() -> None:
    """Take part with what stands in the folder; the holder says its bands."""
    role, folder = Role[sys.argv[1]], Path(sys.argv[2])
    seat, parameters = Seat(role, tuple(sys.argv[3:])), Parameters("bench").digest
    if role is Role.HOLDER:
        print(*hold(seat, parameters, np.load(folder / "HOLDER.npy")).bands)
    elif role is Role.ASKER:
        ask(seat, parameters, np.load(folder / "ASKER.npy"))
    else:
        assist(seat, parameters)


if __name__ == "__main__":
    main()
