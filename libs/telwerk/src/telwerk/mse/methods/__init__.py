# SPDX-License-Identifier: MIT
"""Methods of estimation: from lists, with or without covariates, to one estimate."""

from telwerk.mse.methods.declaration import Method, Option, Value
from telwerk.mse.methods.registry import estimate, method, methods
from telwerk.progress import Progress, RemarkingProgress, silent

__all__ = [
    "Method",
    "Option",
    "Progress",
    "RemarkingProgress",
    "Value",
    "estimate",
    "method",
    "methods",
    "silent",
]
