"""What became of the records behind stored figures: as the worker left it that refreshed the community, or computed
anew and then kept until the next refresh."""

from collections.abc import Mapping

from communities.models import Community
from evaluation.actions.since import store_changes_since
from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.models import Figure
from evaluation.rollups.staleness import last_refresh
from evaluation.submission_changes import compute_changes
from tfc.periods import HalfYear


def changes_since_stored(community: Community, half_year: HalfYear) -> Mapping[str, ReceiptChanges]:
    """By part code, of those figures whose records changed since; in the community's scope.

    One query where it is known, as a worker knows it of rounds that are open. Of others it is computed once, in the
    queries of all that is counted.
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
