# SPDX-License-Identifier: EUPL-1.2
"""The report form as a wizard: its questions, the pages of the card, and the visit so far."""
