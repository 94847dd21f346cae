# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a request for a bed and with one offer: a table per kind of thing."""
