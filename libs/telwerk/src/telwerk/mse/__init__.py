# SPDX-License-Identifier: MIT
"""Multiple systems estimation: how many people stand on none of the lists.

Every public name can be imported from here; its module is loaded when it is first asked for. The
packages inside, each of which may use those before it: ``lists``, ``results``, ``models``,
``uncertainty``, ``methods``, ``diagnostics``, ``reports``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telwerk.mse.diagnostics import Diagnosis, DiagnosticResult, Grade, diagnose
    from telwerk.mse.lists.covariates import Covariate, CovariateTable
    from telwerk.mse.lists.histories import CaptureHistories
    from telwerk.mse.messages import InvalidHistories, InvalidModel
    from telwerk.mse.methods import Method, Option, estimate, method
    from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates
    from telwerk.mse.methods.incomplete import estimate_incomplete
    from telwerk.mse.methods.robust import TwoListSettings, estimate_robust
    from telwerk.mse.methods.series import estimate_series
    from telwerk.mse.methods.with_covariates import estimate_table
    from telwerk.mse.reports import to_html, to_pdf
    from telwerk.mse.results.estimate import Estimate
    from telwerk.mse.results.interval import Interval, Part
    from telwerk.mse.results.status import Status

_MODULES = {
    "telwerk.mse.diagnostics": ("Diagnosis", "DiagnosticResult", "Grade", "diagnose"),
    "telwerk.mse.lists.covariates": ("Covariate", "CovariateTable"),
    "telwerk.mse.lists.histories": ("CaptureHistories",),
    "telwerk.mse.messages": ("InvalidHistories", "InvalidModel"),
    "telwerk.mse.methods": ("Method", "Option", "estimate", "method"),
    "telwerk.mse.methods.covariates": ("CovariateSettings", "estimate_covariates"),
    "telwerk.mse.methods.incomplete": ("estimate_incomplete",),
    "telwerk.mse.methods.robust": ("TwoListSettings", "estimate_robust"),
    "telwerk.mse.methods.series": ("estimate_series",),
    "telwerk.mse.methods.with_covariates": ("estimate_table",),
    "telwerk.mse.reports": ("to_html", "to_pdf"),
    "telwerk.mse.results.estimate": ("Estimate", "Interval", "Part", "Status"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "CaptureHistories",
    "Covariate",
    "CovariateSettings",
    "CovariateTable",
    "Diagnosis",
    "DiagnosticResult",
    "Estimate",
    "Grade",
    "Interval",
    "InvalidHistories",
    "InvalidModel",
    "Method",
    "Option",
    "Part",
    "Status",
    "TwoListSettings",
    "diagnose",
    "estimate",
    "estimate_covariates",
    "estimate_incomplete",
    "estimate_robust",
    "estimate_series",
    "estimate_table",
    "method",
    "to_html",
    "to_pdf",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_WHERE[name]), name)
