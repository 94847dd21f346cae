# SPDX-License-Identifier: EUPL-1.2
"""Sharing: grants, blocks, consents and break-glass."""
