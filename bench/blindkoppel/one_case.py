# SPDX-License-Identifier: MIT
"""One case against a file: how long a question takes, and how often the answer is right.

    python -m bench.blindkoppel.one_case FOLDER [--set "chain 100k"] [--cases 500]

Splink answers through ``predict_between`` with the same preparation of names.
Times are CPU seconds of the whole process.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.blindkoppel.sets import LOADERS, Set, with_parts
from bench.blindkoppel.tools import splink_linker
from blindkoppel.index import Index
from blindkoppel.records import guess_schema

# The likeliest row of the file for a case, if it is likelier than not.
Ask = Callable[[int], int | None]


def ours(chosen: Set) -> Ask:
    """This library: the file in an index."""
    schema = guess_schema([name for name in chosen.left if name != chosen.truth])
    index = Index.of(chosen.right or {}, schema)

    def ask(row: int) -> int | None:
        found = index.query({name: chosen.left[name][row] for name in schema.columns})
        return found[0].row if found and found[0].probability > 0.5 else None

    return ask


def splink(chosen: Set) -> Ask:
    """Splink: the trained linker, asked for one new record."""
    import pyarrow as pa

    prepared = chosen.prepared()
    linker, backend, (asked, file) = splink_linker(prepared)
    columns = [name for name in asked.as_record_list(1)[0] if name != "unique_id"]
    for name in (*prepared.names, *prepared.exact):
        linker.table_management.compute_tf_table(name)
    parts = with_parts(prepared.left, prepared) | prepared.left
    made_up = {f"part{at}": part for at, part in enumerate(p for g in chosen.blocking for p in g)}

    def ask(row: int) -> int | None:
        case = {name: [parts[made_up.get(name, name)][row] or None] for name in columns}
        table = backend.register(pa.table({"unique_id": [row], **case}))
        found = linker.inference.predict_between(
            table, file, threshold_match_probability=0.5
        ).as_record_list()
        best = max(found, key=lambda one: one["match_probability"], default=None)
        return None if best is None else int(best["unique_id_r"])

    return ask


TOOLS: dict[str, tuple[Callable[[Set], Ask], int]] = {
    "blindkoppel": (ours, 1),
    "Splink 5, names prepared": (splink, 20),
}


def main() -> None:
    """Ask every tool the same cases, the slow one fewer of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=LOADERS, default="chain 100k")
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    chosen = LOADERS[options.set](options.folder)
    right = {person: row for row, person in enumerate((chosen.right or {})[chosen.truth])}
    drawn = np.random.default_rng(0).integers(len(chosen.left[chosen.truth]), size=options.cases)
    print("| | median ms | 99 % below, ms | found of who is there | wrong |\n|---|---|---|---|---|")
    for name, (build, every) in TOOLS.items():
        ask = build(chosen)
        taken, found, wrong, there = [], 0, 0, 0
        for row in drawn[::every].tolist():
            started = time.process_time()
            answer = ask(row)
            taken.append(1000 * (time.process_time() - started))
            true = right.get(chosen.left[chosen.truth][row])
            there += true is not None
            found += answer is not None and answer == true
            wrong += answer is not None and answer != true
        middle, high = np.quantile(taken, [0.5, 0.99])
        print(f"| {name} | {middle:.1f} | {high:.1f} | {found} of {there} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
