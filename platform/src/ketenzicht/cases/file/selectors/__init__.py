# SPDX-License-Identifier: EUPL-1.2
"""Reads of the file. Everything starts from what the reader reaches at this moment."""
