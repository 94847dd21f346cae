# SPDX-License-Identifier: EUPL-1.2
from django.urls import URLPattern, URLResolver

public: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
