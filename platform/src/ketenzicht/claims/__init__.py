# SPDX-License-Identifier: EUPL-1.2
"""What the product claims about the world: who looks after it, and how it is changed by two."""
