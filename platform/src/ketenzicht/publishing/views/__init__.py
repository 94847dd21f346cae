# SPDX-License-Identifier: EUPL-1.2
"""Pages about figures (public) and releases (staff)."""
