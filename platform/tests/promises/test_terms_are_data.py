# SPDX-License-Identifier: EUPL-1.2
"""Terms and numbers of the chain stand in the dated reference data, not in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ketenzicht

APPS = ("intake", "cases", "register", "publishing")
DECIDING = {
    "services",
    "services.py",
    "models",
    "models.py",
    "policies.py",
    "tasks.py",
    "rules.py",
    "tracks.py",
    "closing.py",
    "retention.py",
}
#: No term of the chain: the hour in which tries at a code are counted.
OURS = {"cases/sharing/services/break_glass.py: timedelta(hours=1)"}


def terms_in(code: str) -> Iterator[str]:
    """Lengths of time that are written out: `timedelta(days=90)`, `Period.parse("P2WD")`."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        values = (*node.args, *(keyword.value for keyword in node.keywords))
        if name in {"timedelta", "Period.parse", "add_working_days", "Period"} and any(
            isinstance(value, ast.Constant) for value in values
        ):
            yield ast.unparse(node)


def written_out() -> Iterator[str]:
    source = Path(ketenzicht.__file__).parent
    for path in sorted(path for app in APPS for path in (source / app).rglob("*.py")):
        where = path.relative_to(source)
        if set(where.parts[1:]) & DECIDING:
            yield from (f"{where}: {term}" for term in terms_in(path.read_text(encoding="utf-8")))


def test_no_term_of_the_chain_is_written_out_in_code():
    assert set(written_out()) - OURS == set()


@pytest.mark.parametrize(
    "code",
    [
        "TERM = timedelta(hours=4)",
        "late = add_working_days(now, 2)",
        "GRACE = {1: Period.parse('PT1H')}",
    ],
)
def test_a_term_that_is_written_out_is_found(code: str):
    assert list(terms_in(code)) != []
