"""The audit log: what was done, by whom and when. The database writes these rows itself (tfc/auditing.py); they never
change.
"""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.people import User
from tfc.auditing import ACCOUNTS


class Verb(models.TextChoices):
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted permanently")
    READ = "read", _("Read")
    EXPORTED = "exported", _("Downloaded")
    FORGOTTEN = "forgotten", _("Details deleted")


def _number() -> "models.BigIntegerField":
    """Return a column for the ID of a row that may be deleted. It is no foreign key: writers of two communities must
    not wait for each other.
    """
    return models.BigIntegerField(null=True)


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-id")

    def of_account(self, user_id: int) -> Self:
        """Return the history of an account, which belongs to no community and no office."""
        return self.filter(
            table_name__in=ACCOUNTS, subject_id=user_id, community_id__isnull=True, office_id__isnull=True
        )


class AuditEntry(models.Model):
    """One record, added, changed, deleted, read or exported, in one statement.

    ``community_id``: the community of the record; ``office_id``: the office of the record, or in whose name a person
    acted. ``acts_as``: code of the role, or of the job. ``subject_id``: the record that this one is a part of, or
    itself. ``transaction_id``: equal for all changes of one transaction. ``digest``: of the details, salted;
    empty if there are none.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    acts_as = models.CharField(max_length=40, blank=True)
    community_id = _number()
    office_id = _number()
    table_name = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    verb = models.CharField(max_length=9, choices=Verb)
    transaction_id = models.BigIntegerField()
    digest = models.BinaryField(null=True)

    objects: ClassVar[AuditEntryQuerySet] = AuditEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "-id"], name="communities_audit_of_town"),
            models.Index(
                fields=["office_id", "-id"],
                name="communities_audit_of_office",
                condition=models.Q(office_id__isnull=False),
            ),
            models.Index(fields=["subject_id"], name="communities_audit_of_record"),
            # For a community's home: with only the policies, which are joined by OR, all entries of the community
            # would be read.
            models.Index(
                fields=["community_id", "at"],
                name="communities_audit_changes",
                condition=models.Q(verb=Verb.CHANGED),
            ),
            BrinIndex(fields=["at"], name="communities_audit_by_day", autosummarize=True),
        ]


class AuditDetails(models.Model):
    """The changed columns: {column: [before, after]}, or null if only the fact of the change is stored. Purged with
    its record.
    """

    entry = models.OneToOneField(
        AuditEntry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="details"
    )
    community_id = _number()
    office_id = _number()
    table_name = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    salt = models.UUIDField()
    details = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject_id"], name="communities_details_of_record")]


class AuditDay(models.Model):
    """The seal of a past day: which entries it had. No login that serves requests reads or writes this table."""

    day = models.DateField(primary_key=True)
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
