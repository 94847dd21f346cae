# SPDX-License-Identifier: EUPL-1.2
"""Key pairs of organisations, safes, the sealed copies of their keys, and tombstones."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from ketenzicht.core.classification import classified


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


@classified(internal="id kind origin version made")
class Safe(models.Model):
    """What one data key closes: a case, a report, an identity, somebody's whereabouts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    origin = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    # A date: the moment a reporter came is nobody's business.
    made = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@classified(internal="id safe organisation pair sealed shared")
class SealedKey(models.Model):
    """The data key of a safe, closed to one organisation."""

    safe = models.ForeignKey(Safe, models.CASCADE, related_name="keys")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    # The reference keeps a pair from being forgotten while anything is still closed with it.
    pair = models.ForeignKey(OrganisationKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    shared = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["safe", "organisation"], name="one_sealed_key_per_safe_and_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"key of {self.safe_id} for {self.organisation_id}"


@classified(internal="safe lookup salt sealed")
class CodeKey(models.Model):
    """The data key of a safe, closed to whoever has the receipt code."""

    safe = models.OneToOneField(Safe, models.CASCADE, primary_key=True, related_name="code")
    lookup = models.BinaryField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"code key of {self.safe_id}"


@classified(internal="safe_id reason buried")
class Tombstone(models.Model):
    """A safe that was shredded, so that an older backup shreds it again."""

    safe_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=40)
    buried = models.DateField()

    def __str__(self) -> str:
        return str(self.safe_id)
