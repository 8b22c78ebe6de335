"""Receipts: the records behind a figure. The community opens its records, the office sees only their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Community, Role
from communities.thresholds import Thresholds, thresholds_for
from evaluation.explanations.gatherings import windows_since
from evaluation.explanations.research_and_strategies import COUNTED
from evaluation.figure_queries.receipts import ORGANIZATIONS, count_receipt_records, thresholds_in
from evaluation.figure_visibility import (
    get_visible_tables,
    is_override_shown,
    mask_rated_figure,
    network_fingerprint,
)
from evaluation.figures import get_override
from evaluation.instrument import Part
from evaluation.instrument import part as part_by_code
from evaluation.measures import Rating
from evaluation.missing_groups import PART, missing_groups
from evaluation.models import Answer, Figure
from evaluation.receipt_files import build_counted_receipt, is_asked_for, receipt_file
from evaluation.receipt_notes import describe_filters, describe_thresholds
from evaluation.record_kinds import in_reading_order, record_kind
from evaluation.record_links import RecordLink, build_links
from evaluation.rollups.changes import get_stored_changes
from evaluation.rollups.staleness import changes_since_stored
from evaluation.wording_changes import change_texts
from evaluation.wording_ratings import explain_rating
from tfc.disclosure import Reader
from tfc.periods import half_year_or_404
from tfc.read_replica import use_replica

AT_A_GLANCE = 7


@dataclass(frozen=True)
class RecordGroup:
    """Records of one kind behind a figure; without links if the reader may only know their number. ``counted``: how
    many of these organizations item 9 counts.
    """

    kind: str
    count: int
    links: Sequence[RecordLink] = ()
    counted: int | None = None

    @property
    def is_long(self) -> bool:
        """Return True if the list is so long that the page folds it."""
        return len(self.links) > AT_A_GLANCE


def part_or_404(code: str) -> Part:
    try:
        return part_by_code(code)
    except KeyError as error:
        raise Http404 from error


@community_view(Role.MEMBER)
def figure_receipt(request: CommunityRequest, half_year: str, part: str) -> HttpResponseBase:
    period, definition = half_year_or_404(half_year), part_or_404(part)
    figure = get_object_or_404(
        Figure.objects.for_communities([request.community.pk]).for_half_year(period), part=definition.code
    )
    if is_asked_for(request):
        return receipt_file(request, figure.receipt, f"{request.community.slug}-{period}-{definition.code}")
    changes = changes_since_stored(request.community, period)
    thresholds = thresholds_for(request.community.office_id, period)
    context = {
        **_build_context(figure, definition, thresholds, Reader.COMMUNITY),
        "groups": _link_records(request.community, figure, "records"),
        "considered": _link_records(request.community, figure, "considered"),
        "fingerprint": figure.receipt_hash,
        "change_texts": change_texts(changes[definition.code].to_json())
        if definition.code in changes
        else (),
    }
    if definition.code == PART:
        context["missing_groups"] = missing_groups(request.community, period, figure.to_measured())
    return render(request, "evaluation/figures/receipt.html", context)


@office_view
@use_replica
def office_figure_receipt(
    request: OfficeRequest, community_slug: str, half_year: str, part: str
) -> HttpResponseBase:
    period, definition = half_year_or_404(half_year), part_or_404(part)
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    figures = Figure.objects.for_office(request.office.pk).for_communities([town.pk])
    figure = get_object_or_404(figures.for_half_year(period), part=definition.code)
    if is_asked_for(request):
        return receipt_file(
            request, build_counted_receipt(figure), f"{town.slug}-{period}-{definition.code}-counts"
        )
    thresholds = thresholds_for(request.office.pk, period)
    context = {
        **_build_context(figure, definition, thresholds, Reader.NETWORK),
        "office_community": town,
        "groups": _count_records(figure.receipt.get("records", {}), definition),
        "considered": _count_records(figure.receipt.get("considered", {}), definition),
        "fingerprint": network_fingerprint(figure.part, figure.receipt_hash),
        "change_texts": _office_change_texts(figure),
    }
    return render(request, "evaluation/figures/receipt.html", context)


def _office_change_texts(figure: Figure) -> list[str]:
    """Return the changes since submission; none for a figure that still follows its records."""
    if not figure.frozen:
        return []
    changes = get_stored_changes(figure.community_id, figure.period)
    return change_texts(changes.get(figure.part, {}))


def _build_context(
    figure: Figure, definition: Part, thresholds: Thresholds, reader: Reader
) -> dict[str, Any]:
    """Return the computed figure and the override, as far as ``reader`` may see them."""
    computed = figure.to_measured()
    visible_figure = mask_rated_figure(computed, Rating(figure.rating), definition, thresholds, reader)
    answers = (
        Answer.objects.with_choice()
        .filter(
            community=figure.community_id, part=figure.part, submission__round__half_year=figure.half_year
        )
        .select_related("submission")
    )
    answer = answers.first()
    handed_in = answer is not None and answer.submission.is_handed_in
    return {
        "figure": figure,
        "measured": visible_figure.measured,
        "rating": visible_figure.rating,
        "why": explain_rating(
            definition, visible_figure.measured, visible_figure.rating, thresholds_in(figure.receipt)
        ),
        "own_is_shown": is_override_shown(computed, definition, reader),
        "part": definition,
        "answer": answer,
        "own": get_override(answer) if answer and (handed_in or reader is Reader.COMMUNITY) else None,
        "receipt": figure.receipt,
        "notes": [
            *describe_filters(figure.receipt.get("filters", {})),
            *describe_thresholds(definition, figure.receipt.get("thresholds", {})),
        ],
        "windows_since": windows_since(computed.details, figure.period.first_day),
    }


def _count_records(records: Mapping[str, Sequence[Sequence[int]]], part: Part) -> list[RecordGroup]:
    return [
        RecordGroup(record_kind(table), len(records[table]))
        for table in in_reading_order(get_visible_tables(records, part, Reader.NETWORK))
        if records[table]
    ]


def _count_organizations(details: Mapping[str, Any]) -> int | None:
    statuses = details.get("organizations")
    return sum(status in COUNTED for status in statuses.values()) if statuses else None


def _link_records(community: Community, figure: Figure, which: str) -> list[RecordGroup]:
    records: Mapping[str, Sequence[Sequence[int]]] = figure.receipt.get(which, {})
    details = figure.to_measured().details
    return [
        RecordGroup(
            record_kind(table),
            count_receipt_records(table, records[table]),
            build_links(community, table, {entry[0]: entry[1] for entry in records[table]}, details),
            _count_organizations(details) if table == ORGANIZATIONS else None,
        )
        for table in in_reading_order(records)
        if records[table]
    ]
