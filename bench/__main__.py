# SPDX-License-Identifier: EUPL-1.2
"""Run every bench that is here, or those that are named: ``python -m bench telwerk``."""

import sys
from importlib import import_module
from pathlib import Path

BENCHES = sorted(
    path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")
)


def main() -> int:
    """Run the benches one after another; the worst exit code is the exit code."""
    chosen = sys.argv[1:] or BENCHES
    unknown = sorted(set(chosen) - set(BENCHES))
    if unknown:
        print(f"There is no bench {unknown[0]}; there are {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    return max(int(import_module(f"bench.{name}").main()) for name in chosen)


if __name__ == "__main__":
    sys.exit(main())
