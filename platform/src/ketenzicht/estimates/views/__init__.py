# SPDX-License-Identifier: EUPL-1.2
"""Pages about estimates: their runs, what they say, and how they compare."""
