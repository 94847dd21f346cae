# SPDX-License-Identifier: MIT
"""What a reader of published tables can work back."""
