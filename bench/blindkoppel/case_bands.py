# SPDX-License-Identifier: MIT
"""How often one case, compared in shares, gets the right band.

    python -m bench.blindkoppel.case_bands FOLDER [--set "chain 10k"] [--cases 1000]

The band is that of shares to the bit, so it is computed in the clear here; and keys go
without a custodian, which finds the same candidates.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from bench.blindkoppel.sets import LOADERS, Set
from blindkoppel.decide import Bands
from blindkoppel.encode.parameters import Parameters
from blindkoppel.onecase.candidates import CANDIDATES, candidates_for
from blindkoppel.onecase.computation import rows_of
from blindkoppel.onecase.linear import asking_vector, holding_vectors, limits, linear_weights
from blindkoppel.reading.records import Schema, guess_schema
from blindkoppel.rounds.matching import sealed_encoded
from blindkoppel.rounds.protocol import Encoded

PARAMETERS, KEY = Parameters("bench"), b"of the organisations"


def bands_of(case: Encoded, file: Encoded, there: int | None) -> Counter[str]:
    """What one question adds: the band of the person, if there, and of everybody else."""
    rows = np.array(rows_of(file.handles, candidates_for(case, file)))
    scores = holding_vectors(file.bits[rows], CANDIDATES) @ asking_vector(
        case.bits[0], linear_weights()
    )
    bands = np.digitize(scores, limits(Bands()))
    found = bands[rows == there]
    return Counter(
        {
            "there": there is not None,
            "match": int((found == 2).sum()),
            "review": int((found == 1).sum()),
            "wrong match": int(((bands == 2) & (rows != there)).sum()),
            "wrong review": int(((bands == 1) & (rows != there)).sum()),
        }
    )


def counted(chosen: Set, schema: Schema, cases: int) -> Counter[str]:
    """The bands of so many cases of one list against the other list."""
    file = sealed_encoded(chosen.right or {}, schema, PARAMETERS, KEY)
    right = {person: row for row, person in enumerate((chosen.right or {})[chosen.truth])}
    total: Counter[str] = Counter()
    for row in np.random.default_rng(0).integers(len(chosen.left[chosen.truth]), size=cases):
        columns = {name: [chosen.left[name][row]] for name in schema.columns}
        case = sealed_encoded(columns, schema, PARAMETERS, KEY)
        total += bands_of(case, file, right.get(chosen.left[chosen.truth][row]))
    return total


def main() -> None:
    """Print one row of the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=LOADERS, default="chain 10k")
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    chosen = LOADERS[options.set](options.folder)
    schema = guess_schema([name for name in chosen.left if name != chosen.truth])
    total = counted(chosen, schema, options.cases)
    print("| | questions | is there | match | review | wrong match | wrong review |")
    print("|---|---|---|---|---|---|---|")
    names = ("there", "match", "review", "wrong match", "wrong review")
    counts = " | ".join(str(total[name]) for name in names)
    print(f"| {options.set} | {options.cases} | {counts} |")


if __name__ == "__main__":
    main()
