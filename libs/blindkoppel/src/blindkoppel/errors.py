# SPDX-License-Identifier: MIT
"""What can go wrong, in sentences that are safe to show: no names, no keys."""


class BlindkoppelError(Exception):
    """Something the person at the command line can put right."""


class TableError(BlindkoppelError):
    """A file that is not the table that was expected."""


class TableWarning(UserWarning):
    """What was assumed about a file, for the person who gave it to check."""
