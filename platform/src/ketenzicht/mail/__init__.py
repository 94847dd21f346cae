# SPDX-License-Identifier: EUPL-1.2
"""Notices by mail: that something waits, in the reader's language, and whether they arrive."""
