# SPDX-License-Identifier: EUPL-1.2
"""Django's SQLite back end on the carried engine, refusing settings that could lose a commit."""
