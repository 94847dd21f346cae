# SPDX-License-Identifier: MIT
"""How uncertain an estimate is: intervals, resampling, and whether sampling has converged."""
