# SPDX-License-Identifier: EUPL-1.2
"""What a template may not be: wide, or a place for rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LONGEST = 120


def wide_lines(root: Path) -> Iterator[str]:
    """Lines of templates that are too long to read beside the code, as file and line."""
    for file in sorted(root.rglob("*.html")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{file.relative_to(root)}:{number}"
