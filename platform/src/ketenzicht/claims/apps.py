# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "ketenzicht.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"
