"""The office's board: where its communities stand in a round, and over rounds. Figures only, never records.

Figures of single communities pass evaluation.shown, in `standings` and here. Sums hold no guarded count: surveys of
different communities are never added up, and 1b adds up groups, not people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from communities.models import Community, Office, Stage
from evaluation.figures import overrides_of, thresholds_for, thresholds_over
from evaluation.instrument import INDICATORS, PARTS, Part
from evaluation.measures import Measured, Override, Pooled, Rating
from evaluation.models import Figure, Round, SubmissionState
from evaluation.models.figures import FigureKey, pooled_figures
from evaluation.review import NOT_STARTED, Standing, standings_of
from evaluation.shown import as_seen
from evaluation.standing import IndicatorStanding, PartStanding, standings
from tfc.disclosure import Reader


@dataclass(frozen=True)
class Row(Standing):
    """One community in a round: its survey's state and its five indicators."""

    indicators: Sequence[IndicatorStanding]


@dataclass(frozen=True)
class TownFigure:
    """One community's own figure of one part."""

    community: Community
    standing: PartStanding


@dataclass(frozen=True)
class Trend:
    """One part over half-years, oldest first: None where nothing was computed, and then "" among the ``versions`` of
    its definition."""

    part: Part
    points: Sequence[tuple[str, Measured | None]]
    versions: Sequence[str] = ()


@dataclass(frozen=True)
class Board:
    office: Office
    round: Round | None
    rounds: Sequence[Round]
    communities: Sequence[Community]
    rows: Sequence[Row]
    figures: Sequence[Figure] = ()
    overrides: Mapping[FigureKey, Override] = field(default_factory=dict)

    @cached_property
    def pooled(self) -> dict[str, Pooled]:
        """Each part over all communities of the round, by its code."""
        return pooled_figures(self.figures, dict(self.overrides))

    @property
    def stages(self) -> list[tuple[Stage, int]]:
        """Every stage with its number of communities, an empty one as 0: this is counted, not unknown."""
        counted = Counter(community.stage for community in self.communities)
        return [(stage, counted[stage]) for stage in Stage]

    @property
    def states(self) -> list[tuple[str, int]]:
        counted = Counter(row.state for row in self.rows)
        return [(state, counted[state]) for state in (NOT_STARTED, *SubmissionState.values)]

    @property
    def not_submitted(self) -> list[Row]:
        open_states = (NOT_STARTED, SubmissionState.DRAFT, SubmissionState.RETURNED)
        return [row for row in self.rows if row.state in open_states]

    @property
    def parts(self) -> list[tuple[Part, Pooled | None]]:
        return [(part, self.pooled.get(part.code)) for part in PARTS]

    @property
    def distribution(self) -> list[tuple[str, Counter[Rating]]]:
        """How many communities have each rating, an indicator a row."""
        return [
            (str(indicator.title), Counter(row.indicators[index].rating.rating for row in self.rows))
            for index, indicator in enumerate(INDICATORS)
        ]


def board_of(office: Office, half_year: str | None) -> Board:
    """The board for a round, the newest when none is named; an office without rounds has an empty one."""
    rounds = list(Round.objects.filter(office=office, opened_at__isnull=False).newest_first())
    chosen = next((one for one in rounds if one.half_year == half_year), rounds[0] if rounds else None)
    communities = list(Community.objects.filter(office=office).order_by("name"))
    if chosen is None:
        return Board(office, None, rounds, communities, [])
    figures = list(Figure.objects.for_office(office.pk).for_half_year(chosen.period).without_receipts())
    overrides = overrides_of([chosen.period])
    rows = _rows(office, chosen, figures, overrides)
    return Board(office, chosen, rounds, communities, rows, figures, overrides)


def pooled_over(boards: Iterable[Board], half_year: str) -> dict[str, Pooled]:
    """Each part over the communities of several offices, those that have a round of this half-year."""
    asked = [board for board in boards if board.round and board.round.half_year == half_year]
    overrides = {key: value for board in asked for key, value in board.overrides.items()}
    return pooled_figures((figure for board in asked for figure in board.figures), overrides)


