# SPDX-License-Identifier: EUPL-1.2
"""Break the code that guards access, one small change at a time, and see whether a test notices."""
