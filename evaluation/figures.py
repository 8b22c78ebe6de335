"""The half-year's figures: computed from the records of many communities at once, compared, rated and rolled up.

Pages and reports read figures only from here and from the queryset of Figure, so that they agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from communities.models import Community
from evaluation.figure_queries import receipts
from evaluation.figure_queries.gather import gather
from evaluation.figure_queries.overrides import get_override, get_overrides, get_submission_overrides
from evaluation.figure_queries.parts import WORK
from evaluation.figure_queries.rows import CommunityRows
from evaluation.instrument import PARTS, Part
from evaluation.measures import Measurement, Rating, build_not_applicable, rate
from evaluation.models import Figure
from evaluation.models.figures import FigureQuerySet, pool_figures
from tfc.periods import HalfYear
from tfc.tenancy import ScopeError, current_scope

__all__ = [
    "Computed",
    "compute",
    "figures_here",
    "get_override",
    "get_overrides",
    "get_submission_overrides",
    "pool_figures",
]


@dataclass(frozen=True)
class Computed:
    """One part for one community and half-year, with its rating and its receipt as plain data."""

    measured: Measurement
    rating: Rating
    receipt: Mapping[str, Any]

    @property
    def receipt_hash(self) -> str:
        return receipts.hash_receipt(self.receipt)


def compute(
    communities: Iterable[Community],
    half_year: HalfYear,
    *,
    as_of: date | None = None,
    using: str = "default",
) -> dict[int, dict[str, Computed]]:
    """Compute all fourteen parts of each community: by its id, then by part code in the order of the instrument.

    The number of queries does not depend on the number of communities. ``using="figures"`` reads any number of
    communities; "default" reads the one whose scope is open. As of the half-year's last day, or today in the
    community's own zone while it runs; ``as_of`` gives an earlier day. ScopeError outside the right scope, where rows
    hidden by row-level security would look like missing rows.
    """
    unique_communities = list({community.pk: community for community in communities}.values())
    if using == "default":
        _must_be_in_scope(unique_communities)
    return {
        rows.community.pk: {part.code: _compute(part, rows) for part in PARTS}
        for rows in gather(unique_communities, half_year, as_of, using)
    }


def _must_be_in_scope(communities: list[Community]) -> None:
    scope = current_scope()
    if scope.community_id is None or any(community.pk != scope.community_id for community in communities):
        raise ScopeError("figures of other communities are computed with the figures' login")


def _compute(part: Part, rows: CommunityRows) -> Computed:
    worked = WORK[part.code](rows) if rows.takes_part else _build_not_applicable_part(part, rows)
    rating = rate(part, worked.measured, rows.thresholds)
    return Computed(worked.measured, rating, receipts.build_figure_receipt(part, rows, worked))


def _build_not_applicable_part(part: Part, rows: CommunityRows) -> receipts.PartComputation:
    stage = [(rows.stage_change, 1)] if rows.stage_change else []
    return receipts.PartComputation(
        build_not_applicable(part.unit), {"stage": rows.stage}, {receipts.STAGES: stage}
    )


def figures_here() -> FigureQuerySet:
    """Return the figures of the open scope: of its community, or of its office's communities.

    The filter is explicit and not left to row-level security: an office may read these figures too, so the database
    would scan those of all its communities and keep those of one.
    """
    scope = current_scope()
    if scope.community_id is not None:
        return Figure.objects.for_communities([scope.community_id])
    return Figure.objects.for_office(scope.office_id or 0)
