# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class EstimatesConfig(AppConfig):
    name = "ketenzicht.estimates"
    label = "estimates"
    default_auto_field = "django.db.models.BigAutoField"
