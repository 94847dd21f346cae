# SPDX-License-Identifier: EUPL-1.2
"""Contracts between apps that hold for every app there is, without naming one."""

from __future__ import annotations

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Doors(Contract):
    """What an app imports of another app are its doors, type-only imports too.

    - package: the package whose children are the apps
    - doors: the modules of an app that other apps may import
    - floor: apps of which everything may be imported
    - hosts: apps that put the others together, and may import all but `never`
    - never: modules that nobody imports from outside their app, however deep they lie
    """

    type_name = "doors"

    package = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    floor = fields.SetField(subfield=fields.StringField())
    hosts = fields.SetField(subfield=fields.StringField())
    never = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  because the caller passes it so
        """Look at every import from one app into another."""
        found = sorted(self._broken(graph))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that does not go through a door."""
        for importer, imported, line in check.metadata["found"]:
            output.print_error(f"- {importer} -> {imported} (l.{line})", bold=False)
        output.new_line()

    def _broken(self, graph: ImportGraph) -> Iterator[tuple[str, str, int]]:
        for importer in graph.find_descendants(self.package):
            for imported in graph.find_modules_directly_imported_by(importer):
                if self._shut(importer.split(".")[1:], imported.split(".")):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    yield importer, imported, details[0]["line_number"] if details else 0

    def _shut(self, importer: list[str], imported: list[str]) -> bool:
        package, *inside = imported
        if package != self.package or len(inside) < 2 or inside[0] == importer[0]:
            return False
        if self.never.intersection(inside[1:]):
            return True
        return importer[0] not in self.hosts and not (
            inside[0] in self.floor or inside[1] in self.doors
        )


class Sources(Contract):
    """What these modules read of the platform is this and nothing else.

    - package: the package whose children are the apps
    - modules: the modules the contract is about
    - sources: what they may import of the package, each with all below it
    """

    type_name = "sources"

    package = fields.StringField()
    modules = fields.SetField(subfield=fields.StringField())
    sources = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  because the caller passes it so
        """Look at every import of these modules."""
        allowed = self.sources | self.modules
        found = sorted(
            (module, imported)
            for module in self.modules
            for imported in graph.find_modules_directly_imported_by(module)
            if _inside(imported, {self.package}) and not _inside(imported, allowed)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import of something else."""
        for module, imported in check.metadata["found"]:
            output.print_error(f"- {module} -> {imported}", bold=False)
        output.new_line()


def _inside(module: str, packages: set[str]) -> bool:
    return any(f"{module}.".startswith(f"{package}.") for package in packages)
