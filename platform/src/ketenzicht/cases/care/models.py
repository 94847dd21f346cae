# SPDX-License-Identifier: EUPL-1.2
"""What is done for a person: contacts, notes, needs, wishes, and how to reach them safely."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import OnCase
from ketenzicht.cases.file.states import Section
from ketenzicht.core.classification import classified
from ketenzicht.vault.fields import SealedField


@classified(internal="id case organisation by at channel reached", sensitive="words")
class Contact(OnCase):
    """A try to reach the person, and whether it worked."""

    section = Section.NOTES

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=12)
    reached = models.BooleanField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case organisation by at", sensitive="words")
class Note(OnCase):
    """Something worth keeping, in the words of who wrote it."""

    section = Section.NOTES

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(
    internal="id case service responsible asked asked_at answer_by state since resolved_at version",
    sensitive="words",
)
class Need(OnCase):
    """Something the person needs and the one organisation that answers for it.

    Asking another organisation changes nothing until that organisation says yes.
    """

    section = Section.NEEDS

    service = models.CharField(max_length=24)
    responsible = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    asked = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=NeedState.OPEN)
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    words = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=Q(asked__isnull=True)
                | Q(asked_at__isnull=False, answer_by__isnull=False) & ~Q(asked=F("responsible")),
                name="a_question_about_a_need_has_an_answer_by",
            ),
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, resolved_at__isnull=True)
                | Q(resolved_at__isnull=False) & ~Q(state=NeedState.OPEN),
                name="a_resolved_need_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.service


@classified(internal="id case by at", sensitive="words")
class Wish(OnCase):
    """What the person wants, in their own words. The newest stands on top."""

    section = Section.NEEDS

    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)


@classified(internal="id case version at by", sensitive="rules number cover voicemail")
class SafeContact(OnCase):
    """How to reach the person without harm; the rules are read before the number."""

    section = Section.CONTACT

    rules = SealedField()
    number = SealedField()
    cover = SealedField()
    voicemail = SealedField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], name="one_way_of_safe_contact_per_case"),
        )

    def __str__(self) -> str:
        return str(self.pk)
