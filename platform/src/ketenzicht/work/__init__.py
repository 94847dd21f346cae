# SPDX-License-Identifier: EUPL-1.2
"""Work: what somebody must do or answer, as an object with an owner, a clock and an end."""
