"""Storing digests of the records behind a survey when it is submitted."""

from collections import defaultdict
from datetime import datetime

from evaluation.figure_queries.digests import get_versions
from evaluation.figure_queries.receipt_changes import get_revisions
from evaluation.models import Figure, Submission, SubmittedRecords


def store_submitted_records(submission: Submission, *, moment: datetime) -> None:
    """Store digests of the records in the frozen figures' receipts, in the community's scope.

    ``moment``: a time before the figures were computed. A record saved after its figure was computed is left out, so
    that it counts as corrected.
    """
    figures = Figure.objects.for_communities([submission.community_id])
    receipts = figures.for_half_year(submission.round.period).values_list("receipt", flat=True)
    revisions = get_revisions(receipts)
    digests: dict[str, dict[str, str]] = defaultdict(dict)
    for (table, record_id), version in get_versions(revisions, using="default").items():
        if version.revision == revisions[table, record_id]:
            digests[table][str(record_id)] = version.digest
    SubmittedRecords.objects.update_or_create(
        submission=submission, defaults={"submitted_at": moment, "digests": digests}
    )
