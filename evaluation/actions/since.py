"""Storing what changed behind stored figures, together with the refresh from which it was computed."""

from collections.abc import Mapping

from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.models import Refresh
from tfc.periods import HalfYear


def changes_to_json(changes: Mapping[str, ReceiptChanges]) -> dict[str, dict[str, list[int]]]:
    """Return the changes by part and table, as `Refresh.since_stored` holds them for a half-year."""
    return {code: part_changes.to_json() for code, part_changes in changes.items()}


def store_changes_since(
    *, refresh: Refresh, half_year: HalfYear, changes: Mapping[str, ReceiptChanges]
) -> None:
    """Store the changes, in the community's scope.

    Nothing is stored if a worker refreshed the community meanwhile: records may have changed.
    """
    since_stored = {**refresh.since_stored, str(half_year): changes_to_json(changes)}
    same = Refresh.objects.filter(pk=refresh.pk, refreshed_at=refresh.refreshed_at)
    same.update(since_stored=since_stored)
