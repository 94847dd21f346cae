# SPDX-License-Identifier: EUPL-1.2
"""Sending the forms of a case."""

from __future__ import annotations

from django.urls import reverse

DUE = "%Y-%m-%dT%H:%M"


def post(client, name, case, **values):
    return client.post(reverse(f"cases:{name}", args=[case.pk]), values)
