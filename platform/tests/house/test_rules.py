# SPDX-License-Identifier: EUPL-1.2
"""A made-up app that breaks one rule is refused, and by the check of that rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.house.acts import without_acts
from tests.house.overlay import EXAMPLE, Overlay
from tests.house.sizes import too_long
from tests.house.sources import apps_of_models, read
from tests.house.templates import rules_in, wide_lines
from tests.house.test_own_tables import foreign_managers, managers_in_pages
from tests.house.test_records import undeclared
from tests.house.test_words import left_below
from tests.promises.test_terms_are_data import written_out

LAYERS = "Code imports only downward, and every app has its place"
DOORS = "Into another app only by its doors; its tables, forms and views never"
INSIDE = "Inside an app"
TYPE_ONLY = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from {module} import {name}\n"
Break = Callable[[Overlay], None]
WORK = "An alarm goes facts, work, page and no other way"
PAGES_OF_THE_DAY = ("surfaces/staff/day.py", "surfaces/staff/views.py")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Overlay:
    made = Overlay(tmp_path_factory.mktemp("platform"))
    made.add_example()
    return made


@pytest.fixture
def platform(whole: Overlay) -> Iterator[Overlay]:
    """The platform with the example, which is put right again afterwards."""
    kept = whole.folder / "kept"
    shutil.copytree(whole.root / "bicycles", kept)
    settings = (whole.folder / "pyproject.toml").read_text()
    pages = {path: (whole.root / path).read_text() for path in PAGES_OF_THE_DAY}
    yield whole
    for path, text in pages.items():
        whole.write(path, text)
    for made_up in ("bicycles", "scooters"):
        shutil.rmtree(whole.root / made_up, ignore_errors=True)
    shutil.move(kept, whole.root / "bicycles")
    (whole.folder / "pyproject.toml").write_text(settings)


def appended(file: str, text: str) -> Break:
    return lambda platform: platform.append(f"bicycles/{file}", f"\n{text}\n")


def edited(file: str, old: str, new: str) -> Break:
    return lambda platform: platform.edit(f"bicycles/{file}", old, new)


def without_a_place(platform: Overlay) -> None:
    platform.write("scooters/__init__.py", "")


def beside(platform: Overlay) -> None:
    platform.write("scooters/__init__.py", "")
    platform.write("scooters/services.py", "def ride() -> None: ...\n")
    settings = platform.folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"bicycles",', '"bicycles | scooters",'))
    platform.append("bicycles/services.py", "\nfrom ketenzicht.scooters.services import ride\n")


def inside_out(platform: Overlay) -> None:
    platform.write("bicycles/tasks.py", "")
    platform.write("bicycles/policies.py", "from ketenzicht.bicycles import tasks\n")


def in_a_circle(platform: Overlay) -> None:
    platform.write("bicycles/pumps.py", "from ketenzicht.bicycles import tyres\n")
    platform.write("bicycles/tyres.py", "from ketenzicht.bicycles import pumps\n")


def on_the_day(page: str) -> Break:
    return lambda platform: platform.append(page, "\nfrom ketenzicht.bicycles import selectors\n")


@pytest.mark.apart
@pytest.mark.parametrize(
    ("broken", "contract"),
    [
        (without_a_place, LAYERS),
        (appended("services.py", "from ketenzicht.publishing.services import digest"), LAYERS),
        (beside, LAYERS),
        (appended("services.py", "from ketenzicht.accounts.models import Member as M"), DOORS),
        (
            appended(
                "services.py", TYPE_ONLY.format(module="ketenzicht.vault.models", name="Envelope")
            ),
            DOORS,
        ),
        (appended("views.py", "from ketenzicht.accounts import forms"), DOORS),
        (inside_out, INSIDE),
        (
            appended("services.py", "from ketenzicht.web import parts"),
            "Only pages, forms and routes know the design system",
        ),
        (in_a_circle, "No circles"),
        (
            appended("views.py", "from ketenzicht.bicycles import work"),
            WORK,
        ),
        (appended("services.py", "from ketenzicht.work.services import report"), WORK),
        (
            on_the_day("surfaces/staff/day.py"),
            "The page of the day reads work, and no app",
        ),
        (
            on_the_day("surfaces/staff/views.py"),
            "The page of the day reads work, and no app",
        ),
        (
            appended("work.py", "from ketenzicht.world import events"),
            "Only the practice world knows the simulated world",
        ),
        (
            appended("services.py", "from cryptography.fernet import Fernet"),
            "Only the crypto module uses cryptography",
        ),
    ],
    ids=[
        *("no place", "upward", "sibling", "tables", "tables as types", "forms of another"),
        *("inside out", "design system", "circle", "facts on a page", "work past its facts"),
        *("an app on the day", "an app on the page of the day", "simulated world"),
        "cryptography",
    ],
)
def test_an_import_that_breaks_a_rule_breaks_that_contract(platform, broken, contract):
    broken(platform)

    assert platform.broken_contracts() == [contract]


@pytest.mark.apart
@pytest.mark.parametrize(
    ("broken", "check", "said"),
    [
        (
            edited("views.py", "@open_to(members(May.BICYCLE_LEND))\n@require_safe", ""),
            "E001",
            "declares no policy",
        ),
        (edited("models.py", "owner name lent_at", "owner lent_at"), "E003", "'name' is not class"),
        (
            edited("models.py", '"id owner name lent_at"', '"id owner lent_at", sensitive="name"'),
            "E003",
            "must be a SealedField",
        ),
        (
            edited("permissions.py", '"bicycle:lend"', '"case:read"'),
            "E004",
            "claims the permission 'case:read'",
        ),
        (edited("app.py", '{"bicycle"', '{"case"'), "E004", "claims records of the kind 'case'"),
        (edited("app.py", '"fietsen/"', '"zaken/"'), "E004", "'zaken/ of staff'"),
        (
            edited("app.py", '{"shelter_worker": frozenset(May)}', "{}"),
            "E004",
            "nobody carries 'bicycle:lend'",
        ),
        (edited("app.py", '"shelter_worker"', '"tovenaar"'), "E004", "no role 'tovenaar'"),
        (
            edited("app.py", "order=60,", 'order=60, finder="finding.find",'),
            "E004",
            "'finding.find' is declared and does not exist",
        ),
        (
            edited("app.py", '"bicycles:list"', '"bicycles:stable"'),
            "E004",
            "leads to 'bicycles:stable'",
        ),
        (
            edited("models.py", 'GuardedManager["Bicycle"]()', "models.Manager()"),
            "E005",
            "its rows belong to readers",
        ),
    ],
    ids=[
        *("no policy", "unclassified", "not sealed", "double permission", "double kind"),
        *("double address", "nobody carries", "no such role", "no such function", "no such page"),
        "no guard",
    ],
)
def test_what_breaks_a_rule_of_the_start_is_named(platform, broken, check, said):
    broken(platform)

    told = platform.run("django", "check")
    assert f"ketenzicht.{check}" in told
    assert said in told
    others = {"E001", "E002", "E003", "E004", "E005"} - {check}
    assert [other for other in sorted(others) if f"ketenzicht.{other}" in told] == []


@pytest.mark.apart
def test_an_app_that_declares_lines_of_its_own_for_the_day_does_not_start(platform):
    platform.edit("bicycles/app.py", "order=60,", 'order=60, day="day.items",')

    assert "unexpected keyword argument 'day'" in platform.run("django", "check")


@pytest.mark.apart
def test_an_app_that_makes_an_item_itself_does_not_start(platform):
    platform.append("bicycles/work.py", "\nfrom ketenzicht.work.handover import Item\n")

    assert "cannot import name 'Item'" in platform.run("django", "check")


@pytest.mark.apart
def test_a_missing_translation_is_named(platform):
    platform.edit("bicycles/views.py", '_("No bicycles")', '_("No bicycles at all")')

    told = platform.run("ketenzicht.web.messages")
    assert "bicycles/nl: not translated" in told
    assert 'msgid "No bicycles at all"' in told


@pytest.mark.apart
def test_a_missing_migration_is_named(platform):
    platform.edit("bicycles/models.py", "max_length=60", "max_length=70")

    assert "Alter field name" in platform.run("django", "makemigrations", "--check", "--dry-run")


HOUSE: list[tuple[str, str, Callable[[Overlay], list[str]]]] = [
    (
        "services.py",
        "Case.objects.whole_table(why='curious')",
        lambda platform: list(foreign_managers(read(platform.root), apps_of_models())),
    ),
    (
        "services.py",
        "Item.objects.create(kind='bicycle.out')",
        lambda platform: list(foreign_managers(read(platform.root), apps_of_models())),
    ),
    (
        "views.py",
        "Case.objects.whole_table(why='curious')",
        lambda platform: list(managers_in_pages(read(platform.root), apps_of_models())),
    ),
    (
        "services.py",
        "record(actor=actor, action='x', kind='dream', now=now)",
        lambda platform: list(undeclared(read(platform.root / "bicycles"), {"bicycle"})),
    ),
    (
        "templates/bicycles/wide.html",
        "x" * 121,
        lambda platform: list(wide_lines(platform.root / "bicycles")),
    ),
    (
        "templates/bicycles/ruling.html",
        '{% if one.state == "lent" %}{% endif %}',
        lambda platform: list(rules_in(platform.root)),
    ),
    (
        "services.py",
        "LENT_FOR = timedelta(days=14)",
        lambda platform: list(written_out(platform.root)),
    ),
    (
        "services.py",
        "def settle() -> None: ...",
        lambda platform: list(left_below(platform.root / "bicycles")),
    ),
    (
        "services.py",
        "def endless() -> None:\n" + "    print()\n" * 60,
        lambda platform: list(too_long(platform.root / "bicycles")),
    ),
    (
        "services.py",
        "x = 1\n" * 401,
        lambda platform: list(too_long(platform.root / "bicycles")),
    ),
    (
        "views.py",
        "@require_POST\ndef sell(request): ...",
        lambda platform: [
            found for found in without_acts(read(platform.root)) if found.startswith("bicycles")
        ],
    ),
]


@pytest.mark.parametrize(
    ("file", "text", "search"),
    HOUSE,
    ids=[
        *("tables of another", "rows of work", "tables in a page", "kind of record"),
        *("wide template", "rule in a template", "term in code", "replaced word"),
        *("long function", "long file", "acts"),
    ],
)
def test_what_breaks_a_rule_of_the_house_is_found(platform, file, text, search):
    assert search(platform) == []
    path = platform.root / "bicycles" / file
    platform.write(f"bicycles/{file}", (path.read_text() if path.exists() else "") + f"\n{text}\n")

    (found,) = search(platform)
    assert found.split(":")[0].endswith(file.removeprefix("templates/"))


def test_the_example_itself_has_no_wide_line():
    assert list(wide_lines(EXAMPLE)) == []
