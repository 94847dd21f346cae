# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Keeps what somebody must do, for every app that says so."""

    name = "ketenzicht.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ketenzicht.core.obligations import acting
        from ketenzicht.work import services

        acting.attach(services)
