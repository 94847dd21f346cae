# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.core.rights import ALL, Process, Rights
from ketenzicht.work.notices import WorkNotice

OF_REPORTS = Rights(read=ALL, add=True, change=ALL, delete=True, rows="about_kind = 'report'")

APP = App(
    order=5,
    notices=WorkNotice,
    sweep="tasks.sweep",
    rights={Process.PUBLIC: {"work_item": OF_REPORTS}},
)
