"""The query of an office's page of figures in its default view: all communities by name, the user's
pinned ones first.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from communities.models import Community
from communities.models.communities import CommunityQuerySet
from dashboards.figures.towns import ListedCommunity, annotate_listed, build_rows
from dashboards.models import PinnedCommunity
from evaluation.board import rounds_with_settings
from evaluation.figure_queries.round_membership import filter_asked_communities
from evaluation.models import Round
from tfc.compiled_queries import CompiledQuery, parameter

A_PAGE = 25


def get_rounds(office_id: int) -> list[Round]:
    """Return the rounds, newest first, each with the office's ``regions`` and its ``settings`` (see
    `parse_thresholds`).
    """
    return _rounds(office_id)


def _rounds_with_regions() -> "QuerySet[Round]":
    named = Community.objects.filter(office=parameter(0)).exclude(region="")
    regions = named.order_by().values_list("region", flat=True).distinct()
    return rounds_with_settings(parameter(0)).annotate(regions=ArraySubquery(regions))


_rounds = CompiledQuery(_rounds_with_regions)


def first_towns(office_id: int, round_: Round, reader_id: int) -> list[ListedCommunity]:
    """Return the first page of communities in the round; one query."""
    rows: list[Any] = _first(office_id, round_.half_year, round_.pk, reader_id, round_.period.last_day)
    towns_by_id = {row.pk: row for row in sorted(rows, key=lambda row: not row.is_pinned)}
    return build_rows(list(towns_by_id.values())[:A_PAGE], {row.pk for row in rows if row.is_pinned})


def _order_by_name() -> CommunityQuerySet:
    office, half_year, round_, reader, last_day = (parameter(position) for position in range(5))
    pins = PinnedCommunity.objects.for_user(reader).filter(community=OuterRef("pk"))
    towns = filter_asked_communities(office, half_year, last_day)
    towns = annotate_listed(towns, round_).annotate(is_pinned=Exists(pins)).by_name()
    pinned = PinnedCommunity.objects.for_user(reader).values("community")
    # At most a page of pinned communities and a page of all others are needed.
    return towns.filter(pk__in=pinned)[:A_PAGE].union(towns[:A_PAGE], all=True)


_first: CompiledQuery[Community] = CompiledQuery(_order_by_name)
