# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about a case. Choices are the code lists, in the reader's language."""
