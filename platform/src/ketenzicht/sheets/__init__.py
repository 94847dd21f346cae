# SPDX-License-Identifier: EUPL-1.2
"""Tables in files: read from CSV, XLSX and ODS, written for machines and for spreadsheets."""
