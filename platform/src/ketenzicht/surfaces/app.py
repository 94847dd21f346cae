# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.surfaces.on_record import ON_RECORD

APP = App(order=99, records={"day": ""}, on_record=ON_RECORD)
