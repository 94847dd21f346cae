# SPDX-License-Identifier: EUPL-1.2
"""The grounds on which somebody other than the holder reads a case, and the block on them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.cases.file.states import Section
from ketenzicht.core.classification import classified
from ketenzicht.core.guard import GuardedManager
from ketenzicht.vault.fields import SealedField

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

REACH = "what a reader may see is computed over the whole table"


@classified(
    internal="id case organisation purpose basis sections granted_by since until "
    "revoked_at revoked_by transfer_id"
)
class Grant(models.Model):
    """One organisation may see named sections of one case, for a purpose, until a date."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=24)
    sections = models.CharField(max_length=80)
    granted_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    transfer_id = models.UUIDField(null=True)

    objects = GuardedManager()

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(revoked_at__isnull=True),
                name="one_grant_per_case_and_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="a_grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(basis="") & ~Q(sections=""),
                name="a_grant_has_purpose_basis_and_sections",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.sections}"

    @property
    def shared(self) -> frozenset[Section]:
        """The sections this grant opens."""
        return frozenset(Section(code) for code in self.sections.split(",") if code)

    @staticmethod
    def live(organisation_id: object, now: datetime) -> Q:
        """Grants of an organisation that hold at this moment."""
        return Q(organisation_id=organisation_id) & Grant.holds(now)

    @staticmethod
    def holds(now: datetime) -> Q:
        """Grants that hold at this moment, whoever has them."""
        return Q(revoked_at__isnull=True, since__lte=now, until__gt=now)

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """The holder sees all grants of a case; a grantee only its own."""
        mine = actor.organisation_id
        return (Q(case__holder_id=mine) | Q(organisation_id=mine)) & ~Block.hides(actor)


@classified(internal="id case member by at lifted_at")
class Block(models.Model):
    """Somebody who must not see this case, for instance because they know the person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    member = models.ForeignKey("accounts.Member", models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "member"],
                condition=Q(lifted_at__isnull=True),
                name="one_block_per_case_and_member",
            ),
        )

    def __str__(self) -> str:
        return str(self.member_id)

    @classmethod
    def hides(cls, actor: Member, case: str = "case") -> Q:
        """Rows of cases that are closed to this person; `case` is the way from a row to its case.

        A block shuts out a person, also under a membership of another organisation. Every reach
        that has another ground than the reach of the case itself excludes these.
        """
        standing = cls.objects.whole_table(why=REACH).filter(
            member__user=actor.user_id, lifted_at=None
        )
        return Q((f"{case}__in", standing.values("case")))

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """Only the holder of the case."""
        return Q(case__holder_id=actor.organisation_id) & ~cls.hides(actor)


@classified(
    internal="id case member since until review_due overdue_at reviewed_at reviewed_by verdict "
    "envelope_id",
    sensitive="reason",
)
class BreakGlass(models.Model):
    """One member opened one case without a grant, for an hour, and said why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    envelope_id = models.UUIDField()
    reason = SealedField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    review_due = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)  # when it was told that nobody had judged it
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=16, blank=True)

    objects = GuardedManager()

    class Meta:
        ordering = ("review_due",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="broken_glass_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True)
                | ~Q(verdict="") & ~Q(reviewed_by=F("member")),
                name="nobody_reviews_their_own_break_glass",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def live(actor: Member, now: datetime) -> Q:
        """What this member may still see because they broke the glass."""
        return Q(member=actor, since__lte=now, until__gt=now)

    @classmethod
    def reach(cls, actor: Member, _now: datetime) -> Q:
        """Reviewers of the organisation whose member broke the glass, and of the holder."""
        own = Q(member__organisation_id=actor.organisation_id)
        held = Q(case__holder_id=actor.organisation_id)
        return (own | held) & ~Block.hides(actor)
