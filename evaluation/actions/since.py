"""What changed behind stored figures since they were stored, kept with the refresh from which it is known."""

from collections.abc import Mapping

from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.models import Refresh
from tfc.periods import HalfYear


def changes_to_json(changes: Mapping[str, ReceiptChanges]) -> dict[str, dict[str, list[int]]]:
    """By part and table, as `Refresh.since_stored` has it of a half-year."""
    return {code: part_changes.to_json() for code, part_changes in changes.items()}


def store_changes_since(
    *, refresh: Refresh, half_year: HalfYear, changes: Mapping[str, ReceiptChanges]
) -> None:
    """In the community's scope. Where a worker refreshed it meanwhile nothing is kept: records may have changed."""
    since_stored = {**refresh.since_stored, str(half_year): changes_to_json(changes)}
    same = Refresh.objects.filter(pk=refresh.pk, refreshed_at=refresh.refreshed_at)
    same.update(since_stored=since_stored)
