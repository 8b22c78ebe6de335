"""Making the public tables of what residents know, once for each community and half-year. In the office's scope."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from evaluation.figure_queries.receipts import hash_receipt
from evaluation.measures import Measurement
from evaluation.models import Figure, PublicTable, Round, Submission, SubmissionState
from evaluation.public_tables import PARTS, build_public_content


@transaction.atomic
def make_public_tables(*, round_id: int) -> None:
    """Make the missing tables of a closed round for its accepted surveys; do nothing for an open round.

    Closing a round and accepting a survey both call this, and the later of the two makes the table. Both lock the
    round first, so that concurrent calls see each other's result. Existing tables do not change.
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
    """Return accepted figures by community and part: they are frozen, so they contain no later
    answer or correction.
    """
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
