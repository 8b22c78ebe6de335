"""The details of a record's changes are deleted with the record; that it changed, by whom and when, stays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from communities.audit.hash_chain import SEALER
from communities.audit.labels import KINDS_BY_TABLE, get_record_kind, get_record_tables
from communities.models import AuditDetails, AuditEntry, Verb
from tfc.tenancy import TRASH_DAYS

# The roles in the audit log of the retention run, and of a person who closes their own account.
RETENTION, CLOSING = "retention", "closing"
# As long as a record stays in the trash. Details of records permanently deleted in another way are kept as long.
KEPT = dt.timedelta(days=TRASH_DAYS)


def forget_details(table: str, ids: Iterable[int]) -> int:
    """Delete the change details of these records of ``table`` and of their parts; return the number of changes.

    Uses the worker's own login, the only one with this right, in its own transaction: call it after the records are
    deleted. Safe to repeat.
    """
    whole = AuditDetails.objects.using(SEALER).filter(
        table_name__in=get_record_tables(table), subject_id__in=list(ids)
    )
    return int(whole._raw_delete(SEALER))


def forget_deleted(*, now: dt.datetime) -> int:
    """Delete the details of records deleted by the retention run or with an account, and of those deleted long enough
    ago in another way.
    """
    entries = AuditEntry.objects.using(SEALER).filter(details__isnull=False)
    swept = entries.filter(acts_as__in=(RETENTION, CLOSING))
    gone = entries.filter(verb=Verb.DELETED, at__lt=now - KEPT, table_name__in=list(KINDS_BY_TABLE))
    ids: dict[str, set[int]] = defaultdict(set)
    for table, number in (swept | gone).values_list("table_name", "subject_id").distinct():
        if kind := get_record_kind(table):
            ids[kind.table].add(number)
    return sum(forget_details(table, numbers) for table, numbers in ids.items())
