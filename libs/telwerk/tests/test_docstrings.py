# SPDX-License-Identifier: MIT
"""Every public function and class says what it takes, gives, raises and rests on."""

from importlib import import_module

import pytest
from docstrings import SECTIONS, Documented, public

import telwerk.mse
import telwerk.sdc

EVERY = list(public())
BY_NAME = {f"{each.module}.{each.name}": each for each in EVERY}
# what people import from the one documented place
OFFERED = {
    f"{found.__module__}.{found.__qualname__}": BY_NAME[f"{found.__module__}.{found.__qualname__}"]
    for package in (telwerk.mse, telwerk.sdc)
    for found in (getattr(package, name) for name in package.__all__)
    if hasattr(found, "__qualname__") and found.__module__.startswith("telwerk")
}
METHODS = {
    name: each
    for name, each in BY_NAME.items()
    if each.name.startswith(("estimate_", "by_"))
    and each.module.startswith("telwerk.mse.methods")
    and each.name not in ("by_covariates", "by_year")
}


def test_every_public_docstring_has_the_sections_it_needs() -> None:
    assert {f"{d.module}.{d.name}": d.lacks() for d in EVERY if d.lacks()} == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_docstring_without_a_section_is_found(section: str) -> None:
    whole = BY_NAME["telwerk.mse.methods.simple_estimators.chapman"]
    assert whole.lacks() == []
    node = import_module("copy").deepcopy(whole.node)
    node.body[0].value.value = whole.text.replace(f"{section}\n---", "Other\n---")
    lacking = Documented(whole.module, whole.name, node).lacks()
    expected = {"Parameters": 4, "Returns": 1, "Raises": 1}
    assert len(lacking) == expected.get(section, 0)


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_what_is_imported_from_the_documented_place_has_an_example(
    name: str,
) -> None:
    each = OFFERED[name]
    is_error = name.endswith(("Error", "Histories", "Model")) and "messages" in name
    assert is_error or ">>> " in each.text or is_plain(each)


def is_plain(each: Documented) -> bool:
    """Settings, results and grades show their use in the function that takes or gives them."""
    return type(each.node).__name__ == "ClassDef"


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_names_its_source(name: str) -> None:
    assert METHODS[name].section("References")
