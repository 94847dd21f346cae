# SPDX-License-Identifier: EUPL-1.2
"""Addresses for programs, all under /v1/."""

from django.urls import include, path

from ketenzicht.publishing import urls as publishing

patterns = [path("", include((publishing.api, "api")))]
