# SPDX-License-Identifier: EUPL-1.2
"""The register: entries under pseudonyms, persons as clusters, and the decisions of people.

Nothing here points at a case, an organisation or a name. Entries carry months instead of
moments, so that a case and an entry cannot be laid beside each other by the clock.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ketenzicht.core.classification import classified
from ketenzicht.register.states import COUNTED, Age, Similarity


@classified(internal="id")
class Person(models.Model):
    """Entries that people decided are about one person. It has no other property."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


@classified(
    internal="id code own person year month registered_year registered_month outcome basis "
    "reporter reporter_region region form forms gender age nationality handle withdrawn "
    "band start_band second_nationality route place sectors means recruitment relation family "
    "earlier cross_border_sex dossier victim_status decided_by"
)
class Entry(models.Model):
    """One report of one possible victim, in codes.

    `year` and `month` are those of the first signal: an entry counts there, and `age` is the age
    of then. When it was written down stands beside it. `own` is the person of this entry alone,
    `person` who people decided it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    own = models.OneToOneField(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="entries")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    registered_year = models.PositiveSmallIntegerField()
    registered_month = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12)
    basis = models.CharField(max_length=24)
    reporter = models.CharField(max_length=24)
    reporter_region = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=40, blank=True)
    form = models.CharField(max_length=32)
    forms = models.CharField(max_length=400, blank=True)
    gender = models.CharField(max_length=4, default="u")
    age = models.CharField(max_length=8, default=Age.UNKNOWN)
    nationality = models.CharField(max_length=2, blank=True)
    second_nationality = models.CharField(max_length=2, blank=True, db_default="")
    # Empty in what is below: nobody asked, as in every entry from before it was asked.
    band = models.CharField(max_length=16, blank=True, db_default="")
    start_band = models.CharField(max_length=16, blank=True, db_default="")
    route = models.CharField(max_length=16, blank=True, db_default="")
    place = models.CharField(max_length=16, blank=True, db_default="")
    sectors = models.CharField(max_length=400, blank=True, db_default="")
    means = models.CharField(max_length=400, blank=True, db_default="")
    recruitment = models.CharField(max_length=200, blank=True, db_default="")
    relation = models.CharField(max_length=200, blank=True, db_default="")
    family = models.CharField(max_length=24, blank=True, db_default="")
    earlier = models.CharField(max_length=8, blank=True, db_default="")
    cross_border_sex = models.BooleanField(default=False, db_default=False)
    dossier = models.CharField(max_length=24, blank=True, db_default="")
    victim_status = models.CharField(max_length=12, blank=True, db_default="")
    decided_by = models.CharField(max_length=20, blank=True, db_default="")
    handle = models.BinaryField(max_length=32, unique=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "-month", "code")
        indexes = (models.Index(fields=["year", "reporter"], name="register_year_reporter"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in COUNTED]),
                name="an_entry_has_a_ground_to_be_here",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="an_entry_has_a_month"
            ),
            models.CheckConstraint(
                condition=Q(registered_year__gt=F("year"))
                | Q(registered_year=F("year"), registered_month__gte=F("month")),
                name="nobody_is_registered_before_the_first_signal",
            ),
        )

    def __str__(self) -> str:
        return self.code


@classified(internal="id entry year month name before after")
class Change(models.Model):
    """One thing an entry said before and says since, by the month; never by the moment."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="changes")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=24)
    before = models.CharField(max_length=400, blank=True)
    after = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


@classified(internal="id entry kind value")
class Token(models.Model):
    """A keyed fingerprint of who somebody is: equal for equals, and good for nothing else."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=8)
    value = models.BinaryField(max_length=16)

    class Meta:
        indexes = (models.Index(fields=["kind", "value"], name="register_equal_tokens"),)
        constraints = (
            models.UniqueConstraint(fields=["entry", "kind"], name="one_token_per_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Similarity]),
                name="token_kind_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.kind


@classified(internal="id first second same by at undone_at undone_by")
class Decision(models.Model):
    """Somebody decided that two entries are about one person, or about two.

    Persons follow from the decisions that stand, in whatever order they were taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    second = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    same = models.BooleanField()
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="a_decision_is_about_two"),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at__isnull=True),
                name="one_standing_decision_per_pair",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
