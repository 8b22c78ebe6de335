"""Which organization represents one that was merged."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from stakeholders.models import DistinctPair, OrganizationMerge
from tfc.batched_queries import evaluate_together


def get_merge_targets() -> dict[int, int]:
    """Return {id of a merged organization: id of the one it was merged into}, without undone merges."""
    return dict(_get_merges())


def _get_merges() -> "QuerySet[OrganizationMerge, tuple[int, int]]":
    return OrganizationMerge.objects.filter(undone_at=None).values_list("source_id", "target_id")


def get_target_id(organization_id: int, joined: Mapping[int, int]) -> int:
    """Return the id of the remaining organization; follows the chain, since it may have been merged again."""
    for _step in joined:
        organization_id = joined.get(organization_id, organization_id)
    return organization_id


def get_source_ids(organization_id: int, joined: Mapping[int, int]) -> set[int]:
    """Return the ids of the organizations merged into ``organization_id``."""
    return {gone for gone in joined if get_target_id(gone, joined) == organization_id} - {organization_id}


def get_different_pairs() -> set[tuple[int, int]]:
    """Return the pairs (lower id, higher id) known to be different; what applies to a merged organization applies to
    the remaining one.
    """
    pairs, joined = DistinctPair.objects.values_list("first_id", "second_id"), _get_merges()
    evaluate_together(pairs, joined)
    return _through(pairs, dict(joined))


def _through(pairs: Iterable[tuple[int, int]], joined: Mapping[int, int]) -> set[tuple[int, int]]:
    ends = ((get_target_id(first, joined), get_target_id(second, joined)) for first, second in pairs)
    return {(min(pair), max(pair)) for pair in ends}
