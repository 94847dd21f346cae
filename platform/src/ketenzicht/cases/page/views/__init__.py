# SPDX-License-Identifier: EUPL-1.2
"""Pages across all subjects."""
