"""Communities beside each other, and offices beside each other, by the same rules: a cell for each part."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.figure_visibility import network_fingerprint
from evaluation.instrument import INDICATORS, Part
from evaluation.measures import State, unknown
from evaluation.measures.measured import plain
from evaluation.models import Figure
from evaluation.models.figures import pooled_figures
from evaluation.wording import rating_text, value_text
from reports import formats, receipts
from reports.figure_schema import Share
from reports.gather import Gathered
from reports.indicators import ByCommunity, rate_indicator
from reports.parts import seen_of
from reports.schema import Cell, CommunityRow, OfficeCell, OfficeRow
from tfc.number_text import number_text

SUBMISSIONS = ("accepted", "submitted", "returned", "draft", "none")


def community_row(community: Community, found: ByCommunity, gathered: Gathered) -> CommunityRow:
    figures = found.get((community.pk, gathered.half_year), {})
    state = submission_state(community, gathered)
    rated = [rate_indicator(one.code, community, gathered.half_year, found, gathered) for one in INDICATORS]
    return CommunityRow(
        slug=community.slug,
        name=community.name,
        region=community.region,
        stage_text=community.get_stage_display(),
        submission=state,
        submission_text=formats.submission_text(state),
        cells=[_cell(part, figures, community, gathered) for part in gathered.parts],
        indicators=[Share(each.rating.value, rating_text(each.rating), each.known) for each in rated],
    )


def submission_state(community: Community, gathered: Gathered) -> str:
    found = gathered.submissions.get(community.pk)
    return found.state if found else "none"


def submissions(communities: list[Community], gathered: Gathered) -> list[Share]:
    """How many of the asked communities' surveys are in which state."""
    counts = Counter(submission_state(one, gathered) for one in communities)
    return [Share(code, formats.submission_text(code), counts[code]) for code in SUBMISSIONS if counts[code]]


def office_rows(communities: list[Community], gathered: Gathered) -> list[OfficeRow]:
    """Each office that asked with the sums over its communities, then those that opened no round of the half-year."""
    asked = Counter(one.office_id for one in communities)
    figures: dict[tuple[int, str], list[Figure]] = {}
    for each in gathered.of(gathered.half_year):
        figures.setdefault((each.office_id, each.part), []).append(each)
    rows = [
        _office_row(one, asked[one.pk], [_sum(part, one, figures, gathered) for part in gathered.parts])
        for one in gathered.offices
    ]
    return rows + [_office_row(one, 0, []) for one in gathered.silent]


def _cell(part: Part, figures: Mapping[str, Figure], community: Community, gathered: Gathered) -> Cell:
    figure = figures.get(part.code)
    found = seen_of(figure, part, gathered, (community.office_id, gathered.half_year))
    measured = found.measured
    return Cell(
        part=part.code,
        label=part.label,
        state=measured.state.value,
        state_text=formats.state_of(measured),
        numerator=None if measured.percent_only else plain(measured.numerator),
        denominator=None if measured.percent_only else plain(measured.denominator),
        value=plain(measured.value),
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        rating=found.rating.value,
        rating_text=rating_text(found.rating),
        overridden=measured.overridden,
        receipt_hash=network_fingerprint(figure) if figure else "",
        records=receipts.count_of(figure, part, gathered),
        bounds_text=formats.certainty_text(measured),
        receipt_url=receipts.address_in(community, gathered, part) if figure else "",
    )


def _office_row(office: Office, communities: int, cells: list[OfficeCell]) -> OfficeRow:
    asked = ngettext("%(number)s community", "%(number)s communities", communities)
    return OfficeRow(
        slug=office.slug,
        name=office.name,
        country=office.country,
        communities=communities,
        asked_text=asked % {"number": number_text(communities)},
        cells=cells,
    )


def _sum(
    part: Part, office: Office, figures: Mapping[tuple[int, str], list[Figure]], gathered: Gathered
) -> OfficeCell:
    own = figures.get((office.pk, part.code), [])
    pooled = pooled_figures(own, gathered.overrides).get(part.code)
    known, applicable = (pooled.known, pooled.applicable) if pooled else (0, 0)
    measured = pooled.measured if pooled else unknown(part.unit, "none_known")
    counted = [each for each in own if each.state != State.NOT_APPLICABLE]
    names = ("numerator", "denominator", "lower", "upper", "value")
    return OfficeCell(
        part=part.code,
        label=part.label,
        state=measured.state.value,
        state_text=formats.state_of(measured),
        **{name: plain(getattr(measured, name)) for name in names},
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        bounds_text=formats.certainty_text(measured),
        known=known,
        applicable=applicable,
        known_text=formats.communities_text(pooled),
        overridden=pooled.overridden if pooled else 0,
        receipt_hash=receipts.fingerprint_of(counted),
        records=sum(receipts.count_of(each, part, gathered) for each in counted),
        receipt_url=receipts.address_of_sum(office.slug, str(gathered.half_year), part),
    )
