# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a report and with a referral of one: a table per kind of thing."""
