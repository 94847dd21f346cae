# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with partners, people and desks: a table per kind of thing."""
