# SPDX-License-Identifier: MIT
"""Rounds between organisations: the protocol, its files, and who sealed and signed them."""
