"""What was changed in a record is forgotten when the record is: that it was, by whom and when, stays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from communities.audit.hash_chain import SEALER
from communities.audit.labels import BY_TABLE, get_record_kind, get_record_tables
from communities.models import AuditDetails, AuditEntry, Verb
from tfc.tenancy import TRASH_DAYS

# As what the round acts that deletes what is kept no longer, and somebody who closes the own account.
RETENTION, CLOSING = "retention", "closing"
# As long as a record lies in the bin. What was deleted for good in another way is kept as long.
KEPT = dt.timedelta(days=TRASH_DAYS)


def forget_details(table: str, ids: Iterable[int]) -> int:
    """Forget what was changed in these records of ``table`` and in their parts; returns of how many changes.

    By the worker's own login, which alone may, in a transaction of its own: call it after the records are gone. Safe
    to repeat.
    """
    whole = AuditDetails.objects.using(SEALER).filter(
        table_name__in=get_record_tables(table), subject_id__in=list(ids)
    )
    return int(whole._raw_delete(SEALER))


def forget_the_gone(*, now: dt.datetime) -> int:
    """All that is gone by the round or with an account, and what was deleted in another way long enough ago."""
    entries = AuditEntry.objects.using(SEALER).filter(details__isnull=False)
    swept = entries.filter(acts_as__in=(RETENTION, CLOSING))
    gone = entries.filter(verb=Verb.DELETED, at__lt=now - KEPT, table_name__in=list(BY_TABLE))
    ids: dict[str, set[int]] = defaultdict(set)
    for table, number in (swept | gone).values_list("table_name", "subject_id").distinct():
        if kind := get_record_kind(table):
            ids[kind.table].add(number)
    return sum(forget_details(table, numbers) for table, numbers in ids.items())
