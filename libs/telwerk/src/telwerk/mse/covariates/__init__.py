# SPDX-License-Identifier: MIT
"""The Dutch method: lists and covariates in one log-linear model, subgroups that add up."""

from telwerk.mse.covariates.estimate import Plan, estimate_covariates
from telwerk.mse.covariates.table import Covariate, CovariateTable, Partial

__all__ = ["Covariate", "CovariateTable", "Partial", "Plan", "estimate_covariates"]
