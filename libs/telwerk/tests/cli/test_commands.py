# SPDX-License-Identifier: MIT
"""Every method from the command line, as JSON that machines can rely on."""

import json
from pathlib import Path

import pytest

from telwerk.cli import main
from telwerk.mse.methods import methods

OWN = [
    name
    for name, method in methods().items()
    if method.run.split(":")[0].rsplit(".", 1)[1]
    in ("simple", "graphs", "latent", "threshold", "averaging")
]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    path = tmp_path / "lists.csv"
    rows = ["A,B,C,count", "1,0,0,90", "0,1,0,80", "0,0,1,70"]
    rows += ["1,1,0,20", "1,0,1,15", "0,1,1,12", "1,1,1,5"]
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = ["A,B,C,sex,year,count"]
    for mask in range(1, 8):
        flags = ",".join(str(mask >> bit & 1) for bit in range(3))
        size = (90, 20, 5)[mask.bit_count() - 1]
        rows += [f"{flags},{sex},{year},{size - year % 7}" for sex in "fm" for year in (2019, 2020)]
    path.write_text("\n".join(rows))
    return path


def test_there_are_eight_of_them() -> None:
    assert sorted(OWN) == [
        "averaging", "chao", "chapman", "coverage", "graphs", "heterogeneity", "latent",
        "threshold",
    ]  # fmt: skip


@pytest.mark.parametrize("method", OWN)
def test_each_method_answers_in_json(
    method: str, lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = ["--sweeps", "4000"] if method == "latent" else []
    assert main(["estimate", str(lists), "--method", method, "--json", *extra]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["status"] == "ok"
    assert result["observed"] == 292
    assert result["estimate"] > 292
    assert result["assumptions"]["nl"]
    assert "292" in result["text"]["nl"]


def test_subgroups_come_from_the_command_line(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["covariates", str(people), "--lists", "A,B,C", "--covariates", "sex,year"]
    options = ["--count-column", "count", "--replicates", "20", "--by", "year", "--json"]
    assert main([*command, *options]) == 0
    result = json.loads(capsys.readouterr().out)
    sexes = [part["estimate"] for part in result["parts"] if part["label"].startswith("sex=")]
    assert sum(sexes) == pytest.approx(result["estimate"])
    assert "year=2019, sex=f" in [part["label"] for part in result["parts"]]


def test_years_come_from_the_command_line(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summed = tmp_path / "years.csv"
    rows = [line.split(",") for line in people.read_text().splitlines()]
    kept = [",".join([*row[:3], *row[4:]]) for row in rows if row[3] != "m"]
    summed.write_text("\n".join(kept))
    command = ["series", str(summed), "--lists", "A,B,C", "--year", "year"]
    assert main([*command, "--count-column", "count", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [part["label"] for part in result["parts"]] == ["year=2019", "year=2020"]
    assert result["diagnostics"]["changes"][0]["from"] == "2019"


def test_two_lists_with_characteristics_come_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.csv"
    rows = [f"{i % 2},{(i // 2) % 2 or 1 - i % 2},{i % 5}" for i in range(400)]
    path.write_text("a,b,x\n" + "\n".join(rows))
    assert main(["robust", str(path), "--lists", "a,b", "--covariates", "x", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["observed"] == 400
    assert main(["robust", str(path), "--lists", "a", "--covariates", "x"]) == 2
    assert "takes 2" in capsys.readouterr().err
    asked = ["robust", str(path), "--lists", "a", "--covariates", "x", "--lang", "nl"]
    assert main(asked) == 2
    assert "deze methode neemt er 2" in capsys.readouterr().err


@pytest.mark.parametrize("method", OWN)
def test_without_overlap_no_method_gives_a_number(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "apart.csv"
    path.write_text("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n")
    assert main(["estimate", str(path), "--method", method, "--json"]) == 3
    result = json.loads(capsys.readouterr().out)
    assert result["estimate"] is None
    assert result["status"] in ("no_overlap", "no_mle")


@pytest.mark.parametrize("method", ["chao", "heterogeneity", "threshold"])
def test_people_on_all_lists_alone_say_nothing_of_others(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "all.csv"
    path.write_text("A,B,C,count\n1,1,1,50\n")
    assert main(["estimate", str(path), "--method", method, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["status"] == "no_mle"
