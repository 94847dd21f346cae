# SPDX-License-Identifier: MIT
"""Log-linear models: independence, best model, stepwise, downhill."""

from telwerk.mse.methods import Method

METHODS: tuple[Method, ...] = ()
