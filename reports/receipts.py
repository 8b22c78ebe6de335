"""The receipts of a report: counts, filters and thresholds in words, and the address where the records are followed up.

A report leaves the community, so it says how many records of which kind there were, and never which.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from communities.models import Community
from evaluation.figure_visibility import network_fingerprint, seen_records
from evaluation.instrument import Part
from evaluation.models import Figure
from evaluation.record_kinds import in_reading_order, record_kind
from evaluation.wording import day_text
from reports.figure_schema import Note, Receipt, RecordCount
from reports.gather import Gathered
from reports.receipt_words import filter_notes, threshold_notes
from tfc.disclosure import Reader
from tfc.half_years import half_year_text
from tfc.text.line_breaks import moment_words

# The office reads its communities' reports and hands them on; nobody publishes them (docs/adr/0007-disclosure.md).
READER = Reader.NETWORK


def receipt_of(part: Part, figures: list[Figure], gathered: Gathered) -> Receipt:
    """Of several figures: the hash of their hashes, in the order of the communities, and the records of all."""
    facts = [
        gathered.receipts[key]
        for one in figures
        if (key := (one.community_id, part.code)) in gathered.receipts
    ]
    records = _counted([one.records for one in facts], part)
    newest = max((each.computed_at for each in figures), default=None)
    as_of = max((each.as_of for each in figures), default=gathered.as_of)
    return Receipt(
        hash=fingerprint_of(figures),
        records=records,
        total=sum(each.count for each in records),
        computed_at=newest.isoformat(timespec="seconds") if newest else "",
        as_of=as_of.isoformat(),
        frozen=bool(figures) and all(each.frozen for each in figures),
        considered=_counted([one.considered for one in facts], part),
        period_text=half_year_text(gathered.half_year),
        as_of_text=day_text(as_of),
        computed_text=_moment(newest, gathered) if newest else "",
        filters=_shared([filter_notes(one.filters) for one in facts]),
        thresholds=_shared([threshold_notes(part, one.thresholds) for one in facts]),
        url=_address(part, gathered),
    )


def _moment(at: datetime, gathered: Gathered) -> str:
    """By the clock of the place that the report is of, which is named."""
    there = at.astimezone((gathered.community or gathered.office).zone)
    return f"{moment_words(there)} {date_format(there, 'T')}"


def count_of(figure: Figure | None, part: Part, gathered: Gathered) -> int:
    """How many records stand behind one figure, as far as they may be told."""
    found = gathered.receipts.get((figure.community_id, part.code)) if figure else None
    return sum(each.count for each in _counted([found.records], part)) if found else 0


def fingerprint_of(figures: Sequence[Figure]) -> str:
    """Of one figure or of several; empty where the network may not have it."""
    ordered = sorted(figures, key=lambda each: each.community_id)
    return hash_of([found for each in ordered if (found := network_fingerprint(each))])


def hash_of(hashes: list[str]) -> str:
    if len(hashes) > 1:
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return hashes[0] if hashes else ""


def address_in(community: Community, gathered: Gathered, part: Part) -> str:
    """Where an office reads the receipt of one of its communities."""
    args = [community.office.slug, community.slug, str(gathered.half_year), part.code]
    return settings.SITE_URL + reverse("evaluation:office-figure-receipt", args=args)


def address_of_sum(office_slug: str, half_year: str, part: Part) -> str:
    path = reverse("dashboards:office-part", args=[office_slug, part.code])
    return f"{settings.SITE_URL}{path}?round={half_year}"


def _address(part: Part, gathered: Gathered) -> str:
    half_year = str(gathered.half_year)
    if gathered.community:
        args = [gathered.community.slug, half_year, part.code]
        return settings.SITE_URL + reverse("evaluation:figure-receipt", args=args)
    if gathered.scope == "international":
        return f"{settings.SITE_URL}{reverse('dashboards:international-home')}?round={half_year}"
    return address_of_sum(gathered.office.slug, half_year, part)


def _counted(listed: Sequence[Mapping[str, int]], part: Part) -> list[RecordCount]:
    counts: Counter[str] = Counter()
    for one in listed:
        counts.update({table: one[table] for table in seen_records(one, part, READER) if one[table]})
    return [RecordCount(table, record_kind(table), counts[table]) for table in in_reading_order(counts)]


def _shared(listed: list[list[Note]]) -> list[Note]:
    """What every one of them says; what differs from one to the next stands in their own receipts."""
    if not listed:
        return []
    return [note for note in listed[0] if all(note in each for each in listed)]
