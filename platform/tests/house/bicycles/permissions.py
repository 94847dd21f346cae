# SPDX-License-Identifier: EUPL-1.2
from ketenzicht.core.permissions import Permission


class BicyclePermission(Permission):
    """What may be done with bicycles."""

    BICYCLE_LEND = "bicycle:lend"
