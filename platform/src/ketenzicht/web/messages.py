# SPDX-License-Identifier: EUPL-1.2
"""Translations without gettext installed: what is said, what is translated, compiled files.

`python -m ketenzicht.web.messages` compiles every catalogue of the platform and prints what is
not right in it, ready to paste; it ends with 1 when anything is.
"""

import ast
import functools
import importlib.resources
import io
import re
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from ketenzicht.web.compiling import PLATFORM, compile_all

LANGUAGES = ("nl",)  # English is the language of the source itself
LIBRARIES = ("django", "allauth")
HOLE = re.compile(r"%\((\w+)\)|\{(\w*)\}")

# name of the function -> which arguments are context, text and plural
SHAPES: dict[str, tuple[str, ...]] = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One text as the source says it."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something a reader of this language would stumble over."""

    app: str
    language: str
    why: str
    said: Said
    place: str = ""

    def __str__(self) -> str:
        entry = polib.POEntry(
            msgid=self.said.text,
            msgid_plural=self.said.plural,
            msgctxt=self.said.context or None,
            msgstr_plural={0: "", 1: ""} if self.said.plural else {},
        )
        return f"# {self.app}/{self.language}: {self.why} ({self.place})\n{entry}"


def apps(root: Path = PLATFORM) -> list[Path]:
    """Folders of the platform that may say something."""
    return sorted(folder for folder in root.iterdir() if (folder / "__init__.py").exists())


def said_by(app: Path) -> dict[Said, str]:
    """Everything an app says, with the first place where it does."""
    found: dict[Said, str] = {}
    for path in sorted(app.rglob("*")):
        if path.suffix == ".py":
            texts = list(said_in_python(path.read_text("utf-8")))
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            texts = list(said_in_template(path.read_text("utf-8")))
        else:
            continue
        for said in texts:
            found.setdefault(said, path.relative_to(app.parent).as_posix())
    return found


def said_in_python(source: str) -> Iterator[Said]:
    """Texts in calls of Django's translation functions, under whatever name imported."""
    tree = ast.parse(source)
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                names[alias.asname or alias.name] = _plain(alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            shape = SHAPES.get(names.get(node.func.id, ""))
            if shape:
                yield _said(shape, [_text(argument) for argument in node.args])


def _plain(name: str) -> str:
    return name.removesuffix("_lazy").removesuffix("_noop")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _said(shape: tuple[str, ...], arguments: Sequence[str]) -> Said:
    return Said(**dict(zip(shape, arguments, strict=False)))


def said_in_template(source: str) -> Iterator[Said]:
    """Texts in a template, found with Django's own reading of it."""
    # Within brackets the layout of the template means nothing to the tokenizer.
    code = io.StringIO("(" + templatize(source) + "\n)")
    tokens = list(tokenize.generate_tokens(code.readline))
    for at, token in enumerate(tokens[:-1]):
        name = "gettext" if token.string == "_" else token.string
        if name in SHAPES and tokens[at + 1].string == "(":
            yield _said(SHAPES[name], list(_strings(tokens[at + 2 :])))


def _strings(tokens: Iterable[tokenize.TokenInfo]) -> Iterator[str]:
    """The string arguments up to the end of the call."""
    for token in tokens:
        if token.type == tokenize.STRING:
            yield ast.literal_eval(token.string)
        elif token.string != ",":
            return


def catalogues(language: str, root: Path = PLATFORM) -> dict[str, Path]:
    """The catalogue of each app that has one."""
    paths = {
        app.name: app / "locale" / language / "LC_MESSAGES" / "django.po" for app in apps(root)
    }
    return {name: path for name, path in paths.items() if path.exists()}


def faults(language: str, root: Path = PLATFORM) -> list[Fault]:
    """Everything that is not right in one language; what `web` translates holds for all apps."""
    books = {name: _entries(path) for name, path in catalogues(language, root).items()}
    shared = books.get("web", {})
    spoken = {app.name: said_by(app) for app in apps(root)}
    found = [*_conflicts(language, books), *_stale(language, books, spoken)]
    for app, texts in spoken.items():
        book = {**shared, **books.get(app, {})}
        for said, place in texts.items():
            why = _why(said, book.get(said))
            if said.text and why:
                found.append(Fault(app, language, why, said, place))
    return sorted(found)


def _stale(
    language: str, books: dict[str, dict[Said, polib.POEntry]], spoken: dict[str, dict[Said, str]]
) -> Iterator[Fault]:
    """What is translated and no longer said; `web` translates for all apps and for libraries."""
    anywhere = {said for texts in spoken.values() for said in texts}
    for app, book in books.items():
        heard = anywhere | _said_by_libraries(language) if app == "web" else set(spoken[app])
        for said in book.keys() - heard:
            yield Fault(app, language, "nobody says this any more", said)


@functools.cache
def _said_by_libraries(language: str) -> frozenset[Said]:
    """What the installed libraries say in their own catalogues, which `web` may say better."""
    roots = [Path(str(importlib.resources.files(name))) for name in LIBRARIES]
    paths = [path for root in roots for path in root.rglob(f"locale/{language}/LC_MESSAGES/*.po")]
    return frozenset(said for path in paths for said in _entries(path))


def _entries(path: Path) -> dict[Said, polib.POEntry]:
    return {
        Said(entry.msgid, entry.msgid_plural or "", entry.msgctxt or ""): entry
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def _why(said: Said, entry: polib.POEntry | None) -> str:
    """What is wrong with a translation, empty when nothing is."""
    if entry is None or not entry.translated():
        return "fuzzy" if entry is not None and entry.fuzzy else "not translated"
    asked = _holes(said.text) | _holes(said.plural)
    given = set().union(*(_holes(text) for text in _forms(entry)))
    return "" if given == asked else f"placeholders {sorted(given)} instead of {sorted(asked)}"


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def _holes(text: str) -> set[str]:
    return {named or braced for named, braced in HOLE.findall(text)}


def _conflicts(language: str, books: dict[str, dict[Said, polib.POEntry]]) -> Iterator[Fault]:
    """One text with two translations: Django merges all catalogues, so one would vanish."""
    seen: dict[Said, dict[tuple[str, ...], str]] = defaultdict(dict)
    for app, book in books.items():
        for said, entry in book.items():
            if entry.translated():
                seen[said].setdefault(tuple(_forms(entry)), app)
    for said, versions in seen.items():
        if len(versions) > 1:
            where = ", ".join(f"{app}: {forms[0]!r}" for forms, app in versions.items())
            yield Fault(min(versions.values()), language, "two translations", said, where)


def main() -> int:
    """Compile, report, and say with the exit code whether all is well."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    compile_all()
    wrong = [fault for language in LANGUAGES for fault in faults(language)]
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    sys.stdout.write(
        f"{len(wrong)} texts to put right\n" if wrong else "every text is translated\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
