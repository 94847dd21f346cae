# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs that a worker does; the tables are those of the apps that have jobs."""

    name = "ketenzicht.jobs"
    label = "jobs"
