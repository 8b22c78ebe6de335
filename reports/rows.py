"""Table rows for communities and for offices, by the same rules: a cell for each part."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.figure_visibility import network_fingerprint
from evaluation.instrument import INDICATORS, Part
from evaluation.measures import State, unknown
from evaluation.measures.measured import to_json_number
from evaluation.models import Figure
from evaluation.models.figures import pooled_figures
from evaluation.wording import rating_text, value_text
from reports import formats, receipts
from reports.figure_schema import Share
from reports.gather import GatheredData
from reports.indicators import ByCommunity, rate_indicator
from reports.parts import get_visible_figure
from reports.schema import Cell, CommunityRow, OfficeCell, OfficeRow
from tfc.number_text import number_text

SUBMISSIONS = ("accepted", "submitted", "returned", "draft", "none")


def community_row(
    community: Community, figures_by_community: ByCommunity, gathered: GatheredData
) -> CommunityRow:
    figures = figures_by_community.get((community.pk, gathered.half_year), {})
    state = submission_state(community, gathered)
    rated = [
        rate_indicator(indicator.code, community, gathered.half_year, figures_by_community, gathered)
        for indicator in INDICATORS
    ]
    return CommunityRow(
        slug=community.slug,
        name=community.name,
        region=community.region,
        stage_text=community.get_stage_display(),
        submission=state,
        submission_text=formats.submission_text(state),
        cells=[_cell(part, figures, community, gathered) for part in gathered.parts],
        indicators=[
            Share(
                indicator_rating.rating.value,
                rating_text(indicator_rating.rating),
                indicator_rating.rated_count,
            )
            for indicator_rating in rated
        ],
    )


def submission_state(community: Community, gathered: GatheredData) -> str:
    submission = gathered.submissions.get(community.pk)
    return submission.state if submission else "none"


def submissions(communities: list[Community], gathered: GatheredData) -> list[Share]:
    """Return the number of surveys by state."""
    counts = Counter(submission_state(community, gathered) for community in communities)
    return [Share(code, formats.submission_text(code), counts[code]) for code in SUBMISSIONS if counts[code]]


def office_rows(communities: list[Community], gathered: GatheredData) -> list[OfficeRow]:
    """Return each office with a round and its sums, then those that opened no round in the half-year."""
    community_counts = Counter(community.office_id for community in communities)
    figures: dict[tuple[int, str], list[Figure]] = {}
    for figure in gathered.get_figures(gathered.half_year):
        figures.setdefault((figure.office_id, figure.part), []).append(figure)
    rows = [
        _office_row(
            office,
            community_counts[office.pk],
            [_sum(part, office, figures, gathered) for part in gathered.parts],
        )
        for office in gathered.offices
    ]
    return rows + [_office_row(office, 0, []) for office in gathered.silent]


def _cell(part: Part, figures: Mapping[str, Figure], community: Community, gathered: GatheredData) -> Cell:
    figure = figures.get(part.code)
    visible_figure = get_visible_figure(figure, part, gathered, (community.office_id, gathered.half_year))
    measured = visible_figure.measured
    return Cell(
        part=part.code,
        label=part.label,
        state=measured.state.value,
        state_text=formats.get_state_text(measured),
        numerator=None if measured.percent_only else to_json_number(measured.numerator),
        denominator=None if measured.percent_only else to_json_number(measured.denominator),
        value=to_json_number(measured.value),
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        rating=visible_figure.rating.value,
        rating_text=rating_text(visible_figure.rating),
        overridden=measured.overridden,
        receipt_hash=network_fingerprint(figure) if figure else "",
        records=receipts.count_records(figure, part, gathered),
        bounds_text=formats.certainty_text(measured),
        receipt_url=receipts.address_in(community, gathered, part) if figure else "",
    )


def _office_row(office: Office, communities: int, cells: list[OfficeCell]) -> OfficeRow:
    count_text = ngettext("%(number)s community", "%(number)s communities", communities)
    return OfficeRow(
        slug=office.slug,
        name=office.name,
        country=office.country,
        communities=communities,
        asked_text=count_text % {"number": number_text(communities)},
        cells=cells,
    )


def _sum(
    part: Part, office: Office, figures: Mapping[tuple[int, str], list[Figure]], gathered: GatheredData
) -> OfficeCell:
    own = figures.get((office.pk, part.code), [])
    pooled = pooled_figures(own, gathered.overrides).get(part.code)
    known_count, applicable = (pooled.value_count, pooled.applicable) if pooled else (0, 0)
    measured = pooled.measured if pooled else unknown(part.unit, "none_known")
    counted = [figure for figure in own if figure.state != State.NOT_APPLICABLE]
    names = ("numerator", "denominator", "lower", "upper", "value")
    return OfficeCell(
        part=part.code,
        label=part.label,
        state=measured.state.value,
        state_text=formats.get_state_text(measured),
        **{name: to_json_number(getattr(measured, name)) for name in names},
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        bounds_text=formats.certainty_text(measured),
        known=known_count,
        applicable=applicable,
        known_text=formats.communities_text(pooled),
        overridden=pooled.overridden if pooled else 0,
        receipt_hash=receipts.get_fingerprint(counted),
        records=sum(receipts.count_records(figure, part, gathered) for figure in counted),
        receipt_url=receipts.address_of_sum(office.slug, str(gathered.half_year), part),
    )
