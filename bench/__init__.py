# SPDX-License-Identifier: EUPL-1.2
"""Speed and quality side by side with named peers; ``python -m bench`` runs all."""
