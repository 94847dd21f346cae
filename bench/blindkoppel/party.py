# SPDX-License-Identifier: MIT
"""One party of a comparison in shares.

``python -m bench.blindkoppel.party ROLE FOLDER AT AT AT`` starts it.
"""

import sys
from pathlib import Path

import numpy as np

from blindkoppel.encode.parameters import Parameters
from blindkoppel.onecase.computation import ask, assist, hold
from blindkoppel.onecase.parties import Party, Role


def main() -> None:
    """Take part with what stands in the folder; the holder says its bands."""
    role, folder = Role[sys.argv[1]], Path(sys.argv[2])
    party, parameters = Party(role, tuple(sys.argv[3:])), Parameters("bench").digest
    if role is Role.HOLDER:
        print(*hold(party, parameters, np.load(folder / "HOLDER.npy")).bands)
    elif role is Role.ASKER:
        ask(party, parameters, np.load(folder / "ASKER.npy"))
    else:
        assist(party, parameters)


if __name__ == "__main__":
    main()
