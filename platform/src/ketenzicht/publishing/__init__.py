# SPDX-License-Identifier: EUPL-1.2
"""Releases that passed disclosure control, and the page and files everybody may read."""
