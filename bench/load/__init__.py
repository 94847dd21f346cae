# SPDX-License-Identifier: EUPL-1.2
"""Many people at once, on a practice world that is served: ``python -m bench.load ADDRESS``."""
