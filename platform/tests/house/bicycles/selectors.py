# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime

from django.db.models import QuerySet

from ketenzicht.accounts.handover import Member
from ketenzicht.bicycles.models import Bicycle


def bicycles_of(actor: Member, now: datetime) -> QuerySet[Bicycle]:
    """Return the bicycles of one's own organisation."""
    return Bicycle.objects.for_reader(actor, now).order_by("name")
