# SPDX-License-Identifier: EUPL-1.2
"""Who did or saw what, and why: chained, permanent, and free of what was seen."""
