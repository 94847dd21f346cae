# SPDX-License-Identifier: EUPL-1.2
"""The three faces of the platform (public, staff, api), and all of them in one process."""
