"""Making what residents know public: once for each community and half-year, and never again. In the office's scope."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from evaluation.figure_queries.receipts import hash_receipt
from evaluation.measures import Measurement
from evaluation.models import Figure, PublicTable, Round, Submission, SubmissionState
from evaluation.public_tables import PARTS, build_public_content


@transaction.atomic
def make_public_tables(*, round_id: int) -> None:
    """The tables that a closed round still lacks, of its accepted surveys; of an open one none.

    Closing a round and accepting a survey both call this, and whichever comes last makes the table. Both lock the round
    first, so that of two at once the second one sees what the first did. What is there stays as it is.
    """
    round_ = Round.objects.select_for_update().get(pk=round_id)
    if round_.closed_at is None:
        return
    accepted = list(Submission.objects.filter(round=round_, state=SubmissionState.ACCEPTED))
    figures = _figures(round_, [submission.community_id for submission in accepted])
    PublicTable.objects.bulk_create(
        (
            _table(
                submission, round_, round_.closed_at, build_public_content(figures[submission.community_id])
            )
            for submission in accepted
        ),
        ignore_conflicts=True,
    )


def _figures(round_: Round, community_ids: list[int]) -> dict[int, dict[str, Measurement]]:
    """Of what was accepted: these figures are frozen, and no later answer or correction is in them."""
    figures_by_community: dict[int, dict[str, Measurement]] = defaultdict(dict)
    wanted = Figure.objects.for_half_year(round_.period).for_communities(community_ids)
    for figure in wanted.filter(part__in=PARTS.values(), frozen=True):
        figures_by_community[figure.community_id][figure.part] = figure.to_measured()
    return figures_by_community


def _table(
    submission: Submission, round_: Round, closed_at: datetime, content: dict[str, object]
) -> PublicTable:
    return PublicTable(
        community_id=submission.community_id,
        office_id=submission.office_id,
        half_year=round_.half_year,
        content=content,
        sha256=hash_receipt(content),
        made_at=max(closed_at, submission.decided_at or closed_at),
    )
