# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with the register: a table per kind of thing."""
