# SPDX-License-Identifier: EUPL-1.2
"""Reads of the care side. Everything starts from what the reader reaches at this moment."""

from ketenzicht.cases.selectors.access import Access, Via, access_to, case_of, get_case

__all__ = ["Access", "Via", "access_to", "case_of", "get_case"]
