# SPDX-License-Identifier: EUPL-1.2
"""Pages of the report form (public) and of the triage (staff)."""
