# SPDX-License-Identifier: EUPL-1.2
"""What each act that this app puts on record is called, for who reads the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence

ON_RECORD: Mapping[str, Sentence] = {
    "release:approve": _("decided about a publication"),
    "release:prepare": _("prepared a publication"),
}
