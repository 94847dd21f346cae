# SPDX-License-Identifier: EUPL-1.2
"""Estimating the people nobody sees, from frozen input that can be run again."""
