# SPDX-License-Identifier: MIT
"""Doubting an estimate: every model, every list, every link, and the interval itself."""

from telwerk.mse.diagnostics.diagnosis import Diagnosis, diagnose
from telwerk.mse.diagnostics.finding import Finding, Grade

__all__ = ["Diagnosis", "Finding", "Grade", "diagnose"]
