# SPDX-License-Identifier: MIT
"""``blindkoppel signer``, and what other commands do with signatures."""

import argparse
from pathlib import Path

from blindkoppel.cli.registry import Commands
from blindkoppel.rounds.signing import Maker, new_signer, require_signed, sign


def _signer(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    partner = new_signer(options.folder, options.name, options.role)
    print(f"{partner.name}.signing.key stays here; {partner.name}.pub goes to the others")
    print(f"read it out when they have it: {partner.fingerprint}")


def register(commands: Commands) -> None:
    """Add ``signer`` to the command line."""
    parser = commands.add_parser("signer", help="a key to sign files with, and its public half")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", required=True, help="the pseudonym of the organisation")
    parser.add_argument("--role", type=Maker, choices=list(Maker), default=Maker.ORGANISATION)
    parser.set_defaults(run=_signer)


def add_sign(*parsers: argparse.ArgumentParser) -> None:
    """What travels from this step can be signed."""
    for parser in parsers:
        parser.add_argument("--sign", type=Path, metavar="KEY", help="NAME.signing.key")


def add_partners(*parsers: argparse.ArgumentParser) -> None:
    """What came from others for this step can be checked."""
    for parser in parsers:
        parser.add_argument(
            "--partners", type=Path, metavar="FOLDER", help="refuse what none of these .pub signed"
        )


def signed(options: argparse.Namespace, path: Path) -> None:
    """Sign what was just written, when a key is given."""
    if options.sign is not None:
        sign(path, options.sign)


def checked(options: argparse.Namespace, path: Path, role: Maker, name: str | None = None) -> None:
    """Check who made what is about to be read, when partners are given."""
    if options.partners is not None:
        require_signed(path, options.partners, role, name)
