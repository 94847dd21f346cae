# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App

APP = App(order=8)
