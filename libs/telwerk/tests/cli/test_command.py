# SPDX-License-Identifier: MIT
"""The command ``telwerk`` as a user types it."""

import json

import pytest

from telwerk.cli import main
from telwerk.datasets import kosovo, united_kingdom_five

TABLE = "b,c,d,count\n0,0,1,41\n0,1,0,5\n1,0,0,5\n1,1,0,54\n1,0,1,6\n1,1,1,12\n"


@pytest.fixture
def lists(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def test_estimate_writes_json_that_a_machine_understands(lists, capsys):
    assert main(["estimate", lists, "--method", "bic", "--order", "2", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["model"], values["status"], values["observed"]) == ("[12,23]", "ok", 123)
    assert values["bic"] == pytest.approx(57.14080988, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        (["--method", "independence"], 141.99264735),
        (["--method", "stepwise", "--threshold", "0.02"], 268.77777778),
        (["--method", "model", "--model", "[12,3]"], 268.77777778),
    ],
)
def test_each_method_is_a_word_on_the_command_line(arguments, size, lists, capsys):
    assert main(["estimate", lists, *arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["estimate"] == pytest.approx(size, rel=1e-6)


def test_dutch_text_is_written_when_asked(lists, capsys):
    main(["estimate", lists, "--lang", "nl"])
    assert "Naar schatting zijn er 157." in capsys.readouterr().out


def test_a_refused_table_ends_with_one_sentence_and_code_two(tmp_path, capsys):
    path = tmp_path / "wrong.csv"
    path.write_text("A,B,count\n1,0,-4\n0,1,2\n", encoding="utf-8")
    assert main(["estimate", str(path)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "telwerk: Row 1: the count -4 is negative; expected 0 or more.\n"


def test_a_missing_file_is_named(capsys):
    assert main(["estimate", "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_lists_that_carry_no_estimate_end_with_code_three(tmp_path, capsys):
    path = tmp_path / "apart.csv"
    path.write_text("A,B,count\n1,0,4\n0,1,2\n", encoding="utf-8")
    assert main(["estimate", str(path), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["status"] == "no_overlap"


def test_an_option_of_another_method_is_left_out_aloud(lists, capsys):
    assert main(["estimate", lists, "--method", "independence", "--order", "2"]) == 0
    assert "independence has no option --order; ignored." in capsys.readouterr().err


def test_compare_puts_methods_side_by_side(lists, capsys):
    assert main(["compare", lists, "--methods", "bic,independence", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["estimates"]
    assert [(row["method"], round(row["estimate"])) for row in rows] == [
        ("bic", 157),
        ("independence", 142),
    ]


def test_progress_is_shown_when_asked_and_never_in_the_output(lists, capsys):
    arguments = ["estimate", lists, "--interval", "bca", "--replicates", "100", "--json"]
    main([*arguments, "--progress"])
    output = capsys.readouterr()
    assert "100/100" in output.err
    assert json.loads(output.out)["interval_method"] == "bca"
    main(arguments)
    assert capsys.readouterr().err == ""


def test_simulated_lists_go_straight_into_an_estimate(tmp_path, capsys):
    out = tmp_path / "drawn.csv"
    arguments = ["--rates", "0.3,0.3,0.3", "--size", "9000", "--odds", "12=3", "--output", str(out)]
    assert main(["simulate", *arguments]) == 0
    assert main(["estimate", str(out), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["model"] == "[12,3]"
    assert values["estimate"] == pytest.approx(9000, rel=0.1)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--rates", "0.3"],
        ["--rates", "0.3,1.2"],
        ["--rates", "a,b"],
        ["--rates", "0.3,0.3", "--odds", "13=2"],
        ["--rates", "0.3,0.3", "--odds", "12=0"],
    ],
)
def test_an_impossible_simulation_is_refused(wrong, capsys):
    assert main(["simulate", "--size", "100", *wrong]) == 2
    assert capsys.readouterr().err.startswith("telwerk: ")


@pytest.mark.parametrize("size", ["0", "-5"])
def test_a_simulation_of_nobody_is_refused(size, capsys):
    assert main(["simulate", "--size", size, "--rates", "0.3,0.3"]) == 2
    assert "1 or more" in capsys.readouterr().err


def test_a_refusal_is_in_the_language_that_was_asked_for(tmp_path, capsys):
    path = tmp_path / "lists.csv"
    path.write_text("A,B,count\n1,0,-3\n", encoding="utf-8")
    assert main(["estimate", str(path), "--lang", "nl"]) == 2
    assert (
        capsys.readouterr().err
        == "telwerk: Rij 1: het aantal -3 is negatief; verwacht werd 0 of meer.\n"
    )


def test_diagnose_gives_a_verdict_and_a_report_as_page_and_pdf(lists, tmp_path, capsys):
    pytest.importorskip("vl_convert", reason="the extra report is not installed")
    page = tmp_path / "report.html"
    arguments = ["diagnose", lists, "--repeats", "5", "--lang", "nl", "--report"]
    assert main([*arguments, str(page)]) == 0
    assert "kunnen één getal niet dragen" in capsys.readouterr().out
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 4
    assert "<script" not in text
    assert '<html lang="nl">' in text
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    assert main([*arguments, str(tmp_path / "report.pdf")]) == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_list_name_cannot_become_markup_in_a_report(tmp_path):
    pytest.importorskip("vl_convert", reason="the extra report is not installed")
    from telwerk.mse.diagnostics import diagnose
    from telwerk.mse.lists.histories import CaptureHistories
    from telwerk.mse.methods import method
    from telwerk.mse.reports import content, to_html

    names = ("<script>alert(1)</script>", '#panic("x")', "C")
    table = CaptureHistories(names, kosovo().without("HRW").counts)
    found = diagnose(table, method("independence"), repeats=2)
    assert "<script" not in to_html(content(table, found, "en"))
    typst = pytest.importorskip("typst", reason="the extra pdf is not installed")
    assert typst
    from telwerk.mse.reports import to_pdf

    assert to_pdf(content(table, found, "en")).startswith(b"%PDF")


def test_no_part_of_a_report_can_become_markup():
    from telwerk.mse.reports import Content, Section, to_html

    evil = "<i>&"
    section = Section(evil, (evil,), head=(evil, evil), rows=((evil, evil),))
    page = to_html(Content(lang="en", title=evil, lead=evil, sections=(section,)))
    assert page.count("<i>") == 0
    assert page.count("&lt;i&gt;&amp;") == 10


@pytest.mark.parametrize("kind", ["estimate", "multiverse", "overlaps", "trajectories"])
def test_each_chart_can_be_drawn(kind, tmp_path):
    pytest.importorskip("vl_convert", reason="the extra report is not installed")
    path = tmp_path / "lists.csv"
    rows = united_kingdom_five().as_dict().items()
    path.write_text(
        "A,B,C,D,E,count\n" + "".join(f"{','.join(f)},{n}\n" for f, n in rows), encoding="utf-8"
    )
    out = tmp_path / "chart.svg"
    assert main(["plot", str(path), "--kind", kind, "--output", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<svg")


def test_a_chart_needs_an_ending_that_is_known(lists, tmp_path, capsys):
    assert main(["plot", lists, "--output", str(tmp_path / "chart.bmp")]) == 2
    assert "must end in one of" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == 0
    assert "estimate" in capsys.readouterr().out
