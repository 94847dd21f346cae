# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from ketenzicht.bicycles import views

staff = [
    path("", views.bicycles, name="list"),
    path("<uuid:bicycle_id>/uitlenen/", views.lend, name="lend"),
]
