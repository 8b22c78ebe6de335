"""Which organization stands for one that was joined with another."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from stakeholders.models import DistinctPair, OrganizationMerge
from tfc.at_once import at_once


def joined_into() -> dict[int, int]:
    """{id of a gone organization: id of the one that it was joined with}, of the merges that stand."""
    return dict(_joined())


def _joined() -> "QuerySet[OrganizationMerge, tuple[int, int]]":
    return OrganizationMerge.objects.filter(undone_at=None).values_list("gone_id", "kept_id")


def kept_for(organization_id: int, joined: Mapping[int, int]) -> int:
    """The end of the chain: what was joined may have been joined again. Itself where it never was."""
    for _step in joined:
        organization_id = joined.get(organization_id, organization_id)
    return organization_id


def gone_into(organization_id: int, joined: Mapping[int, int]) -> set[int]:
    """Every organization that ``organization_id`` now stands for, itself left out."""
    return {gone for gone in joined if kept_for(gone, joined) == organization_id} - {organization_id}


def told_apart() -> set[tuple[int, int]]:
    """Pairs (lower id, higher id) that are known to be two; what is true of a gone one is true of the kept one."""
    pairs, joined = DistinctPair.objects.values_list("first_id", "second_id"), _joined()
    at_once(pairs, joined)
    return _through(pairs, dict(joined))


def _through(pairs: Iterable[tuple[int, int]], joined: Mapping[int, int]) -> set[tuple[int, int]]:
    ends = ((kept_for(first, joined), kept_for(second, joined)) for first, second in pairs)
    return {(min(pair), max(pair)) for pair in ends}
