"""Which communities are expected in a half-year."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import In, IsNull

from communities.models import TAKES_PART, Community, Membership, Role, Stage
from communities.models.communities import CommunityQuerySet
from evaluation.figure_queries.stages import build_stage_on
from evaluation.measures import State
from evaluation.models import Figure, Submission
from tfc.periods import HalfYear


def get_expected_communities(
    office_id: int, half_year: HalfYear, *, using: str = "default"
) -> CommunityQuerySet:
    """Return the communities with a survey, or with an applicable figure, in that half-year.

    Where nothing is computed yet, the stage at the end of the half-year decides (`build_stage_on`), so that communities
    that joined later are excluded and those dormant only now are included. Each is looked up separately: a page of
    fifty costs fifty look-ups instead of a pass over all figures.
    """
    return filter_asked_communities(office_id, str(half_year), half_year.last_day, using=using)


def get_expected_with_figures(office_id: int, half_year: HalfYear, part: str) -> CommunityQuerySet:
    """Return `get_expected_communities` with ``part_figure``, the applicable figure of one part, for lists in the order
    of what all communities have: they are joined in one pass, and only those without this figure are looked up.
    """
    applies = Q(
        evaluation_figure__office=office_id,
        evaluation_figure__half_year=str(half_year),
        evaluation_figure__part=part,
    ) & ~Q(evaluation_figure__state=State.NOT_APPLICABLE)
    towns = Community.objects.filter(office=office_id)
    towns = towns.annotate(part_figure=FilteredRelation("evaluation_figure", condition=applies))
    expected = _is_expected(office_id, str(half_year), half_year.last_day, using="default")
    return towns.filter(Q(part_figure__isnull=False) | expected)


def get_communities_to_start(office_id: int) -> CommunityQuerySet:
    """Return an office's communities, by name, that do not take part yet and have a coordinator."""
    coordinators = Membership.objects.current().filter(community=OuterRef("pk"), role=Role.COORDINATOR)
    early = Community.objects.filter(office=office_id, stage__in=(Stage.CANDIDATE, Stage.AWARENESS))
    return early.filter(Exists(coordinators)).by_name()


def list_not_computed(
    office_id: int, half_year: HalfYear, community_ids: Collection[int] | None = None
) -> list[Community]:
    """Return those of `get_expected_communities` without any figure, of all or of these. In the office's scope."""
    stored = Figure.objects.for_half_year(half_year).filter(community=OuterRef("pk"))
    towns = get_expected_communities(office_id, half_year).filter(~Exists(stored))
    return list(towns if community_ids is None else towns.filter(pk__in=community_ids))


def filter_asked_communities(
    office_id: int, half_year: str, last_day: dt.date, *, using: str = "default"
) -> CommunityQuerySet:
    """Do what `get_expected_communities` does, with the half-year as stored."""
    expected = _is_expected(office_id, half_year, last_day, using=using)
    return Community.objects.using(using).filter(expected, office=office_id)


def _is_expected(office_id: int, half_year: str, last_day: dt.date, *, using: str) -> Q:
    figures = Figure.objects.using(using).filter(half_year=half_year, community=OuterRef("pk"))
    applying = figures.exclude(state=State.NOT_APPLICABLE)
    surveys = Submission.objects.using(using).filter(
        community=OuterRef("pk"), round__office=office_id, round__half_year=half_year
    )
    took_part = Q(In(build_stage_on(last_day, using=using), TAKES_PART))
    not_computed = Q(IsNull(_build_any(figures), True))
    return Q(_build_any(applying)) | Q(_build_any(surveys)) | (not_computed & took_part)


def _build_any(rows: QuerySet[Any]) -> Subquery:
    """Return True or NULL. With EXISTS, PostgreSQL would first collect all figures of the office."""
    return Subquery(
        rows.order_by().annotate(there=Value(True)).values("there")[:1], output_field=BooleanField()
    )
