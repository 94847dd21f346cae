# SPDX-License-Identifier: MIT
"""What a public docstring has to hold, read from the source itself."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "telwerk"
# argparse and ctypes call these; nobody imports them
NOT_FOR_IMPORT = ("cli", "_kernels")
SECTIONS = ("Parameters", "Attributes", "Returns", "Raises", "Notes", "References", "Examples")
Node = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Documented:
    """A public function, method or class."""

    module: str
    name: str
    node: Node

    @property
    def text(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def is_property(self) -> bool:
        return any("property" in ast.unparse(d) for d in self.node.decorator_list)

    def section(self, title: str) -> str:
        """Give the text of one section, or nothing."""
        after = re.split(rf"(?m)^{title}\n-+\n", f"{self.text}\n", maxsplit=1)
        if len(after) == 1:
            return ""
        return re.split(rf"(?m)^({'|'.join(SECTIONS)})\n-+\n", after[1], maxsplit=1)[0]

    def entries(self, *titles: str) -> set[str]:
        """Give the names that stand at the margin of these sections."""
        found = [line for t in titles for line in self.section(t).splitlines() if line[:1].strip()]
        return {name.strip(" *`") for line in found for name in line.split(":")[0].split(",")}

    def lacks(self) -> list[str]:
        """Name what is missing."""
        if not self.text:
            return ["docstring"]
        lacking = [] if self.text.splitlines()[0].endswith((".", "?")) else ["first line"]
        if isinstance(self.node, ast.ClassDef):
            return lacking + self._fields()
        if self.is_property:
            return lacking
        return lacking + self._arguments() + self._returns() + self._raises()

    def _fields(self) -> list[str]:
        assert isinstance(self.node, ast.ClassDef)
        if not any("dataclass" in ast.unparse(d) for d in self.node.decorator_list):
            return []
        names = [n.target.id for n in self.node.body if isinstance(n, ast.AnnAssign)]
        known = self.entries("Attributes", "Parameters")
        return [f"attribute {name}" for name in names if name[0] != "_" and name not in known]

    def _arguments(self) -> list[str]:
        assert isinstance(self.node, ast.FunctionDef)
        given = self.node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        every += [extra for extra in (given.vararg, given.kwarg) if extra]
        names = [argument.arg for argument in every if argument.arg not in ("self", "cls")]
        known = self.entries("Parameters")
        return [f"parameter {name}" for name in names if name not in known]

    def _returns(self) -> list[str]:
        assert isinstance(self.node, ast.FunctionDef)
        gives = self.node.returns is not None and ast.unparse(self.node.returns) != "None"
        return ["Returns"] if gives and not self.section("Returns") else []

    def _raises(self) -> list[str]:
        inner = [n for n in ast.walk(self.node) if isinstance(n, ast.FunctionDef)][1:]
        skipped = {id(part) for function in inner for part in ast.walk(function)}
        raised = [
            n for n in ast.walk(self.node) if isinstance(n, ast.Raise) and id(n) not in skipped
        ]
        fresh = [n for n in raised if n.exc is not None]
        return ["Raises"] if fresh and not self.section("Raises") else []


def public() -> Iterator[Documented]:
    """Give every public function, method and class of the library."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in NOT_FOR_IMPORT:
            continue
        module = ".".join(("telwerk", *(part for part in parts if part != "__init__")))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, Node) and not node.name.startswith("_"):
                yield Documented(module, node.name, node)
                if isinstance(node, ast.ClassDef):
                    yield from _methods(module, node)


def _methods(module: str, owner: ast.ClassDef) -> Iterator[Documented]:
    for node in owner.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Documented(module, f"{owner.name}.{node.name}", node)
