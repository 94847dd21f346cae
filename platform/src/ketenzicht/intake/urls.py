# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the report form and of the triage; none of them tells what it is about."""

from django.urls import URLPattern

public: list[URLPattern] = []
staff: list[URLPattern] = []
