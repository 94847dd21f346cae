# SPDX-License-Identifier: EUPL-1.2
"""Users, organisations, desks, memberships, roles and mandates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from ketenzicht.accounts.roles import needs_passkey, permissions_of
from ketenzicht.accounts.states import Asked, AskedState, Standing
from ketenzicht.core.classification import classified
from ketenzicht.core.names import NameField
from ketenzicht.core.permissions import Permission


class UserManager(BaseUserManager["User"]):
    """Looks users up by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor or passkey somebody can prove themself with."""

    id: int
    kind: str


@classified(internal="id email name is_active demo last_login password language sessions_ended")
class User(AbstractBaseUser):
    """A person who can sign in. What they may do hangs on their membership, not on them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = NameField(max_length=120)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    # Every open session carries this number; raising it ends them all at once.
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """The factors of this user, read once per request."""
        from allauth.mfa.models import Authenticator

        rows = Authenticator.objects.filter(user_id=self.pk).order_by("pk")
        return tuple(Factor(*row) for row in rows.values_list("pk", "type"))

    def get_session_auth_hash(self) -> str:
        """What a session must still match: password, factors, and the number that ends all."""
        factors = ",".join(str(factor.id) for factor in self.factors)
        return f"{super().get_session_auth_hash()}.{self.sessions_ended}.{factors}"


@classified(
    internal="id name kind phone standing demo proposed_by approved_by checked_on checked_by"
)
class Organisation(models.Model):
    """A party of the chain, with access or without; its type is a code of `organisation_types`.

    `standing` says whether its people may sign in; the rest is what anybody may know of it, with
    the day on which somebody last checked it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = NameField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=12, default=Standing.PROPOSED)
    demo = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | ~Q(proposed_by=F("approved_by")),
                name="organisation_is_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[standing.value for standing in Standing]),
                name="organisation_standing_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def active(self) -> bool:
        return self.standing == Standing.ACTIVE

    @property
    def proposed(self) -> bool:
        return self.standing == Standing.PROPOSED

    @property
    def named(self) -> bool:
        """Known, and without access."""
        return self.standing == Standing.NAMED


@classified(internal="id organisation region")
class ServiceArea(models.Model):
    """A care region an organisation works in (code of `care_coordination_regions`)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="areas")
    region = models.CharField(max_length=40)

    class Meta:
        ordering = ("region",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "region"], name="one_area_per_region_and_organisation"
            ),
        )

    def __str__(self) -> str:
        return self.region


@classified(internal="id organisation language")
class SpokenLanguage(models.Model):
    """A language one can speak with at an organisation (code of `languages`)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=8)

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "language"],
                name="one_row_per_language_and_organisation",
            ),
        )

    def __str__(self) -> str:
        return self.language


@classified(internal="id user organisation active since until")
class Member(models.Model):
    """A user acting for one organisation. Services take this as `actor`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    active = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("user__name",)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_membership_per_user_and_organisation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.role_grants.all() if grant.ended is None)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles, self.organisation.kind)

    @cached_property
    def needs_passkey(self) -> bool:
        return needs_passkey(self.roles)


@classified(internal="id member made_by code_lookup expires used")
class Invitation(models.Model):
    """A code with which somebody gets in for the first time: once, and not for long.

    Only a keyed fingerprint of the code is kept; who made it saw it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    code_lookup = models.BinaryField(max_length=32, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires}"


@classified(internal="id user email code_lookup expires used")
class AddressChange(models.Model):
    """A new address somebody asked for; it holds once they typed the code that was sent there.

    Only a keyed fingerprint of the code is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    email = models.EmailField()
    code_lookup = models.BinaryField(max_length=32, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires}"


@classified(internal="id member role since ended granted_by")
class RoleGrant(models.Model):
    """A role somebody carries at an organisation, who gave it and when it ended."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=40)
    since = models.DateField()
    ended = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member", "role"],
                condition=Q(ended__isnull=True),
                name="a_role_is_carried_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.role


@classified(
    internal="id member kind roles email state asked_by asked_at lapses_at decided_by decided_at"
)
class AccessRequest(models.Model):
    """What one person asks for a member and another confirms; they are users, not memberships."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="access_requests")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in Asked])
    #: Codes of roles, with a space between them.
    roles = models.CharField(max_length=600, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=10, default=AskedState.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state=AskedState.WAITING),
                name="one_access_request_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="access_is_decided_by_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def asked_roles(self) -> frozenset[str]:
        return frozenset(self.roles.split())


@classified(internal="id organisation name region kind phone active")
class Desk(models.Model):
    """Where an organisation can be reached: people, not a mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="desks")
    name = NameField(max_length=120)
    region = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, default="front")
    phone = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"


@classified(internal="id desk member deputy")
class DeskSeat(models.Model):
    """A member who answers at a desk, or stands in there as deputy."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, models.CASCADE, related_name="seats")
    deputy = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["desk", "member"], name="one_seat_per_desk_and_member"),
        )

    def __str__(self) -> str:
        return f"{self.member} @ {self.desk}"


@classified(internal="id member kind region since until granted_by")
class Mandate(models.Model):
    """A power given to a person for a time, such as deciding a payer dispute in a region."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="mandates")
    kind = models.CharField(max_length=40)
    region = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField()
    granted_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(member=F("granted_by")), name="nobody_mandates_themself"
            ),
        )

    def __str__(self) -> str:
        return self.kind


@classified(internal="id member since until stand_in ended")
class Absence(models.Model):
    """Days on which somebody does not answer, and the colleague who stands in meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    stand_in = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    ended = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="an_absence_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(member=F("stand_in")), name="nobody_stands_in_for_themself"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended__isnull=True), name="one_absence_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.since} to {self.until}"
