# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "ketenzicht.sheets"
    label = "sheets"
