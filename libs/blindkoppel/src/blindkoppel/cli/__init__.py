# SPDX-License-Identifier: MIT
"""The command line: files in, files out."""

from blindkoppel.cli.main import main

__all__ = ["main"]
