# SPDX-License-Identifier: EUPL-1.2
"""What is read across all subjects: the page of a case, the lists, closing, retention."""
