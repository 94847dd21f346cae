# SPDX-License-Identifier: MIT
"""Who was seen on which lists: capture histories, covariates, reading and simulating them."""
