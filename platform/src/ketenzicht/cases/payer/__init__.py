# SPDX-License-Identifier: EUPL-1.2
"""Payer: who pays, and disagreements about it."""
