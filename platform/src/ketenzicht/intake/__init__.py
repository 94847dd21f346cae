# SPDX-License-Identifier: EUPL-1.2
"""Reports from outside: the signal card, the report, the talk with the reporter, the triage."""
