# SPDX-License-Identifier: EUPL-1.2
"""The file: the person, the case, its steps and procedures, and what happened to it."""
