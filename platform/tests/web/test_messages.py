# SPDX-License-Identifier: EUPL-1.2
"""Translations: nothing said without its Dutch, and the check sees what it should."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from ketenzicht.web import messages
from ketenzicht.web.compiling import compile_all
from ketenzicht.web.messages import Said

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A platform of one app that says one thing in code and one in a template."""
    app = tmp_path / "cases"
    (app / "templates").mkdir(parents=True)
    (app / "locale/nl/LC_MESSAGES").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "views.py").write_text(
        "from django.utils.translation import ngettext_lazy as many\n"
        "LABEL = many('%(n)s case', '%(n)s cases', 'n')\n"
    )
    (app / "templates/page.html").write_text(
        "{% load i18n %}{% translate 'Hand over' context 'button' %}"
        "{% if a %}\n  {{ _('Wait')|upper }}{% endif %}"
    )
    return tmp_path


def write(root: Path, text: str, app: str = "cases") -> None:
    folder = root / app / "locale/nl/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (root / app / "__init__.py").touch()
    (folder / "django.po").write_text(HEAD + text)


WHOLE = (
    'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\n'
    'msgstr[0] "%(n)s zaak"\nmsgstr[1] "%(n)s zaken"\n\n'
    'msgctxt "button"\nmsgid "Hand over"\nmsgstr "Draag over"\n\n'
    'msgid "Wait"\nmsgstr "Wacht"\n'
)


def test_texts_are_found_in_code_and_templates(tiny: Path) -> None:
    assert set(messages.said_by(tiny / "cases")) == {
        Said("%(n)s case", plural="%(n)s cases"),
        Said("Hand over", context="button"),
        Said("Wait"),
    }


def test_a_whole_catalogue_has_no_faults(tiny: Path) -> None:
    write(tiny, WHOLE)
    assert messages.faults("nl", tiny) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('msgstr "Wacht"', 'msgstr ""', "not translated"),
        ('msgid "Wait"', '#, fuzzy\nmsgid "Wait"', "fuzzy"),
        ("%(n)s zaak", "%(m)s zaak", "placeholders ['m', 'n'] instead of ['n']"),
    ],
)
def test_a_fault_is_seen(tiny: Path, old: str, new: str, why: str) -> None:
    write(tiny, WHOLE.replace(old, new))
    assert [fault.why for fault in messages.faults("nl", tiny)] == [why]


def test_a_translation_of_what_nobody_says_is_seen(tiny: Path) -> None:
    write(tiny, WHOLE + '\nmsgid "Hold"\nmsgstr "Houd vast"\n')
    assert [(fault.said.text, fault.why) for fault in messages.faults("nl", tiny)] == [
        ("Hold", "nobody says this any more")
    ]


def test_what_a_library_says_may_be_translated_better(tiny: Path) -> None:
    write(tiny, WHOLE)
    write(tiny, 'msgid "This field is required."\nmsgstr "Vul dit in."\n', app="web")
    assert messages.faults("nl", tiny) == []


def test_one_text_translated_in_two_ways_is_seen(tiny: Path) -> None:
    write(tiny, WHOLE)
    write(tiny, 'msgid "Wait"\nmsgstr "Even geduld"\n', app="intake")
    (tiny / "intake/views.py").write_text(
        "from django.utils.translation import gettext as say\nLABEL = say('Wait')\n"
    )
    assert [fault.why for fault in messages.faults("nl", tiny)] == ["two translations"]


def test_what_web_translates_holds_for_every_app(tiny: Path) -> None:
    write(tiny, WHOLE.replace('\nmsgid "Wait"\nmsgstr "Wacht"\n', ""))
    write(tiny, 'msgid "Wait"\nmsgstr "Wacht"\n', app="web")
    assert messages.faults("nl", tiny) == []


def test_a_compiled_catalogue_speaks(tiny: Path) -> None:
    write(tiny, WHOLE)
    (compiled,) = compile_all(tiny)
    with compiled.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Wait") == "Wacht"
    assert compile_all(tiny) == []


@pytest.fixture(scope="module")
def platform_faults() -> list[messages.Fault]:
    """What is not right in any language of the platform."""
    return [fault for language in messages.LANGUAGES for fault in messages.faults(language)]


@pytest.mark.parametrize("app", [app.name for app in messages.apps()])
def test_every_text_of_the_platform_is_translated(
    app: str, platform_faults: list[messages.Fault]
) -> None:
    assert [str(fault) for fault in platform_faults if fault.app == app] == []
