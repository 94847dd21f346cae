# SPDX-License-Identifier: EUPL-1.2
"""A template is read beside the code it belongs to: narrow, and without rules of the domain."""

from __future__ import annotations

from pathlib import Path

from tests.house.sources import ROOT
from tests.house.templates import rules_in, wide_lines


def test_no_template_has_a_wide_line() -> None:
    assert list(wide_lines(ROOT)) == []


def test_no_template_compares_with_a_code_of_the_domain() -> None:
    assert list(rules_in(ROOT)) == []


def test_a_rule_in_a_template_is_found(tmp_path: Path) -> None:
    page = tmp_path / "cases/templates/cases/page.html"
    page.parent.mkdir(parents=True)
    page.write_text("{% if case.open %}\n{% elif may and 'draft' == transfer.state %}{% endif %}\n")
    (tmp_path / "web/templates/web").mkdir(parents=True)
    (tmp_path / "web/templates/web/part.html").write_text('{% if kind == "late" %}{% endif %}')
    assert list(rules_in(tmp_path)) == ["cases/templates/cases/page.html:2"]
