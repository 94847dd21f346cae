# SPDX-License-Identifier: MIT
"""Attacks on a blind round, each with the protection and with a control that leaves it out.

A control that recovers nobody would prove nothing: it shows that the attack works where
the protection is missing.
"""

from blindkoppel.attacks.report import as_markdown, run_attacks, run_inside

__all__ = ["as_markdown", "run_attacks", "run_inside"]
