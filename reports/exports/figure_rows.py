"""All figures of a half-year: a row for each part and community.

What an office, or the international office, reads of a community is masked (evaluation.figure_visibility, by
`standings`); a community's own rows are exact.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils import timezone

from communities.models import TAKES_PART, Community, Office
from communities.thresholds import Thresholds, thresholds_for
from evaluation.community_results import rate_community
from evaluation.figure_queries.stages import stages_on
from evaluation.figures import get_overrides
from evaluation.measures import Override
from evaluation.models import Figure, Round, Submission
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.review import NOT_STARTED, get_community_surveys
from reports.exports.columns import FigureRow
from tfc.disclosure import Reader
from tfc.periods import HalfYear


def rows_of_office(office: Office, round_: Round) -> list[FigureRow]:
    """Return the rows of every community of the office, by name and in the instrument's order; of one that does not
    take part all are not applicable. Call in the office's scope.
    """
    half_year = round_.period
    figures = _group_by_community(Figure.objects.for_office(office.pk).for_half_year(half_year))
    overrides, thresholds = get_overrides([half_year]), thresholds_for(office.pk, half_year)
    rows: list[FigureRow] = []
    surveys = {survey.community.pk: survey.state for survey in get_community_surveys(office, round_)}
    for community in Community.objects.filter(office=office).by_name():
        # Row-level security returns communities without their office; this is the office asked for.
        community.office = office
        rows += _rows(
            community,
            half_year,
            surveys.get(community.pk, ""),
            figures[community.pk],
            overrides,
            thresholds,
            Reader.NETWORK,
            takes_part=community.pk in surveys,
        )
    return rows


def rows_of_community(
    community: Community, half_year: HalfYear, reader: Reader = Reader.COMMUNITY
) -> list[FigureRow]:
    """Return a community's own figures, exact for its own readers; empty if no round was opened in that half-year.
    Call in its scope.
    """
    figures = _group_by_community(Figure.objects.for_communities([community.pk]).for_half_year(half_year))
    own = figures[community.pk]
    if not own and not Round.objects.opened().filter(half_year=str(half_year)).exists():
        return []
    survey = Submission.objects.filter(community=community, round__half_year=str(half_year)).first()
    overrides = get_overrides([half_year], community_ids=[community.pk])
    thresholds = thresholds_for(community.office_id, half_year)
    day = half_year.get_reference_day(timezone.localdate(timezone=community.zone))
    takes_part = stages_on(day, [community.pk])[community.pk] in TAKES_PART
    state = survey.state if survey else NOT_STARTED if takes_part else ""
    return list(_rows(community, half_year, state, own, overrides, thresholds, reader, takes_part=takes_part))


def _group_by_community(figures: FigureQuerySet) -> dict[int, dict[str, Figure]]:
    """Return the figures by community and part, with details (needed for notes) but without receipts."""
    figures_by_community: dict[int, dict[str, Figure]] = defaultdict(dict)
    for figure in figures.defer("receipt"):
        figures_by_community[figure.community_id][figure.part] = figure
    return figures_by_community


def _rows(
    community: Community,
    half_year: HalfYear,
    survey: str,
    figures: Mapping[str, Figure],
    overrides: Mapping[FigureKey, Override],
    thresholds: Thresholds,
    reader: Reader,
    *,
    takes_part: bool = True,
) -> Iterator[FigureRow]:
    indicator_results = rate_community(figures, overrides, thresholds, reader, takes_part=takes_part)
    parts = [part for indicator in indicator_results for part in indicator.parts]
    for standing in sorted(parts, key=lambda part_result: (part_result.part.item, part_result.part.label)):
        figure = figures.get(standing.part.code)
        yield FigureRow(
            community=community,
            half_year=half_year,
            survey=survey,
            standing=standing,
            version=figure.definition_version if figure else standing.part.version,
            as_of=figure.as_of if figure else None,
            frozen=figure is not None and figure.frozen,
            reader=reader,
        )
