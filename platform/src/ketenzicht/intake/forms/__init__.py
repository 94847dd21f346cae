# SPDX-License-Identifier: EUPL-1.2
"""The forms of the report and of the triage."""
