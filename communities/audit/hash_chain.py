"""The seals of the audit log: one per day, each containing the one before, so that one altered byte breaks the chain.

A seal covers each entry of a day, and through the entry's own digest its details. Details may be deleted with their
record: the entry records this, and the seal stays valid. See docs/adr/0027-audit.md.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, QuerySet

from communities.models import AuditDay, AuditEntry, Verb
from tfc.auditing import nobody_writes_on

# The login of the worker, which serves no request, seals; the owner's login checks, in a command.
SEALER, CHECKER = "figures", "owner"
# The columns that a seal covers, in this order. Columns added later are not covered.
HASHED_COLUMNS = (
    "id", "at", "actor_id", "acts_as", "community_id", "office_id", "table_name", "record_id", "subject_id", "verb",
    "transaction_id", "digest",
)  # fmt: skip
# How long after its end a day is sealed: no single statement writes for longer.
AFTER = dt.timedelta(hours=1)
AT_A_TIME = 2000

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Fault:
    """A fault. ``code``: entries, count, chain, missing-day, copy, details or lost-details; ``day``: the day it
    concerns.
    """

    code: str
    day: dt.date
    entry_id: int | None = None


def hash_entries(day: dt.date, previous: str, rows: Iterable[Row]) -> tuple[int, str]:
    """Return the number of entries, and the seal as 64 hexadecimal digits."""
    seal = hashlib.sha256(f"{previous} {day.isoformat()}".encode())
    number = 0
    for row in rows:
        seal.update(hashlib.sha256(json.dumps(row, default=_plain, ensure_ascii=False).encode()).digest())
        number += 1
    return number, seal.hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return bytes(value).hex()


def entries_on(day: dt.date, using: str) -> Iterator[Row]:
    begin = dt.datetime.combine(day, dt.time(), dt.UTC)
    entries = AuditEntry.objects.using(using).filter(at__gte=begin, at__lt=begin + dt.timedelta(days=1))
    return entries.order_by("id").values_list(*HASHED_COLUMNS).iterator(chunk_size=AT_A_TIME)


def seal_days(*, now: dt.datetime) -> int:
    """Seal each past unsealed day; return how many. Safe to run twice, simultaneously, late or interrupted."""
    day_count = 0
    while (day := _get_next_day(now)) is not None and _seal(day):
        day_count += 1
    return day_count


def _get_next_day(now: dt.datetime) -> dt.date | None:
    newest = AuditDay.objects.using(SEALER).order_by("-day").first()
    if newest is not None:
        day = newest.day + dt.timedelta(days=1)
    else:
        first = AuditEntry.objects.using(SEALER).order_by("id").first()
        if first is None:
            return None
        day = first.at.astimezone(dt.UTC).date()
    ended = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(days=1)
    return day if ended + AFTER <= now else None


def _seal(day: dt.date) -> bool:
    """Return True if the day was sealed: not while entries of that day are still being written, or another process
    seals it.
    """
    with transaction.atomic(using=SEALER):
        if not nobody_writes_on(day, using=SEALER):
            return False
        previous = AuditDay.objects.using(SEALER).order_by("-day").first()
        number, digest = hash_entries(day, previous.digest if previous else "", entries_on(day, SEALER))
        AuditDay.objects.using(SEALER).bulk_create(
            [AuditDay(day=day, entries=number, previous=previous.digest if previous else "", digest=digest)],
            ignore_conflicts=True,
        )
    return True


def find_faults(copied_digests: Mapping[dt.date, str] | None = None) -> Iterator[Fault]:
    """Yield mismatches: days against their seals, seals against each other and against ``copied_digests`` stored
    elsewhere.
    """
    copied_digests = copied_digests or {}
    previous: AuditDay | None = None
    for audit_day in AuditDay.objects.using(CHECKER).order_by("day"):
        yield from _find_faults(audit_day, previous, copied_digests.get(audit_day.day))
        previous = audit_day
    stored_days = set(AuditDay.objects.using(CHECKER).values_list("day", flat=True))
    yield from (Fault("missing-day", day) for day in sorted(set(copied_digests) - stored_days))
    yield from _faults_of_details()


def _find_faults(
    audit_day: AuditDay, previous: AuditDay | None, copied_digest: str | None
) -> Iterator[Fault]:
    if previous is not None and audit_day.day != previous.day + dt.timedelta(days=1):
        yield Fault("missing-day", previous.day + dt.timedelta(days=1))
    if audit_day.previous != (previous.digest if previous else ""):
        yield Fault("chain", audit_day.day)
    number, digest = hash_entries(audit_day.day, audit_day.previous, entries_on(audit_day.day, CHECKER))
    if number != audit_day.entries:
        yield Fault("count", audit_day.day)
    elif digest != audit_day.digest:
        yield Fault("entries", audit_day.day)
    if copied_digest is not None and copied_digest != audit_day.digest:
        yield Fault("copy", audit_day.day)


def _faults_of_details() -> Iterator[Fault]:
    """Yield details that differ from the written ones, and details that are missing without having been deleted
    properly.
    """
    entries = AuditEntry.objects.using(CHECKER)
    digest = Func(
        "details__salt",
        "details__details",
        function="tfc_details_digest",
        output_field=AuditEntry.digest.field,
    )
    other = entries.filter(details__isnull=False).annotate(found=digest)
    for pk, at in other.exclude(digest=F("found")).values_list("pk", "at"):
        yield Fault("details", at.date(), pk)
    later = entries.filter(
        verb=Verb.FORGOTTEN,
        table_name=OuterRef("table_name"),
        record_id=OuterRef("record_id"),
        pk__gt=OuterRef("pk"),
    )
    lost = entries.filter(digest__isnull=False, details=None).exclude(Exists(later))
    for pk, at in lost.values_list("pk", "at"):
        yield Fault("lost-details", at.date(), pk)


def get_audit_days(since: dt.date | None = None) -> "QuerySet[AuditDay]":
    audit_days = AuditDay.objects.using(SEALER).order_by("day")
    return audit_days.filter(day__gte=since) if since else audit_days


def get_last_hashed_day() -> dt.date | None:
    newest = AuditDay.objects.using(CHECKER).order_by("-day").first()
    return newest.day if newest else None
