# SPDX-License-Identifier: EUPL-1.2
"""How long people wait when many work at once.

    ketenzicht demo load --nationwide    # on an empty practice world; takes a quarter of an hour
    ketenzicht start --port 8170
    python -m bench.load http://127.0.0.1:8170 --users 200 --minutes 5

Three in four are members at work, one in four reports without an account. Each reads four to
twelve seconds before the next click. Times are of whole answers, as the browser waits for them.
"""

import argparse
import sys
import time
from collections import defaultdict

import numpy as np

from bench.load.people import Member, Person, Reporter

GOALS = {"read": 500, "write": 800}  # milliseconds at the 95th percentile


def main() -> int:
    """Let them in, wait, and tell what they waited for."""
    asked = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    asked.add_argument("address")
    asked.add_argument("--users", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=5)
    given = asked.parse_args()
    seen: dict[str, list[tuple[float, int]]] = defaultdict(list)

    def noted(kind: str, seconds: float, status: int) -> None:
        seen[kind].append((seconds, status))

    until = time.monotonic() + 60 * given.minutes
    people: list[Person] = [
        (Reporter if number % 4 == 0 else Member)(number, given.address, until, noted)
        for number in range(given.users)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return report(seen, given.minutes)


def report(seen: dict[str, list[tuple[float, int]]], minutes: float) -> int:
    """Print a row for reading and one for writing; the exit code says whether goals were met."""
    print("| what | requests a second | median ms | p95 ms | goal | slowest | refused | errors |")
    print("|---|---|---|---|---|---|---|---|")
    missed = 0
    for kind, goal in GOALS.items():
        waited = np.array([1000 * seconds for seconds, _ in seen[kind]])
        errors = sum(status == 0 or status >= 500 for _, status in seen[kind])
        refused = sum(400 <= status < 500 for _, status in seen[kind])
        late = float(np.percentile(waited, 95))
        missed += errors > 0 or late > goal
        print(
            f"| {kind} | {len(waited) / (60 * minutes):.1f} | {np.median(waited):.0f} "
            f"| {late:.0f} | {goal} | {waited.max():.0f} | {refused} | {errors} |"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
