# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "ketenzicht.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
