# SPDX-License-Identifier: EUPL-1.2
"""How many small mistakes in the code that guards access the tests notice.

    python -m bench.mutants                     # all of them; takes hours
    python -m bench.mutants --sample 200        # so many, drawn at random from all
    python -m bench.mutants core/crypto vault   # of these files only

Prints each mutant that no test noticed, and at the end the share that was noticed. The exit code
is 1 below 95 %.
"""

import argparse
import random
import sys
import time

from bench.mutants.changes import Mutant, mutants
from bench.mutants.running import SOURCE, passes, prepare
from bench.mutants.targets import REACH, TARGETS

GOAL = 0.95


def main() -> int:
    """Try the mutants that were asked for."""
    asked = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    asked.add_argument("only", nargs="*")
    asked.add_argument("--sample", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=24 * 60)
    given = asked.parse_args()
    chosen = drawn(tuple(given.only), given.sample, given.seed)
    return told(chosen, time.monotonic() + 60 * given.minutes)


def drawn(only: tuple[str, ...], sample: int | None, seed: int) -> list[tuple[str, Mutant]]:
    """All mutants of the files that begin so, or some of them in an order of chance."""
    every = [
        (target, mutant)
        for target in TARGETS
        if target.startswith(only or "")
        for mutant in mutants((SOURCE / target).read_text(encoding="utf-8"), REACH.get(target))
    ]
    if sample is None:
        return every
    return random.Random(seed).sample(every, min(sample, len(every)))


def told(chosen: list[tuple[str, Mutant]], until: float) -> int:
    """Run them and print what was not noticed."""
    home, tried, noticed = prepare(), 0, 0
    for target, mutant in chosen:
        if time.monotonic() > until:
            break
        tried += 1
        if passes(target, mutant.code, TARGETS[target], home):
            print(f"{target}:{mutant.line}: {mutant.change}", flush=True)
        else:
            noticed += 1
    print(f"{noticed} of {tried} mutants noticed: {noticed / max(tried, 1):.1%}")
    return int(noticed < GOAL * tried)


if __name__ == "__main__":
    sys.exit(main())
