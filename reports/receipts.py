"""The receipts of a report: counts, filters and thresholds in words, and the URL of the full receipt.

A report leaves the community, so it contains record counts by kind and no record ids.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from communities.models import Community
from evaluation.figure_visibility import get_visible_tables, network_fingerprint
from evaluation.instrument import Part
from evaluation.models import Figure
from evaluation.receipt_notes import describe_filters, describe_thresholds
from evaluation.record_kinds import in_reading_order, record_kind
from evaluation.wording import day_text
from reports.figure_schema import Note, Receipt, RecordCount, make_notes
from reports.gather import GatheredData
from tfc.disclosure import Reader
from tfc.periods import half_year_text
from tfc.registry import reverse_page
from tfc.text.line_breaks import moment_words

# Reports are read and passed on by the office, not published to the public (docs/adr/0007-disclosure.md).
READER = Reader.NETWORK


def build_receipt(part: Part, figures: list[Figure], gathered: GatheredData) -> Receipt:
    """Return the receipt. For several figures: the hash of their hashes in community order, and the sum of their
    records.
    """
    facts = [
        gathered.receipts[key]
        for figure in figures
        if (key := (figure.community_id, part.code)) in gathered.receipts
    ]
    records = _count_records([receipt_facts.records for receipt_facts in facts], part)
    newest = max((figure.computed_at for figure in figures), default=None)
    as_of = max((figure.as_of for figure in figures), default=gathered.as_of)
    return {
        "hash": get_fingerprint(figures),
        "records": records,
        "considered": _count_records([receipt_facts.considered for receipt_facts in facts], part),
        "filters": _get_shared_notes(
            [make_notes(describe_filters(receipt_facts.filters)) for receipt_facts in facts]
        ),
        "thresholds": _get_shared_notes(
            [make_notes(describe_thresholds(part, receipt_facts.thresholds)) for receipt_facts in facts]
        ),
        "period_text": half_year_text(gathered.half_year),
        "as_of_text": day_text(as_of),
        "computed_text": _moment(newest, gathered) if newest else "",
        "frozen": bool(figures) and all(figure.frozen for figure in figures),
        "total": sum(record_count["count"] for record_count in records),
        "url": _address(part, gathered),
    }


def _moment(at: datetime, gathered: GatheredData) -> str:
    """Return the time in the time zone of the report's community or office, with the zone's name."""
    there = at.astimezone((gathered.community or gathered.office).zone)
    return f"{moment_words(there)} {date_format(there, 'T')}"


def count_records(figure: Figure | None, part: Part, gathered: GatheredData) -> int:
    """Return how many records are behind a figure, as far as readers may know."""
    receipt_facts = gathered.receipts.get((figure.community_id, part.code)) if figure else None
    return (
        sum(record_count["count"] for record_count in _count_records([receipt_facts.records], part))
        if receipt_facts
        else 0
    )


def get_fingerprint(figures: Sequence[Figure]) -> str:
    """Return the hash of one or several figures; empty if the network may not see it."""
    ordered = sorted(figures, key=lambda figure: figure.community_id)
    return combine_hashes(
        [
            fingerprint
            for figure in ordered
            if (fingerprint := network_fingerprint(figure.part, figure.receipt_hash))
        ]
    )


def combine_hashes(hashes: list[str]) -> str:
    if len(hashes) > 1:
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return hashes[0] if hashes else ""


def address_in(community: Community, gathered: GatheredData, part: Part) -> str:
    """Return the URL of a community's receipt for its office."""
    args = [community.office.slug, community.slug, str(gathered.half_year), part.code]
    return settings.SITE_URL + reverse("evaluation:office-figure-receipt", args=args)


def address_of_sum(office_slug: str, half_year: str, part: Part) -> str:
    path = reverse_page("office-part", office_slug, part.code)
    return f"{settings.SITE_URL}{path}?round={half_year}"


def _address(part: Part, gathered: GatheredData) -> str:
    half_year = str(gathered.half_year)
    if gathered.community:
        args = [gathered.community.slug, half_year, part.code]
        return settings.SITE_URL + reverse("evaluation:figure-receipt", args=args)
    if gathered.scope == "international":
        return f"{settings.SITE_URL}{reverse_page('international-home')}?round={half_year}"
    return address_of_sum(gathered.office.slug, half_year, part)


def _count_records(listed: Sequence[Mapping[str, int]], part: Part) -> list[RecordCount]:
    counts: Counter[str] = Counter()
    for record_counts in listed:
        counts.update(
            {
                table: record_counts[table]
                for table in get_visible_tables(record_counts, part, READER)
                if record_counts[table]
            }
        )
    return [
        {"kind": table, "text": record_kind(table), "count": counts[table]}
        for table in in_reading_order(counts)
    ]


def _get_shared_notes(listed: list[list[Note]]) -> list[Note]:
    """Return the notes common to all; differences are in the single receipts."""
    if not listed:
        return []
    return [note for note in listed[0] if all(note in other_notes for other_notes in listed)]
