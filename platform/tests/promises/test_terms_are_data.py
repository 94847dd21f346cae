# SPDX-License-Identifier: EUPL-1.2
"""Terms and numbers of the chain stand in the dated reference data, not in the code.

Searched for in every file of every app. A length of time that is no term of the chain, such as
how long a session may stand idle, says so beside it: `# no term: …`, with what it is.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ketenzicht

SOURCE = Path(ketenzicht.__file__).parent
#: Where made-up moments are told, and nothing is decided.
TOLD = ("world/", "surfaces/demo/", "web/views.py", "reference/periods.py")
LENGTHS = {"timedelta", "Period.parse", "Period", "add_working_days", "subtract_working_days"}
UNITS = {"days", "weeks", "months", "years", "hours", "minutes", "working_days"}
NAMED = re.compile(r"(^|_)(DAYS|WEEKS|MONTHS|YEARS|HOURS|MINUTES)(_|$)")
SAID = re.compile(r"# no term: \w+")


def terms_in(code: str) -> Iterator[str]:
    """Lengths of time that are written out: `timedelta(days=90)`, `KEPT_DAYS = 30`."""
    lines, tree = code.splitlines(), ast.parse(code)
    units = set(_units(tree))
    for node in ast.walk(tree):
        if not _is_length(node) or node in units:
            continue
        around = lines[max(0, node.lineno - 2) : node.end_lineno]
        if not any(SAID.search(line) for line in around):
            yield f"{node.lineno} {ast.unparse(node)}"


def _units(tree: ast.AST) -> Iterator[ast.expr]:
    """What something is counted in, as in `gap / timedelta(minutes=1)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv)):
            yield node.right


def _is_length(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _is_call_of_a_length(node)
    if isinstance(node, ast.Assign) and _is_number(node.value):
        return any(isinstance(to, ast.Name) and NAMED.search(to.id) for to in node.targets)
    return False


def _is_call_of_a_length(call: ast.Call) -> bool:
    if any(word.arg in UNITS and _is_number(word.value) for word in call.keywords):
        return True
    return ast.unparse(call.func) in LENGTHS and any(
        isinstance(value, ast.Constant) for value in call.args
    )


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def written_out(source: Path = SOURCE) -> Iterator[str]:
    for path in sorted(source.rglob("*.py")):
        where = path.relative_to(source).as_posix()
        if "/migrations/" not in where and not where.startswith(TOLD):
            yield from (f"{where}:{term}" for term in terms_in(path.read_text(encoding="utf-8")))


def test_no_term_of_the_chain_is_written_out_in_code():
    assert list(written_out()) == []


@pytest.mark.parametrize(
    "code",
    [
        "TERM = timedelta(hours=4)",
        "late = add_working_days(now, 2)",
        "GRACE = {1: Period.parse('PT1H')}",
        "KEEP_DAYS = 30",
        "tomorrow = now + timedelta(days=1)",
        "ends = later(start, months=3)",
        "# a term, and nobody says why it stands here\nTERM = timedelta(weeks=2)",
    ],
)
def test_a_term_that_is_written_out_is_found(code: str):
    assert list(terms_in(code)) != []


@pytest.mark.parametrize(
    "code",
    [
        "IDLE = timedelta(minutes=15)  # no term: of a session",
        "#: For how long.\n# no term: of a session\nIDLE = timedelta(minutes=15)",
        "minutes = gap / timedelta(minutes=1)",
        "until = after(since, escalation_rule(code, day).patience)",
    ],
)
def test_what_is_no_term_or_comes_from_the_data_passes(code: str):
    assert list(terms_in(code)) == []
