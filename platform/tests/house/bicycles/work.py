# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.bicycles.models import Bicycle
from ketenzicht.bicycles.permissions import BicyclePermission as May
from ketenzicht.core.obligations.kinds import Kind, register, said_of_rows, thing_of_rows
from ketenzicht.core.obligations.states import Said, Standing


def _standing(one: Bicycle) -> Iterator[Standing]:
    if at := one.lent_at:
        yield Standing(kind="bicycle.out", owner=one.owner_id, since=at, shows_from=at)


def _say(one: Bicycle) -> Said:
    sentence = _("%(name)s is lent.") % {"name": one.name}
    return Said(sentence, _("Ask it back"), reverse("bicycles:list"), None)


say = said_of_rows(Bicycle, _say)
OUT = Kind(code="bicycle.out", thing="bicycle", permission=May.BICYCLE_LEND, describe=say)
register(thing_of_rows("bicycle", Bicycle, _standing), [OUT])
