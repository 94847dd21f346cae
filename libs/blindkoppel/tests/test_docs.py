# SPDX-License-Identifier: MIT
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from blindkoppel.cli import main
from blindkoppel.reading.tables import read_rows

LIBRARY = Path(__file__).resolve().parents[1]


def test_the_examples_of_the_readme_run():
    assert doctest.testfile(str(LIBRARY / "README.md"), module_relative=False).failed == 0


@pytest.mark.parametrize(
    "command",
    [
        "keygen",
        "signer",
        "encode blind",
        "encode evaluate",
        "encode finish",
        "encode seal",
        "round open",
        "round match",
        "round hear",
        "round agree",
        "round read",
        "case keys",
        "case candidates",
        "case ask",
        "case hold",
        "case help",
        "case agree",
        "case read",
        "match",
        "log",
        "evaluate",
        "names score",
        "names show",
    ],
)
def test_every_command_is_in_the_readme(command):
    assert f"blindkoppel {command}" in (LIBRARY / "README.md").read_text("utf-8")


def test_the_commands_of_the_readme_run_as_written_in_a_fresh_folder(tmp_path):
    blocks = re.findall(
        r"^```sh\n(.*?)^```$", (LIBRARY / "README.md").read_text("utf-8"), re.S | re.M
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        ["bash", "-euc", "".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
    )
    example = re.search(
        r"^```python\n(from pathlib.*?)^```$",
        (LIBRARY / "README.md").read_text("utf-8"),
        re.S | re.M,
    )
    asked = subprocess.run(
        [sys.executable, "-c", example[1]], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert asked.stdout.split()[0] == "b2"
    clear = {(row["left"], row["right"]) for row in read_rows(tmp_path / "clear.csv")}
    assert clear == {("a1", "b1"), ("a2", "b2"), ("a3", "b3")}
    heard = [row["record"] for row in read_rows(tmp_path / "b" / "heard.csv")]
    hits = [row["record"] for row in read_rows(tmp_path / "a" / "hits.csv")]
    assert sorted(heard) == ["b1", "b2", "b3"]
    assert sorted(hits) == ["a1", "a2", "a3"]
    known = read_rows(tmp_path / "b" / "known.csv")
    assert [(row["record"], row["band"]) for row in known] == [("b2", "match")]


def test_the_tables_of_attacks_are_what_the_command_prints(capsys):
    assert main(["attack", "--people", "200"]) == 0
    printed = capsys.readouterr().out.splitlines()
    kept = (LIBRARY / "docs" / "attacks_table.md").read_text("utf-8").splitlines()
    # Shares hang on how many people there are and on keys drawn anew; rows do not.
    assert [line.split("|")[1] for line in printed if "|" in line] == [
        line.split("|")[1] for line in kept if "|" in line
    ]
