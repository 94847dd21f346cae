# SPDX-License-Identifier: EUPL-1.2
"""Two chains of permanent rows, their heads, and the log of processings.

Acts of members carry the moment. Acts without a member (a reporter's, a sweep's) carry only the
day, and stand in a table of their own, so that neither a column nor the order of the rows tells
when a reporter came.
"""

from typing import ClassVar

from django.db import models

from ketenzicht.core.classification import classified


@classified(
    internal="number action kind object_id purpose basis outcome detail operation key_version mac"
)
class Link(models.Model):
    """A row whose MAC covers its columns and the MAC of the row before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
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
