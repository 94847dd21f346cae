# SPDX-License-Identifier: MIT
"""One case against a file: how long a question takes, and how often the answer is right.

    python -m bench.blindkoppel.one_case FOLDER [--set "chain 100k"] [--cases 500]

Splink answers through ``predict_between`` with the same preparation of names.
Times are CPU milliseconds of the whole process. ``--shares`` asks a few cases unseen, in
shares between three processes: seconds on the clock from the case as text to its band, with
the start of all three, of these the comparison alone, and CPU seconds of all of it together.
"""

import argparse
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.blindkoppel.sets import LOADERS, Set, with_parts
from bench.blindkoppel.tools import splink_linker
from blindkoppel.decide import Band
from blindkoppel.encode import oprf
from blindkoppel.encode.parameters import Parameters
from blindkoppel.index import Index
from blindkoppel.onecase.candidates import CANDIDATES, candidates_for, only_keys
from blindkoppel.onecase.computation import rows_of
from blindkoppel.onecase.linear import asking_vector, holding_vectors, linear_weights
from blindkoppel.onecase.parties import Role
from blindkoppel.reading.records import guess_schema
from blindkoppel.rounds.protocol import (
    Encoded,
    Prepared,
    blind_values,
    evaluate_values,
    finish_round,
    padded,
    prepare_round,
    shorten,
)

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


class Unseen:
    """The same question in shares: a file evaluated by the custodian, and three processes."""

    def __init__(self, chosen: Set) -> None:
        self.chosen = chosen
        self.schema = guess_schema([name for name in chosen.left if name != chosen.truth])
        self.parameters, self.key = Parameters("bench"), oprf.new_scalar()
        self.file = self.finished(prepare_round(chosen.right or {}, self.schema, *self.agents))

    @property
    def agents(self) -> tuple[Parameters, bytes]:
        """What both organisations share."""
        return self.parameters, b"the agents' key"

    def finished(self, prepared: Prepared) -> Encoded:
        """A file whose keys the custodian evaluated; without blinding, which gives the same."""
        answers = [oprf.apply_key(self.key, value) for value in prepared.values]
        keys = np.array([shorten(one, self.parameters) for one in answers], dtype=np.uint64)
        return Encoded(
            self.parameters.digest,
            prepared.handles,
            prepared.bits,
            prepared.blocking_key,
            prepared.row,
            keys[prepared.value],
        )

    def case(self, row: int) -> Encoded:
        """One case, through every step of an agent and the custodian, padding included."""
        columns = {name: [self.chosen.left[name][row]] for name in self.schema.columns}
        prepared = prepare_round(columns, self.schema, *self.agents)
        scalars, elements = blind_values(prepared.values)
        answers = evaluate_values(self.key, padded(elements))
        return finish_round(prepared, scalars, answers, self.parameters)

    def ask(self, row: int, folder: Path) -> tuple[int | None, float, float]:
        """The row found, seconds in all, and seconds of the comparison."""
        started = time.monotonic()
        case = self.case(row)
        handles = candidates_for(only_keys(case), self.file)
        before = time.monotonic()
        found = self._compared(case, handles, folder)
        return found, time.monotonic() - started, time.monotonic() - before

    def _compared(self, case: Encoded, handles: list[str], folder: Path) -> int | None:
        rows = rows_of(self.file.handles, handles)
        np.save(folder / "ASKER.npy", asking_vector(case.bits[0], linear_weights()))
        np.save(folder / "HOLDER.npy", holding_vectors(self.file.bits[rows], CANDIDATES))
        held = [socket.create_server(("127.0.0.1", 0)) for _ in Role]
        at = [f"127.0.0.1:{one.getsockname()[1]}" for one in held]
        for one in held:
            one.close()
        running = {
            role: subprocess.Popen(
                [sys.executable, "-m", "bench.blindkoppel.party", role.name, str(folder), *at],
                stdout=subprocess.PIPE,
                text=True,
            )
            for role in Role
        }
        said = {role: process.communicate()[0] for role, process in running.items()}
        bands = said[Role.HOLDER].split()
        matches = [row for row, band in zip(rows, bands, strict=False) if band == Band.MATCH]
        return matches[0] if matches else None


def cpu_seconds() -> float:
    """Of this process and all it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def in_shares(chosen: Set, drawn: np.ndarray) -> None:
    """Ask a few cases unseen, and print what they took."""
    unseen = Unseen(chosen)
    right = {person: row for row, person in enumerate((chosen.right or {})[chosen.truth])}
    taken, found, wrong, there = [], 0, 0, 0
    with TemporaryDirectory() as folder:
        for row in drawn.tolist():
            before = cpu_seconds()
            answer, *seconds = unseen.ask(row, Path(folder))
            taken.append([*seconds, cpu_seconds() - before])
            true = right.get(chosen.left[chosen.truth][row])
            there += true is not None
            found += answer is not None and answer == true
            wrong += answer is not None and answer != true
    whole, compared, used = np.median(taken, axis=0)
    slowest = np.max(taken, axis=0)[0]
    print("| | median s | slowest s | comparison s | CPU s | match of who is there | wrong |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| in shares, unseen | {whole:.2f} | {slowest:.2f} | {compared:.2f} | {used:.2f} "
        f"| {found} of {there} | {wrong} |"
    )


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
    parser.add_argument("--shares", type=int, metavar="CASES", help="ask so many unseen instead")
    options = parser.parse_args()
    chosen = LOADERS[options.set](options.folder)
    right = {person: row for row, person in enumerate((chosen.right or {})[chosen.truth])}
    drawn = np.random.default_rng(0).integers(len(chosen.left[chosen.truth]), size=options.cases)
    if options.shares:
        in_shares(chosen, drawn[: options.shares])
        return
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
