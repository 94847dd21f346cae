# SPDX-License-Identifier: EUPL-1.2
"""What apps may hold of work: an item they say in their own words, or act on when it is late."""

from ketenzicht.work.models import Item

__all__ = ["Item"]