def _rows(
    office: Office, round_: Round, figures: Iterable[Figure], overrides: dict[FigureKey, Override]
) -> list[Row]:
    thresholds = thresholds_for(office.pk, round_.period)
    by_community: dict[int, dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        by_community[figure.community_id][figure.part] = figure
    return [
        Row(
            one.community,
            one.submission,
            standings(by_community[one.community.pk], overrides, thresholds, Reader.NETWORK),
        )
        for one in standings_of(office, round_)
    ]


def over_rounds(
    office: Office, rounds: Sequence[Round]
) -> list[tuple[str, str, list[tuple[str, Counter[Rating]]]]]:
    """For each indicator, by code and title, the rows of a chart: (half-year, ratings counted), oldest first."""
    counted: dict[str, dict[str, Counter[Rating]]] = {one.code: {} for one in INDICATORS}
    overrides = overrides_of([one.period for one in rounds])
    figures: dict[str, dict[int, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in Figure.objects.for_office(office.pk).without_receipts():
        figures[figure.half_year][figure.community_id][figure.part] = figure
    thresholds = thresholds_over(office.pk, [one.period for one in rounds])
    for round_ in sorted(rounds, key=lambda one: one.half_year):
        found = [
            standings(one, overrides, thresholds[round_.period], Reader.NETWORK)
            for one in figures[round_.half_year].values()
        ]
        for index, indicator in enumerate(INDICATORS):
            ratings = Counter(one[index].rating.rating for one in found)
            # Who was not asked in that half-year stands in no bar.
            del ratings[Rating.NOT_APPLICABLE]
            counted[indicator.code][round_.half_year] = ratings
    return [(one.code, str(one.title), list(counted[one.code].items())) for one in INDICATORS]


def part_rows(board: Board, code: str) -> list[TownFigure]:
    """Each community's own figure of one part, those with a number first, highest first.

    A hidden one has no number here, so its place tells nothing.
    """
    found = [
        TownFigure(row.community, part)
        for row in board.rows
        for standing in row.indicators
        for part in standing.parts
        if part.part.code == code
    ]
    return sorted(
        found, key=lambda one: (one.standing.measured.value is None, -float(one.standing.measured.value or 0))
    )


def towns_over_rounds(office: Office, community: Community, rounds: Sequence[Round]) -> list[Trend]:
    """One community's parts over the rounds, oldest first; where a round has no figure there is None."""
    oldest_first = sorted(rounds, key=lambda one: one.half_year)
    overrides = overrides_of([one.period for one in oldest_first], community_ids=[community.pk])
    # With details, which tell how residents were asked: no line runs over a change of that.
    figures = Figure.objects.for_office(office.pk).for_communities([community.pk]).defer("receipt")
    found = {(one.half_year, one.part): one for one in figures}
    return [
        _trend(
            part, [(one.half_year, found.get((one.half_year, part.code))) for one in oldest_first], overrides
        )
        for part in PARTS
        if any((one.half_year, part.code) in found for one in oldest_first)
    ]


def _trend(
    part: Part, found: Sequence[tuple[str, Figure | None]], overrides: Mapping[FigureKey, Override]
) -> Trend:
    points = [
        (half_year, as_seen(one.effective(overrides), part, Reader.NETWORK) if one else None)
        for half_year, one in found
    ]
    return Trend(part, points, [str(one.definition_version) if one else "" for _half_year, one in found])


@dataclass(frozen=True)
class PartOverRounds:
    """One part over half-years: of each community that ever was asked, and of all together with the versions of its
    definition."""

    towns: Sequence[tuple[Community, Trend]]
    pooled: Sequence[tuple[str, Pooled | None, str]]


def part_over_rounds(board: Board, part: Part) -> PartOverRounds:
    """Two queries. Sums are of exact figures, as the board's."""
    oldest_first = sorted(board.rounds, key=lambda one: one.half_year)
    overrides = overrides_of([one.period for one in oldest_first])
    figures = Figure.objects.for_office(board.office.pk).of_part(part.code).defer("receipt")
    found: dict[tuple[int, str], Figure] = {(one.community_id, one.half_year): one for one in figures}
    asked = {community_id for community_id, _half_year in found}
    towns = [
        (
            town,
            _trend(
                part,
                [(one.half_year, found.get((town.pk, one.half_year))) for one in oldest_first],
                overrides,
            ),
        )
        for town in board.communities
        if town.pk in asked
    ]
    pooled = []
    for one in oldest_first:
        same = [figure for (_pk, half_year), figure in found.items() if half_year == one.half_year]
        versions = "+".join(sorted({str(figure.definition_version) for figure in same}))
        pooled.append((one.half_year, pooled_figures(same, overrides).get(part.code), versions))
    return PartOverRounds(towns, pooled)
