"""What became of the records behind stored figures: as the worker left it that refreshed the community, or computed
anew and then kept until the next refresh."""

from collections.abc import Mapping

from communities.models import Community
from evaluation.actions.since import keep_since
from evaluation.figures import ReceiptChanges, compute, receipt_changes
from evaluation.models import Figure
from evaluation.rollups.fresh import last_refresh
from tfc.periods import HalfYear


def changes_since_stored(community: Community, half_year: HalfYear) -> Mapping[str, ReceiptChanges]:
    """By part code, of those figures whose records changed since; in the community's scope.

    One query where it is known, as a worker knows it of rounds that are open. Of others it is computed once, in the
    queries of all that is counted.
    """
    last = last_refresh(community)
    if last is not None and str(half_year) in last.since_stored:
        return {part: ReceiptChanges(*told) for part, told in last.since_stored[str(half_year)].items()}
    stored = Figure.objects.for_communities([community.pk]).for_half_year(half_year).by_part()
    fresh = compute([community], half_year)[community.pk] if stored else {}
    found = {code: changes for code, one in stored.items() if (changes := receipt_changes(one, fresh[code]))}
    if last is not None:
        keep_since(refresh=last, half_year=half_year, changes=found)
    return found
