# SPDX-License-Identifier: MIT
import doctest
from pathlib import Path

import pytest

from blindkoppel.cli import main

LIBRARY = Path(__file__).resolve().parents[1]


def test_the_examples_of_the_readme_run():
    assert doctest.testfile(str(LIBRARY / "README.md"), module_relative=False).failed == 0


@pytest.mark.parametrize(
    "command",
    [
        "keygen",
        "encode blind",
        "encode evaluate",
        "encode finish",
        "match",
        "evaluate",
        "names score",
        "names show",
    ],
)
def test_every_command_is_in_the_readme(command):
    assert f"blindkoppel {command}" in (LIBRARY / "README.md").read_text("utf-8")


def test_the_table_of_attacks_is_what_the_command_prints(capsys):
    assert main(["attack"]) == 0
    printed = capsys.readouterr().out.splitlines()
    kept = (LIBRARY / "docs" / "attacks_table.md").read_text("utf-8").splitlines()
    # Keys are drawn anew in every run, so shares may differ by a record; rows may not.
    assert [line.split("|")[:3] for line in printed] == [line.split("|")[:3] for line in kept]
    in_words = [line for line in kept if "not run: nothing is there to attack" in line]
    assert [line for line in kept if "graph matching" in line] == in_words
