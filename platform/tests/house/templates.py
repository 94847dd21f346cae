# SPDX-License-Identifier: EUPL-1.2
"""What a template may not be: wide, or a place for rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LONGEST = 120
#: A comparison with a word: which state this is, who may, what kind of organisation.
COMPARED = re.compile(
    r"""{%\s*(?:el)?if\s[^%]*(?:(?:==|!=|\bin)\s*["']\w|["'\w]["']\s*(?:==|!=))"""
)
#: Pages of packages, which compare with the words of those.
OF_PACKAGES = ("allauth", "account", "mfa")


def wide_lines(root: Path) -> Iterator[str]:
    """Lines of templates that are too long to read beside the code, as file and line."""
    for file in sorted(root.rglob("*.html")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{file.relative_to(root)}:{number}"


def rules_in(root: Path) -> Iterator[str]:
    """Where a template of an app decides by a code of the domain, as file and line.

    What stands so is a property with a name, or an answer of the view. The design system has
    words of its own, such as the kind of a button.
    """
    for file in sorted(root.glob("*/templates/**/*.html")):
        inside = file.relative_to(root).parts
        if inside[0] == "web" or inside[2] in OF_PACKAGES:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if COMPARED.search(line):
                yield f"{file.relative_to(root)}:{number}"
