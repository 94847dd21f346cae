# SPDX-License-Identifier: MIT
"""Every public function and class says what it is, takes and gives, with an example that runs."""

import ast
import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import blindkoppel

SOURCE = Path(blindkoppel.__file__).parent
# The command line is documented by --help and the README.
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if "cli" not in path.parts and path.stem != "__init__"
)
# What needs more than an example can bring: training data, an engine, or two other processes.
WITHOUT_EXAMPLE = {
    "learn.linear": {"learn_linear"},
    "learn.names": {"read_pairs", "learn_odds", "learn_scorer", "held_out"},
    "learn.records": {
        "labelled_candidates",
        "clear_candidates",
        "blind_candidates",
        "learn",
        "evaluate_weights",
    },
    "learn.trees": {"ensemble_of", "learn_trees"},
    "onecase.computation": {"ask", "hold", "assist"},
    "onecase.parties": {"take_part"},
    "private": {"close_off_process"},
    "splink_engine": {"link_with_splink"},
}
NEEDS = {"learn.trees": "lightgbm", "learn.names": "lightgbm", "learn.records": "lightgbm"}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def _public(body):
    return [
        node
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]


def _parameters(function):
    given = function.args
    every = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    return [one.arg for one in every if one is not None and one.arg not in ("self", "cls")]


def _section(doc: str, title: str) -> str:
    """What stands under a heading of NumPy's style."""
    _, found, rest = doc.partition(f"{title}\n{'-' * len(title)}\n")
    lines = rest.split("\n")
    ends = [n for n in range(1, len(lines)) if lines[n] and set(lines[n]) == {"-"}]
    return "\n".join(lines[: ends[0] - 1] if ends else lines) if found else ""


def _lacks_of_function(function, doc: str):
    named = _section(doc, "Parameters")
    yield from (
        f"parameter {name}"
        for name in _parameters(function)
        if not any(line.lstrip("*").startswith(f"{name} : ") for line in named.split("\n"))
    )
    gives = ast.unparse(function.returns) if function.returns else "None"
    if gives != "None" and not (_section(doc, "Returns") or _section(doc, "Yields")):
        yield "what it gives"
    raised = {
        ast.unparse(node.exc.func)
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    }
    yield from (f"raises {name}" for name in raised if name not in _section(doc, "Raises"))


def _lacks_of_class(node, doc: str):
    if any("dataclass" in ast.unparse(one) for one in node.decorator_list):
        fields = [
            one.target.id
            for one in node.body
            if isinstance(one, ast.AnnAssign) and not one.target.id.startswith("_")
        ]
        named = _section(doc, "Attributes")
        yield from (f"attribute {name}" for name in fields if f"{name} : " not in named)
    for method in _public(node.body):
        of_method = ast.get_docstring(method) or ""
        if not of_method:
            yield f"{method.name}: a docstring"
        elif _parameters(method):
            for lack in _lacks_of_function(method, of_method):
                yield f"{method.name}: {lack}"


def _lacks(path: Path):
    for node in _public(ast.parse(path.read_text("utf-8")).body):
        doc = ast.get_docstring(node) or ""
        if not doc.split("\n")[0].endswith((".", ":")):
            yield f"{node.name}: a first line that is a sentence"
        kind = _lacks_of_class if isinstance(node, ast.ClassDef) else _lacks_of_function
        yield from (f"{node.name}: {lack}" for lack in kind(node, doc))
        wants = isinstance(node, ast.FunctionDef) and node.name != "main"
        excused = node.name in WITHOUT_EXAMPLE.get(_name(path), ())
        if wants and not excused and not _section(doc, "Examples"):
            yield f"{node.name}: an example"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_public_function_and_class_says_what_it_takes_and_gives(path):
    assert list(_lacks(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_the_examples_run(path):
    name = _name(path)
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    module = importlib.import_module(f"blindkoppel.{name}")
    assert doctest.testmod(module).failed == 0


def test_nobody_is_excused_who_is_not_there():
    there = {
        _name(path): {node.name for node in _public(ast.parse(path.read_text("utf-8")).body)}
        for path in MODULES
    }
    assert all(names <= there[module] for module, names in WITHOUT_EXAMPLE.items())


def test_a_docstring_that_leaves_something_out_is_found():
    silent = ast.parse('def f(a: int) -> int:\n    """A number."""\n    raise ValueError("no")')
    function = silent.body[0]
    assert list(_lacks_of_function(function, inspect.cleandoc(ast.get_docstring(function)))) == [
        "parameter a",
        "what it gives",
        "raises ValueError",
    ]
