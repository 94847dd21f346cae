# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SurfacesConfig(AppConfig):
    """Commands, the day page and the menu, which join what the apps offer."""

    name = "ketenzicht.surfaces"
    label = "surfaces"

    def ready(self) -> None:
        from importlib import import_module

        from ketenzicht.core.declaration import declared
        from ketenzicht.surfaces import adopted, checks  # noqa: F401  because importing declares

        for package, app in declared().items():
            for module in app.starts:
                import_module(f"{package}.{module}")
