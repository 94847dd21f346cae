# SPDX-License-Identifier: MIT
"""What several commands share: input, options of methods, progress, output."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telwerk.localised import Language, LocalisedError, LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.declaration import Method, Option, Value
from telwerk.mse.methods.registry import methods
from telwerk.progress import Progress, silent

if TYPE_CHECKING:
    from telwerk.mse.diagnostics import Diagnosis

SHAPES = ("auto", "histories", "persons", "sightings")


def add_input(parser: argparse.ArgumentParser) -> None:
    """Declare the file and how to read it."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet with the lists")
    parser.add_argument("--rows", choices=SHAPES, default="auto", help="what a row is")
    parser.add_argument(
        "--list-columns",
        default="",
        metavar="A,B,C",
        help="columns that are lists; others are summed over",
    )
    parser.add_argument("--count-column", metavar="COLUMN", help="column with the counts")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Declare how the outcome is written."""
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--lang", choices=("nl", "en"), default="en", help="language of text")
    parser.add_argument("--progress", action="store_true", help="always show progress")


def add_options(parser: argparse.ArgumentParser, chosen: list[Method]) -> None:
    """Declare every option of these methods once; a default is the method's own."""
    options: dict[str, Option] = {}
    for method in chosen:
        for option in method.options:
            options.setdefault(option.name, option)
    for name, option in options.items():
        choices = dict.fromkeys(
            choice for m in chosen for o in m.options if o.name == name for choice in o.choices
        )
        users = [m.name for m in chosen if name in {o.name for o in m.options}]
        limits = f" [{', '.join(choices)}]" if choices else ""
        everywhere = "" if len(users) == len(chosen) else f" (only {', '.join(users)})"
        default = "" if option.default is None else f" Default {option.default}."
        text = f"{option.help.en}{limits}{default}{everywhere}"
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(flag, dest=name, metavar="VALUE", help=text.replace("%", "%%"))


def histories_of(namespace: argparse.Namespace) -> CaptureHistories:
    """Read the file that was asked for."""
    lists = tuple(name.strip() for name in namespace.list_columns.split(",") if name.strip())
    return CaptureHistories.read(
        namespace.file, shape=namespace.rows, lists=lists, count=namespace.count_column
    )


def options_of(
    namespace: argparse.Namespace, method: Method, *, loud: bool = True
) -> dict[str, Any]:  # as the method takes them
    """Read the options that were given; one that the method lacks is left out aloud."""
    known = {option.name: option for option in method.options}
    given: dict[str, Value] = {}
    for name in {option.name for m in methods().values() for option in m.options}:
        text = getattr(namespace, name, None)
        if text is None:
            continue
        if name not in known:
            flag = name.replace("_", "-")
            if loud:
                print(f"telwerk: {method.name} has no option --{flag}; ignored.", file=sys.stderr)
            continue
        given[name] = known[name].parse(text)
    return given


def progress_of(namespace: argparse.Namespace, label: str) -> Progress:
    """Show a bar on a terminal, or when asked; otherwise nothing."""
    if not (namespace.progress or (sys.stderr.isatty() and not namespace.json)):
        return silent
    return Bar(label, namespace.lang)


class Bar:
    """A bar on stderr, drawn at most ten times a second."""

    def __init__(self, label: str, lang: Language = "en", width: int = 30) -> None:
        self.label, self.lang, self.width = label, lang, width
        self.drawn, self.beside = 0.0, ""

    def remark(self, text: LocalisedText) -> None:
        """Keep a few words to stand beside the bar."""
        self.beside = text.say(self.lang)

    def __call__(self, done: int, total: int) -> None:
        """Draw how far it is."""
        now = time.monotonic()
        if done < total and now - self.drawn < 0.1:
            return
        self.drawn = now
        full = round(self.width * done / total)
        bar = "█" * full + "·" * (self.width - full)
        end = "\n" if done >= total else ""
        line = f"{self.label} {bar} {done}/{total}  {self.beside}".rstrip()
        # the rest of a longer line that stood here before is wiped
        print(f"\r{line}\x1b[K", end=end, file=sys.stderr, flush=True)
        if done >= total:
            self.beside = ""


def emit(namespace: argparse.Namespace, values: Any, text: str) -> None:
    """Write JSON or text to stdout."""
    import json

    if namespace.json:
        print(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print(text)


def save_report(
    path: Path, histories: CaptureHistories, found: "Diagnosis", lang: Language
) -> None:
    """Write a report as a web page or a PDF, by the ending of the name."""
    from telwerk.mse.messages import REPORT_ENDING
    from telwerk.mse.reports import content, to_html, to_pdf

    if path.suffix == ".html":
        path.write_text(to_html(content(histories, found, lang)), encoding="utf-8")
    elif path.suffix == ".pdf":
        path.write_bytes(to_pdf(content(histories, found, lang)))
    else:
        raise LocalisedError(REPORT_ENDING.filled(ending=path.suffix))
