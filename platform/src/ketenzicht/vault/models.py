# SPDX-License-Identifier: EUPL-1.2
"""Key pairs of organisations, envelopes, the wrapped copies of their keys, and tombstones."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified
from ketenzicht.core.unordered import drawn, unordered


@classified(internal="id organisation version public sealed_private since retired")
class OrganisationKey(models.Model):
    """A key pair of an organisation; the private half is closed under the root key."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="vault_keys"
    )
    version = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    sealed_private = models.BinaryField()
    since = models.DateField()
    retired = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_key_pair_per_version"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(retired__isnull=True),
                name="one_current_key_pair_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.version} of {self.organisation_id}"


@unordered
@classified(internal="id kind origin version made")
class Envelope(models.Model):
    """What one data key closes: a case, a report, an identity, somebody's whereabouts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    origin = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    # A date: the moment a reporter came is nobody's business.
    made = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@unordered
@classified(internal="id envelope organisation pair sealed shared")
class WrappedKey(models.Model):
    """The data key of an envelope, closed to one organisation."""

    # By lot: beside keys whose act has an hour, a number in a row would date a reporter.
    id = models.BigIntegerField(primary_key=True, default=drawn, editable=False)
    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="keys")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    # The reference keeps a pair from being forgotten while anything is still closed with it.
    pair = models.ForeignKey(OrganisationKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    shared = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["envelope", "organisation"],
                name="one_wrapped_key_per_envelope_and_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"key of {self.envelope_id} for {self.organisation_id}"


@unordered
@classified(internal="envelope lookup salt sealed")
class CodeKey(models.Model):
    """The data key of an envelope, closed to whoever has the receipt code."""

    envelope = models.OneToOneField(Envelope, models.CASCADE, primary_key=True, related_name="code")
    lookup = models.BinaryField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"code key of {self.envelope_id}"


@classified(internal="envelope_id reason buried")
class Tombstone(models.Model):
    """An envelope that was shredded, so that an older backup shreds it again."""

    envelope_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=40)
    buried = models.DateField()

    def __str__(self) -> str:
        return str(self.envelope_id)
