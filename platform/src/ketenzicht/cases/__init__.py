# SPDX-License-Identifier: EUPL-1.2
"""Care coordination: one person, one case, one holder at every moment."""
