# SPDX-License-Identifier: MIT
"""The command ``telwerk``."""

from telwerk.cli.main import main

__all__ = ["main"]
