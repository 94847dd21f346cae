# SPDX-License-Identifier: EUPL-1.2
"""``python -m bench.telwerk_validation --data DIR > libs/telwerk/docs/validation.md``."""

import argparse
import sys
from pathlib import Path

from bench.telwerk_validation import covariates, loglinear, others
from bench.telwerk_validation.rows import Row, Section, Source

HEAD = """# Validation

Every number here was made by one command,

    python -m bench.telwerk_validation --data DIR

where DIR holds the tables (`NAME.csv`) and, in `reference/`, the results of other programs. A row
that is not the same says **differs**, and the command then ends with an error. A row that says
*shown* sets two outcomes beside each other that need not be equal, and the section says why.
"""

# words about the results, and times, which the bench has
ELSEWHERE = ("README.md", "timings.json")


def main() -> int:
    """Print the whole table; exit code 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.telwerk_validation")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    source = Source(parser.parse_args().data)
    parts, rows = [], []
    for section in (*loglinear.SECTIONS, *others.SECTIONS, *covariates.SECTIONS):
        print(section.title, file=sys.stderr)
        found = list(section.rows(source))
        rows += found
        parts.append(_section(section, found))
    print(f"{HEAD}\n**{_tally(rows)}**\n")
    print(_files(source))
    print("\n".join(parts))
    return int(any(row.verdict == "**differs**" for row in rows))


def _files(source: Source) -> str:
    left = [name for name in source.unused if name not in ELSEWHERE]
    rest = f"not used: {', '.join(left)}" if left else "and that is every file with results"
    return f"{len(source.used)} files of `reference/` are compared, {rest}.\n"


def _tally(rows: list[Row]) -> str:
    compared = [row for row in rows if row.verdict != "shown"]
    same = sum(row.verdict == "same" for row in compared)
    beside = len(rows) - len(compared)
    extra = f"; {beside:,} more only shown." if beside else "."
    return f"{same:,} of {len(compared):,} comparisons agree{extra}"


def _section(section: Section, rows: list[Row]) -> str:
    lines = [
        f"## {section.title}\n",
        f"{section.about} {_tally(rows)}\n",
        "| data | what | telwerk | reference | difference | tolerance | |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        apart = "" if row.verdict == "shown" else f"{row.difference:.1e} | {row.tolerance:.0e}"
        lines.append(
            f"| {row.data} | {row.what} | {row.ours} | {row.theirs} "
            f"| {apart or ' | '} | {row.verdict} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
