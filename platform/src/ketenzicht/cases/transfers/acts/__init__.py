# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a transfer and with its escalation: a table per kind of thing."""
