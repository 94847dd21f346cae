# SPDX-License-Identifier: MIT
"""``blindkoppel names``: look at names the way the matching sees them."""

import argparse

from blindkoppel.cli.registry import Commands
from blindkoppel.names import prepare


def _show(options: argparse.Namespace) -> None:
    for name in options.name:
        prepared = prepare(name)
        print(f"{name}  ({prepared.script})")
        for token in prepared.tokens:
            print(f"  {' '.join(token.readings)}  fine {token.fine}  coarse {token.coarse}")


def register(commands: Commands) -> None:
    """Add ``names`` and what it can do to the command line."""
    parser = commands.add_parser("names", help="look at and score names")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    show = actions.add_parser("show", help="how names are read, token by token")
    show.add_argument("name", nargs="+")
    show.set_defaults(run=_show)
