# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with changes and parts of what we claim: a table per kind of thing."""
