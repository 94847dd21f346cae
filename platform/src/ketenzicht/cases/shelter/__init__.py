# SPDX-License-Identifier: EUPL-1.2
"""Shelter: where a person stays."""
