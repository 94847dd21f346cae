# SPDX-License-Identifier: EUPL-1.2
"""Two chains of permanent rows, their heads, days without an order, and the log of processings.

Acts of members carry the moment. Acts without a member carry only the day, and stand in a table of
their own. What happens to a report without a member has no place in a row either: of its day is
kept what happened and how much, so that nothing tells when a reporter came.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from ketenzicht.core.classification import classified
from ketenzicht.core.unordered import unordered


@classified(internal="action kind object_id purpose basis outcome detail operation key_version mac")
class Row(models.Model):
    """What was done to what, for which purpose, and the MAC that covers it."""

    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=80, blank=True)
    basis = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=40)
    # Text, not JSON columns: the MAC covers exactly the bytes that are stored.
    detail = models.TextField()
    operation = models.CharField(max_length=16)
    key_version = models.PositiveIntegerField()
    mac = models.BinaryField(max_length=32)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.action


@classified(internal="number")
class Link(Row):
    """A row whose MAC covers its columns and the MAC of the row before it."""

    number = models.PositiveBigIntegerField(primary_key=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


@classified(internal="at member_id organisation_id")
class Entry(Link):
    """An act of a member. No foreign keys: the row outlives whom and what it is about."""

    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta(Link.Meta):
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="audit_entry_object"),
            models.Index(fields=["member_id"], name="audit_entry_member"),
        ]


@classified(internal="on")
class UnnamedEntry(Link):
    """An act without a member: a reporter's or a sweep's. A day, never a moment."""

    on = models.DateField()

    class Meta(Link.Meta):
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="audit_unnamed_object"),
        ]


@unordered
@classified(internal="id on")
class DayEntry(Row):
    """What was done to a report without a member: by its reporter, or by time. It has no order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="audit_day_object"),
            models.Index(fields=["on"], name="audit_day_on"),
        ]


@classified(internal="on count total key_version seal")
class DayHead(models.Model):
    """How many rows a day has and the sum of their MACs, sealed, so that each one counts."""

    on = models.DateField(primary_key=True)
    count = models.PositiveBigIntegerField()
    total = models.BinaryField(max_length=32)
    key_version = models.PositiveIntegerField()
    seal = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.count} on {self.on}"


@classified(internal="chain number mac key_version seal")
class Head(models.Model):
    """The last row of a chain, sealed, so that cutting off its end shows."""

    chain = models.CharField(max_length=16, primary_key=True)
    number = models.PositiveBigIntegerField()
    mac = models.BinaryField(max_length=32)
    key_version = models.PositiveIntegerField()
    seal = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"


@classified(
    internal="trace_id operation_id status_code name start_time end_time activity_id "
    "subject_id subject_type id"
)
class Processing(models.Model):
    """One processing of one person's data, in the terms of the Logboek Dataverwerkingen.

    `subject_id` is closed by the key `subjects`; there is no user in the row, the audit row
    with the same operation has it.
    """

    trace_id = models.CharField(max_length=32)
    operation_id = models.CharField(max_length=16, db_index=True)
    status_code = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    activity_id = models.CharField(max_length=120)
    subject_id = models.BinaryField(null=True)
    subject_type = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.operation_id}"
