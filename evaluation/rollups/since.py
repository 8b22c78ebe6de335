"""What changed in the records behind stored figures: as stored by the worker that refreshed the community, or computed
and then stored until the next refresh.
"""

from collections.abc import Mapping

from communities.models import Community
from evaluation.actions.since import store_changes_since
from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.models import Figure
from evaluation.rollups.staleness import last_refresh
from evaluation.submission_changes import compute_changes
from tfc.periods import HalfYear


def changes_since_stored(community: Community, half_year: HalfYear) -> Mapping[str, ReceiptChanges]:
    """Return by part code the changes behind figures whose records changed since; in the community's scope.

    One query if it is stored, as it is for open rounds. Otherwise it is computed once, which needs the queries of
    `compute`.
    """
    last = last_refresh(community)
    if last is not None and str(half_year) in last.since_stored:
        stored = last.since_stored[str(half_year)]
        return {part: ReceiptChanges.from_json(changes) for part, changes in stored.items()}
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year).by_part()
    changes = compute_changes(community, half_year, figures).parts
    if last is not None:
        store_changes_since(refresh=last, half_year=half_year, changes=changes)
    return changes
