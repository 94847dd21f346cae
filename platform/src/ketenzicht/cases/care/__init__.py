# SPDX-License-Identifier: EUPL-1.2
"""Care: needs, contacts, notes, wishes."""
