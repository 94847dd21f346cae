# SPDX-License-Identifier: MIT
"""Diagnostics of an estimate: every model, every list, every link, and the interval itself."""

from telwerk.mse.diagnostics.diagnosis import Diagnosis, diagnose
from telwerk.mse.diagnostics.result import DiagnosticResult, Grade

__all__ = ["Diagnosis", "DiagnosticResult", "Grade", "diagnose"]
