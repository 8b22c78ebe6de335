"""What an office sees of changes since a survey was submitted: counts of records of each kind, except records about
people.

Stored by a worker with the ratings, since an office reads no record of a community.
"""

from collections.abc import Mapping

from django.db.models import OuterRef, QuerySet, Subquery

from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.figure_queries.receipts import ATTENDANCES, ROLES, SIGN_UPS
from evaluation.models import StandingRollup, Submission
from evaluation.submission_changes import SubmissionChanges
from tfc.periods import HalfYear

# Each of these records is about one person, so an office sees only that some changed.
RECORDS_OF_PEOPLE = frozenset({ATTENDANCES, ROLES, SIGN_UPS})
# The key for all parts together, where each record counts once.
OVERALL = ""

# By table; None where an office may not read the counts.
OfficeCounts = dict[str, list[int] | None]


def get_office_counts(changes: ReceiptChanges) -> OfficeCounts:
    return {
        table: None if table in RECORDS_OF_PEOPLE else counts for table, counts in changes.to_json().items()
    }


def get_office_changes(changes: SubmissionChanges) -> dict[str, OfficeCounts]:
    """Return the counts by part code, and for OVERALL."""
    by_code = {OVERALL: changes.overall, **changes.parts}
    return {code: get_office_counts(part_changes) for code, part_changes in by_code.items() if part_changes}


def get_stored_changes(community_id: int, half_year: HalfYear) -> dict[str, OfficeCounts]:
    """Return the counts as a worker stored them a few seconds after the last change; in the office's scope."""
    rollups = StandingRollup.objects.filter(community=community_id, half_year=str(half_year))
    return rollups.values_list("changes", flat=True).first() or {}


def annotate_changes(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Annotate submissions with what `get_stored_changes` returns, as ``office_changes``; None before a worker stored
    any.
    """
    rollups = StandingRollup.objects.filter(
        community=OuterRef("community"), half_year=OuterRef("round__half_year")
    )
    return submissions.annotate(office_changes=Subquery(rollups.values("changes")))


def store_office_changes(since: Mapping[int, Mapping[str, SubmissionChanges]], *, using: str) -> None:
    """Store ``since``, by community and half-year, in the rows that were created with the ratings."""
    half_years = {half_year for by_half_year in since.values() for half_year in by_half_year}
    rollups = StandingRollup.objects.using(using).filter(community__in=since, half_year__in=half_years)
    differing = []
    for rollup in rollups:
        submission_changes = since[rollup.community_id].get(rollup.half_year)
        if submission_changes is None:
            continue
        changes = get_office_changes(submission_changes)
        if rollup.changes != changes:
            rollup.changes = changes
            differing.append(rollup)
    StandingRollup.objects.using(using).bulk_update(differing, ["changes"])
