# SPDX-License-Identifier: EUPL-1.2
"""The command `ketenzicht`: words such as `audit verify` lead to the command `audit_verify`."""

from __future__ import annotations

import os
import sys

#: What `ketenzicht serve` takes; each has settings of its own.
SURFACES = ("public", "staff", "api")


def main() -> None:
    """Run a command of the platform, by one word or by two."""
    # Database, keys, heads and tombstones are for the owner of the process alone.
    os.umask(0o077)
    if sys.argv[1:2] == ["serve"] and sys.argv[2:3] and sys.argv[2] in SURFACES:
        os.environ["DJANGO_SETTINGS_MODULE"] = f"ketenzicht.surfaces.{sys.argv[2]}.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketenzicht.surfaces.everything.settings")
    if sys.argv[1:2] == ["start"]:
        # Before anything is said: what was read without a catalogue stays in English.
        from ketenzicht.web.compiling import compile_all

        compile_all()
    import django
    from django.core.management import ManagementUtility, get_commands

    django.setup()
    if sys.argv[1:2] in (["sweep"], ["db_worker"]):
        from ketenzicht.core.rights import Process
        from ketenzicht.surfaces.guarding import refuse_to_begin

        refuse_to_begin(Process.WORKER)
    argv = sys.argv[:]
    words = "_".join(argv[1:3]).replace("-", "_")
    if len(argv) > 2 and words in get_commands():
        argv[1:3] = [words]
    ManagementUtility(argv).execute()
