# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Offers and their answers; the tables are those of the apps that offer something."""

    name = "ketenzicht.offers"
    label = "offers"
