# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ketenzicht.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
