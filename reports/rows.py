"""Table rows for communities and for offices, by the same rules: a cell for each part."""

from collections import Counter

from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.figure_visibility import network_fingerprint
from evaluation.instrument import Part
from evaluation.measures import State
from evaluation.wording import rating_text
from reports import formats, receipts
from reports.figure_schema import Cell, CommunityRow, OfficeCell, OfficeRow, Share
from reports.gather import GatheredData
from reports.parts import describe_counts, describe_sum, get_visible_figure, pool_part
from tfc.number_text import number_text

SUBMISSIONS = ("accepted", "submitted", "returned", "draft", "none")


def community_row(community: Community, gathered: GatheredData) -> CommunityRow:
    return {
        "slug": community.slug,
        "name": community.name,
        "region": community.region,
        "stage_text": community.get_stage_display(),
        "submission_text": formats.submission_text(_get_submission_state(community, gathered)),
        "cells": [_community_cell(part, community, gathered) for part in gathered.parts],
    }


def _get_submission_state(community: Community, gathered: GatheredData) -> str:
    submission = gathered.submissions.get(community.pk)
    return submission.state if submission else "none"


def count_submissions(gathered: GatheredData) -> list[Share]:
    """Return the number of surveys by state."""
    communities = gathered.applicable_communities
    counts = Counter(_get_submission_state(community, gathered) for community in communities)
    return [
        {"code": code, "text": formats.submission_text(code), "count": counts[code]}
        for code in SUBMISSIONS
        if counts[code]
    ]


def office_rows(gathered: GatheredData) -> list[OfficeRow]:
    """Return each office with a round and its sums, then those that opened no round in the half-year."""
    counts = Counter(community.office_id for community in gathered.applicable_communities)
    rows = [
        _office_row(
            office, counts[office.pk], [_office_cell(part, office, gathered) for part in gathered.parts]
        )
        for office in gathered.offices
    ]
    return rows + [_office_row(office, 0, []) for office in gathered.silent]


def _community_cell(part: Part, community: Community, gathered: GatheredData) -> Cell:
    figures = gathered.figures_by_community.get((community.pk, gathered.half_year), {})
    figure = figures.get(part.code)
    visible_figure = get_visible_figure(figure, part, gathered, (community.office_id, gathered.half_year))
    return {
        **describe_counts(visible_figure.measured),
        "part": part.code,
        "label": part.label,
        "rating": visible_figure.rating.value,
        "rating_text": rating_text(visible_figure.rating),
        "overridden": visible_figure.measured.overridden,
        "receipt_hash": network_fingerprint(figure.part, figure.receipt_hash) if figure else "",
        "receipt_url": receipts.address_in(community, gathered, part) if figure else "",
        "records": receipts.count_records(figure, part, gathered),
    }


def _office_row(office: Office, communities: int, cells: list[OfficeCell]) -> OfficeRow:
    count_text = ngettext("%(number_text)s community", "%(number_text)s communities", communities)
    return {
        "slug": office.slug,
        "name": office.name,
        "communities": communities,
        "asked_text": count_text % {"number_text": number_text(communities)},
        "cells": cells,
    }


def _office_cell(part: Part, office: Office, gathered: GatheredData) -> OfficeCell:
    own = [
        figure for figure in gathered.get_figures(gathered.half_year, part) if figure.office_id == office.pk
    ]
    pooled = pool_part(own, part, gathered)
    counted = [figure for figure in own if figure.state != State.NOT_APPLICABLE]
    return {
        **describe_sum(pooled, pooled.measured),
        "part": part.code,
        "label": part.label,
        "receipt_hash": receipts.get_fingerprint(counted),
        "receipt_url": receipts.address_of_sum(office.slug, str(gathered.half_year), part),
        "records": sum(receipts.count_records(figure, part, gathered) for figure in counted),
    }
