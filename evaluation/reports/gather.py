"""What a snapshot is made of, read inside the scope of its community or office, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from communities.models import Community, Office
from evaluation.beside import Beside
from evaluation.figures import overrides_of, thresholds_over
from evaluation.instrument import Thresholds
from evaluation.measures import Override
from evaluation.models import Figure, Round, Submission
from evaluation.models.figures import FigureKey
from evaluation.reports.targets import gather_targets
from evaluation.targets import Followed
from events.models import HistoricalActivity
from stakeholders.models import BriefingShare, Partnership
from tfc.periods import HalfYear

# Three years: as far back as a chart of half-years is read at a glance.
HALF_YEARS_SHOWN = 6


@dataclass(frozen=True)
class Gathered:
    """The rows behind a report. ``rounds`` are half-years, the earliest first, the report's own the last.

    ``records`` counts what the receipts of the report's half-year list: by community and part, by table. ``beside``
    is what was given in it, by community; ``briefings`` counts those of the report's one community.
    """

    office: Office
    community: Community | None
    half_year: HalfYear
    as_of: date
    round_open: bool
    rounds: list[HalfYear]
    thresholds: Mapping[HalfYear, Thresholds]
    communities: list[Community]
    figures: list[Figure]
    overrides: dict[FigureKey, Override]
    submissions: Mapping[int, Submission]
    historical: list[HistoricalActivity]
    targets: list[Followed]
    records: Mapping[tuple[int, str], Mapping[str, int]]
    beside: list[Beside]
    briefings: Mapping[str, int]
    partnerships: list[Partnership]

    def of(self, half_year: HalfYear) -> list[Figure]:
        return [figure for figure in self.figures if figure.half_year == str(half_year)]


def gather(office: Office, community: Community | None, half_year: HalfYear) -> Gathered:
    """Everything for the report of ``community``, or with None of ``office``. Round.DoesNotExist without a round."""
    rounds = _rounds(half_year)
    names = [one.half_year for one in rounds]
    communities = [community] if community else _communities(office)
    zone = community.zone if community else timezone.get_current_timezone()
    as_of = half_year.as_of(timezone.now().astimezone(zone).date())
    return Gathered(
        office=office,
        community=community,
        half_year=half_year,
        as_of=as_of,
        round_open=rounds[-1].is_open,
        rounds=[one.period for one in rounds],
        thresholds=thresholds_over(office.pk, [one.period for one in rounds]),
        communities=communities,
        figures=list(Figure.objects.filter(half_year__in=names).without_receipts()),
        overrides=overrides_of([one.period for one in rounds]),
        submissions={
            each.community_id: each for each in Submission.objects.filter(round__half_year=str(half_year))
        },
        historical=[] if community else list(HistoricalActivity.objects.all()),
        targets=gather_targets(office, community, half_year, as_of),
        records=_records(half_year),
        beside=_beside(half_year),
        briefings=_briefings(half_year) if community else {},
        partnerships=_partnerships(half_year),
    )


def _rounds(half_year: HalfYear) -> list[Round]:
    """The round of the report and those before it, the earliest first."""
    newest_first = Round.objects.filter(half_year__lte=str(half_year), opened_at__isnull=False).newest_first()
    rounds = list(newest_first[:HALF_YEARS_SHOWN])[::-1]
    if not rounds or rounds[-1].period != half_year:
        raise Round.DoesNotExist(f"no round of {half_year} was opened")
    return rounds


def _communities(office: Office) -> list[Community]:
    return list(Community.objects.filter(office=office).order_by("name", "pk"))


def _beside(half_year: HalfYear) -> list[Beside]:
    figures = Figure.objects.for_half_year(half_year).of_part("resources_identified")
    return [found for found in figures.values_list("details__beside", flat=True) if found]


def _briefings(half_year: HalfYear) -> dict[str, int]:
    """Of those that were given to officials in the half-year."""
    given = BriefingShare.objects.counting().shared_in(half_year.first_day, half_year.last_day)
    return given.aggregate(shared=Count("pk"), answered=Count("answered_on"), followed=Count("followed_on"))


def _partnerships(half_year: HalfYear) -> list[Partnership]:
    """That lasted in the half-year: the community's own, or those of all communities of the office."""
    found = Partnership.objects.between(half_year.first_day, half_year.last_day)
    return list(found.select_related("community").in_order())


def _records(half_year: HalfYear) -> dict[tuple[int, str], dict[str, int]]:
    listed = Figure.objects.for_half_year(half_year).values_list("community_id", "part", "receipt__records")
    return {
        (community, part): {table: len(rows) for table, rows in (records or {}).items()}
        for community, part, records in listed
    }
