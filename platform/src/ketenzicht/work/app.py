# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.work.notices import WorkNotice

APP = App(order=5, notices=WorkNotice, sweep="tasks.sweep")
