# SPDX-License-Identifier: EUPL-1.2
"""What every form about a case shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField, PersonField
from ketenzicht.accounts.selectors import organisations_able, parties_named
from ketenzicht.cases.file.states import WHOLE
from ketenzicht.core.errors import Sentence
from ketenzicht.core.permissions import Permission

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member
    from ketenzicht.cases.file.selectors.access import Access

SECTION_CHOICES = [(section.value, section.label) for section in WHOLE]


class Moment(forms.DateTimeField):
    """A moment people choose; a browser offers a calendar, and typing works too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )
        super().__init__(**kwargs)


def words_field(**kwargs: Any) -> forms.CharField:
    """Room to write."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, **kwargs)


def ask_to_choose(form: forms.Form) -> None:
    """Where there is something to choose, a field left open asks for a choice."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            field.error_messages["required"] = _("Choose an answer.")


class CaseForm(forms.Form):
    """A form about one case; it knows who fills it in, when, and whom it may not name."""

    def __init__(
        self,
        *args: Any,
        access: Access | None,
        actor: Member,
        now: datetime,
        region: str = "",
        without: Collection[UUID] = (),
        **kwargs: Any,
    ) -> None:
        self.access, self.actor, self.now = access, actor, now
        self.nearby = access.case.region if access else region
        self.without = without
        super().__init__(*args, **kwargs)
        ask_to_choose(self)
        self.adapt()

    def adapt(self) -> None:
        """Fill in what depends on the case; most forms need nothing."""

    def pick(
        self,
        name: str,
        permission: Permission | None,
        *,
        kinds: Collection[str] = (),
        own: bool = False,
        among: Collection[UUID] | None = None,
        empty: Sentence | None = None,
    ) -> None:
        """Offer the organisations where somebody can do this now, those of the region first."""
        but = self.without if own else (*self.without, self.actor.organisation_id)
        found = organisations_able(
            permission, self.nearby, self.now, kinds=kinds, but=but, among=among
        )
        self._organisations(name).offer(found, empty=empty)

    def name_party(self, name: str, *, empty: Sentence) -> None:
        """Offer every organisation that can be named, also those without access."""
        found = parties_named(self.nearby, but=(*self.without, self.actor.organisation_id))
        self._organisations(name).offer(found, empty=empty)

    def pick_person(self, name: str, people: Iterable[Member]) -> None:
        """Offer these people; who is away stands there with until when."""
        field = self.fields[name]
        if not isinstance(field, PersonField):
            raise TypeError(f"{name} chooses no person")
        field.offer(people, self.now)

    def _organisations(self, name: str) -> OrganisationField:
        field = self.fields[name]
        if not isinstance(field, OrganisationField):
            raise TypeError(f"{name} chooses no organisation")
        return field

    def choose(self, name: str, choices: Sequence[Any]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice")
        field.choices = choices
