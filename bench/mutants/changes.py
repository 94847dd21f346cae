# SPDX-License-Identifier: EUPL-1.2
"""The small changes that are tried: each a mistake somebody could make and nobody might see."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing changed."""

    line: int
    change: str
    code: str


def mutants(source: str, only: str | None = None) -> list[Mutant]:
    """Every changed version of a module, or of its functions of one name."""
    tree = ast.parse(source)
    same = ast.unparse(tree)
    inside = {
        id(part)
        for node in ast.walk(tree)
        if only is None or (isinstance(node, ast.FunctionDef) and node.name == only)
        for part in ast.walk(node)
    }
    made = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) not in inside:
            continue
        for change, other in _others(node):
            code = ast.unparse(_put(tree, place, other))
            if code != same:
                made.append(Mutant(getattr(node, "lineno", 0), change, code))
    return made


def _put(tree: ast.Module, place: int, other: ast.AST) -> ast.Module:
    changed = copy.deepcopy(tree)
    found = list(ast.walk(changed))[place]

    class Exchange(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return other if node is found else self.generic_visit(node)

    Exchange().visit(changed)
    return ast.fix_missing_locations(changed)


def _others(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        yield from _turned(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "without not", node.operand
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "nothing returned", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield f"left out: {ast.unparse(node)[:60]}", ast.Pass()
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | bytes):
        yield f"another constant: {node.value!r}", ast.Constant(_other(node.value))
    else:
        yield from _shorter(node)


def _turned(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    """The operator that somebody may have meant instead, at each place of a chain."""
    operators = node.ops if isinstance(node, ast.Compare) else [node.op]
    for place, operator in enumerate(operators):
        if type(operator) in TURNED:
            other, turned = copy.deepcopy(node), TURNED[type(operator)]()
            if isinstance(other, ast.Compare):
                other.ops[place] = turned  # type: ignore[call-overload]  # operator for operator
            else:
                other.op = turned  # type: ignore[assignment]  # operator for operator
            yield f"{type(operator).__name__} becomes {type(turned).__name__}", other


def _shorter(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A call without one of its named arguments, a set without a member, an if that always is."""
    if isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield f"without {ast.unparse(keyword)[:50]}", ast.Call(node.func, node.args, rest)
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        for place, member in enumerate(node.elts):
            rest_of = [*node.elts[:place], *node.elts[place + 1 :]]
            yield f"without {ast.unparse(member)[:50]}", ast.Set(rest_of)
    elif isinstance(node, ast.If):
        for answer in (True, False):
            yield f"if {answer}", ast.If(ast.Constant(answer), node.body, node.orelse)


def _other(value: int | bytes) -> int | bytes:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else value + b"x"
