# SPDX-License-Identifier: EUPL-1.2
"""The acts of the register: entering and correcting, withdrawing, deciding who is one person."""

from ketenzicht.register.services.correcting import correct_changed, withdraw_revoked
from ketenzicht.register.services.deciding import join_entries, keep_apart, undo_decision
from ketenzicht.register.services.entering import (
    Facts,
    asked_who,
    enter_by_duty,
    enter_from_case,
    free_codes,
    main_form,
    regions_of,
    reporter_of,
    require_duty,
    withdraw_entry,
    without_name,
    write_facts,
    write_tokens,
)

__all__ = [
    "Facts",
    "asked_who",
    "correct_changed",
    "enter_by_duty",
    "enter_from_case",
    "free_codes",
    "join_entries",
    "keep_apart",
    "main_form",
    "regions_of",
    "reporter_of",
    "require_duty",
    "undo_decision",
    "withdraw_entry",
    "withdraw_revoked",
    "without_name",
    "write_facts",
    "write_tokens",
]
