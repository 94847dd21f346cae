# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "ketenzicht.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
