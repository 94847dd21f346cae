# SPDX-License-Identifier: EUPL-1.2
"""Pages about the own account, the own organisation, and partners."""
