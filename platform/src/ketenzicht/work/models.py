# SPDX-License-Identifier: EUPL-1.2
"""What somebody must do or answer, and how far the slow pass over all things has come."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.core.obligations.states import Harm, Part
from ketenzicht.core.unordered import unordered

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

OPEN = Q(ended_at__isnull=True)
SAME = ("about_kind", "about_id", "kind", "key", "owner", "part", "role")


@unordered
@classified(
    internal="id kind about_kind about_id key part owner told asker desk role person not_for "
    "region rule term reason since shows_from late_since until gives_way_at harm rank rung number "
    "announced_at ended_at ended_as"
)
class Item(models.Model):
    """One obligation about one thing. Facts open and end it; time only makes it late."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    key = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=8, default=Part.ACTS)
    owner = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    told = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey("accounts.Desk", models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("accounts.Member", models.SET_NULL, null=True, related_name="+")
    not_for = models.ForeignKey("accounts.Member", models.SET_NULL, null=True, related_name="+")
    region = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    term = models.CharField(max_length=80, blank=True)  # the version that `until` follows from
    reason = models.CharField(max_length=24, blank=True)
    since = models.DateTimeField()
    shows_from = models.DateTimeField(null=True)
    late_since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    gives_way_at = models.DateTimeField(null=True)
    harm = models.PositiveSmallIntegerField(default=Harm.WEEK)
    rank = models.PositiveSmallIntegerField(default=1)
    rung = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=24, blank=True)

    objects = GuardedManager()

    class Meta:
        ordering = ("since", "id")
        indexes = (
            models.Index(fields=["owner", "harm", "shows_from"], condition=OPEN, name="work_own"),
            models.Index(fields=["told", "shows_from"], condition=OPEN, name="work_told"),
            models.Index(fields=["region", "role"], condition=OPEN, name="work_of_a_region"),
            models.Index(
                fields=["late_since"],
                condition=OPEN & Q(announced_at__isnull=True),
                name="work_to_announce",
            ),
            models.Index(fields=["about_kind", "about_id"], name="work_about"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=SAME, condition=OPEN & Q(told__isnull=True), name="one_open_item_per_owner"
            ),
            models.UniqueConstraint(
                fields=[*SAME, "told"],
                condition=OPEN & Q(told__isnull=False),
                name="one_open_item_per_told",
            ),
            models.CheckConstraint(
                condition=Q(part=Part.ACTS, told__isnull=True)
                | Q(part=Part.TOLD) & (Q(told__isnull=False) | ~Q(role="")),
                name="what_is_told_says_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(harm__in=[harm.value for harm in Harm]), name="harm_of_work_is_known"
            ),
            models.CheckConstraint(
                condition=OPEN & Q(ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="ended_work_says_by_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()

    @classmethod
    def addressed(cls, actor: Member) -> Q:
        """What is for this member: to do, or told to their organisation or to their role.

        A line to a role is for whoever carries it in the region; an organisation without regions
        works everywhere. What is for one person is for nobody else, and nobody judges what they
        did themselves.
        """
        own = Q(part=Part.ACTS, owner_id=actor.organisation_id)
        named = Q(told_id=actor.organisation_id)
        role = Q(part=Part.TOLD, told__isnull=True, role__in=actor.roles)
        regions = [area.region for area in actor.organisation.areas.all()]
        if regions:
            role &= Q(region__in=regions)
        carried = Q(role="") | Q(role__in=actor.roles)
        person = Q(person__isnull=True) | Q(person=actor)
        return (own & carried | named & carried | role) & person & _not_theirs(actor)

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """Whoever must act or is told, and whoever waits for it; it opens nothing of the thing."""
        return cls.addressed(actor) | Q(asker_id=actor.organisation_id) & _not_theirs(actor)


def _not_theirs(actor: Member) -> Q:
    return Q(not_for__isnull=True) | ~Q(not_for__user=actor.user_id)


@classified(internal="thing day after done whole_on")
class Pass(models.Model):
    """How far the pass of a day over all things of one kind has come."""

    thing = models.CharField(primary_key=True, max_length=20)
    day = models.DateField()
    after = models.UUIDField(null=True)
    done = models.BooleanField(default=False)
    whole_on = models.DateField(null=True)  # when a pass last came to the end

    class Meta:
        verbose_name_plural = "passes"

    def __str__(self) -> str:
        return f"{self.thing} {self.day}"
