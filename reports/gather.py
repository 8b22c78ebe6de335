"""Read the data of a snapshot inside the scope of its community or office, in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils import timezone

from communities.models import Community, Office
from communities.thresholds import Thresholds, thresholds_over
from evaluation.achievements import Facts, get_office_facts
from evaluation.figures import get_overrides
from evaluation.instrument import PARTS, Part
from evaluation.measures import Override, State
from evaluation.models import Figure, Round, Submission
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.targets import TargetProgress
from events.models import HistoricalActivity
from library.models import MaterialVersion, Story
from reports.achievements import OutputNames, WorkDone, read_output_names, read_work_done
from reports.choice import Choice, readable_stories, usable_pictures
from reports.office_work import describe_own_work
from reports.own_questions import get_own_questions
from reports.schema import Achievement, OwnQuestion, Scope
from reports.target_texts import gather_targets
from stakeholders.contribution_texts import Supplement
from stakeholders.models import BriefingShare, Partnership
from tfc.periods import HalfYear
from tfc.text.punctuation import join_title

# Three years: as many half-years as a chart shows at a glance.
HALF_YEARS_SHOWN = 6
PARTS_BY_KIND = ("engagement_events", "professionals_trained")


@dataclass(frozen=True)
class ReceiptFacts:
    """The contents of a stored figure's receipt without record ids."""

    records: Mapping[str, int]
    considered: Mapping[str, int]
    filters: Mapping[str, Any]
    thresholds: Mapping[str, Any]


@dataclass(frozen=True)
class GatheredData:
    """The rows behind a report. ``rounds`` are half-years, the earliest first, the report's own last.

    ``offices``: those with a round in the half-year, one unless the report is international; ``silent``: those
    without. ``thresholds`` are by office and half-year; ``receipts`` and ``details`` (of parts shown by kind) by
    community and part, in the report's half-year. ``supplements``: contributions and new partners of each community;
    ``briefings``: counts of the report's one community. ``asking``: the number of communities to choose from.
    """

    scope: Scope
    office: Office
    community: Community | None
    half_year: HalfYear
    as_of: date
    rounds: list[HalfYear]
    thresholds: Mapping[tuple[int, HalfYear], Thresholds]
    communities: list[Community]
    figures: list[Figure]
    overrides: dict[FigureKey, Override]
    submissions: Mapping[int, Submission]
    historical: list[HistoricalActivity]
    achievements: list[Facts]
    own_work: list[Achievement]
    targets: list[TargetProgress]
    receipts: Mapping[tuple[int, str], ReceiptFacts]
    details: Mapping[tuple[int, str], Mapping[str, Any]]
    supplements: list[Supplement]
    briefings: Mapping[str, int]
    partnerships: list[Partnership]
    offices: list[Office]
    silent: list[Office] = field(default_factory=list)
    parts: tuple[Part, ...] = PARTS
    stories: list[Story] = field(default_factory=list)
    pictures: list[MaterialVersion] = field(default_factory=list)
    asking: int = 0
    own_questions: list[OwnQuestion] = field(default_factory=list)
    output_names: OutputNames = field(default_factory=dict)
    work_done: WorkDone = field(default_factory=WorkDone)

    def get_figures(self, half_year: HalfYear, part: Part) -> list[Figure]:
        return self.figures_by_part.get((str(half_year), part.code), [])

    def get_thresholds(self, office_id: int, half_year: HalfYear) -> Thresholds:
        return self.thresholds[office_id, half_year]

    @cached_property
    def figures_by_part(self) -> dict[tuple[str, str], list[Figure]]:
        """The figures by half-year and part. An international report asks for each part once per office."""
        by_part: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.figures:
            by_part.setdefault((figure.half_year, figure.part), []).append(figure)
        return by_part

    @cached_property
    def figures_by_community(self) -> dict[tuple[int, HalfYear], dict[str, Figure]]:
        """The figures by community and half-year, then by part."""
        by_community: dict[tuple[int, HalfYear], dict[str, Figure]] = {}
        for figure in self.figures:
            by_community.setdefault((figure.community_id, figure.period), {})[figure.part] = figure
        return by_community

    @cached_property
    def applicable_communities(self) -> list[Community]:
        """The communities to which something applies in the half-year: some figure is not "not applicable"."""
        return [
            community
            for community in self.communities
            if any(
                figure.state != State.NOT_APPLICABLE
                for figure in self.figures_by_community.get((community.pk, self.half_year), {}).values()
            )
        ]


def gather(office: Office, community: Community | None, half_year: HalfYear) -> GatheredData:
    """Return the data for the report of ``community``, or of ``office`` if it is None. Raises Round.DoesNotExist
    without a round.
    """
    rounds = _rounds(half_year)
    communities = [community] if community else _communities(office)
    # A worker has no local time zone, so the date is that of the report's community or office.
    as_of = half_year.get_reference_day(timezone.localdate(timezone=(community or office).zone))
    periods = [round_.period for round_ in rounds]
    towns = [community.pk] if community else None
    surveys = Submission.objects.filter(round__half_year=str(half_year))
    return GatheredData(
        scope="community" if community else "office",
        office=office,
        community=community,
        half_year=half_year,
        as_of=as_of,
        rounds=periods,
        thresholds={
            (office.pk, period): thresholds
            for period, thresholds in thresholds_over(office.pk, periods).items()
        },
        communities=communities,
        figures=list(_figures(periods, towns).for_pooling()),
        overrides=get_overrides(periods, community_ids=towns),
        submissions={
            submission.community_id: submission
            for submission in (surveys if towns is None else surveys.filter(community__in=towns))
        },
        historical=[] if community else list(HistoricalActivity.objects.all()),
        achievements=[get_office_facts(office, half_year, community=community)],
        own_work=[] if community else describe_own_work(office, half_year),
        targets=gather_targets(office, community, half_year, as_of),
        receipts=_receipts(half_year, towns),
        details=_details(half_year, towns),
        supplements=_get_supplements(half_year, towns),
        briefings=_briefings(half_year) if community else {},
        partnerships=_partnerships(half_year),
        offices=[office],
        asking=len(communities),
        own_questions=get_own_questions(office, community, rounds[-1]),
        output_names=read_output_names(half_year) if community else {},
        work_done=read_work_done(community, half_year) if community else WorkDone(),
    )


def gather_chosen(office: Office, choice: Choice) -> GatheredData:
    """Return the data of a custom report, for the newest of its half-years; sums cover only the chosen communities.

    Targets, historical results and the office's own work belong to the office as a whole and are left out.
    """
    periods = sorted(HalfYear.parse(half_year) for half_year in choice.rounds)
    whole = gather(office, None, periods[-1])
    chosen = set(choice.communities)
    towns = [community for community in whole.communities if community.pk in chosen]
    return replace(
        whole,
        scope="custom",
        rounds=periods,
        thresholds={
            (office.pk, period): thresholds
            for period, thresholds in thresholds_over(office.pk, periods).items()
        },
        communities=towns,
        figures=list(_figures(periods, chosen).for_pooling()),
        overrides=get_overrides(periods, community_ids=list(chosen)),
        submissions={key: submission for key, submission in whole.submissions.items() if key in chosen},
        historical=[],
        achievements=[get_office_facts(office, periods[-1], chosen=chosen)],
        own_work=[],
        targets=[],
        supplements=_get_supplements(periods[-1], chosen),
        partnerships=[
            partnership for partnership in whole.partnerships if partnership.community_id in chosen
        ],
        parts=tuple(part for part in PARTS if part.code in choice.parts),
        # Custom questions are only in the report of the whole office.
        own_questions=[],
        stories=readable_stories(choice.stories) if choice.stories else [],
        pictures=usable_pictures(office, choice.pictures) if choice.pictures else [],
    )


def gather_together(
    office: Office, gathered_offices: list[GatheredData], silent: list[Office]
) -> GatheredData:
    """Merge the data of several offices, each read in its scope, for the international ``office``;
    ``gathered_offices`` is not empty.

    Targets and custom questions stay in each office's own report.
    """
    first = gathered_offices[0]

    def merged(name: str) -> dict[Any, Any]:
        return {key: value for gathered in gathered_offices for key, value in getattr(gathered, name).items()}

    def listed(name: str) -> list[Any]:
        return [item for gathered in gathered_offices for item in getattr(gathered, name)]

    return replace(
        first,
        scope="international",
        office=office,
        as_of=max(gathered.as_of for gathered in gathered_offices),
        rounds=sorted(set(listed("rounds")))[-HALF_YEARS_SHOWN:],
        thresholds=merged("thresholds"),
        communities=listed("communities"),
        figures=listed("figures"),
        overrides=merged("overrides"),
        submissions=merged("submissions"),
        historical=listed("historical"),
        achievements=listed("achievements"),
        own_work=[
            {**row, "title": join_title(gathered.office.name, row["title"])}
            for gathered in gathered_offices
            for row in gathered.own_work
        ],
        targets=[],
        receipts=merged("receipts"),
        details=merged("details"),
        supplements=listed("supplements"),
        partnerships=[],
        offices=[gathered.office for gathered in gathered_offices],
        silent=silent,
        # Custom questions are only in each office's own report.
        own_questions=[],
        asking=sum(gathered.asking for gathered in gathered_offices),
    )


def _rounds(half_year: HalfYear) -> list[Round]:
    """Return the report's round and the earlier ones shown, oldest first. Raises Round.DoesNotExist if it was not
    opened.
    """
    newest_first = Round.objects.filter(half_year__lte=str(half_year), opened_at__isnull=False).newest_first()
    rounds = list(newest_first[:HALF_YEARS_SHOWN])[::-1]
    if not rounds or rounds[-1].period != half_year:
        raise Round.DoesNotExist(f"no round of {half_year} was opened")
    return rounds


def _communities(office: Office) -> list[Community]:
    return list(Community.objects.filter(office=office).select_related("office").order_by("name", "pk"))


def _figures(half_years: Iterable[HalfYear], towns: Collection[int] | None) -> FigureQuerySet:
    """Return the figures of these communities, or of all in scope if ``towns`` is None.

    A community's report filters by id: row-level security ("this one or its office's") restricts the rows too, but
    uses no index.
    """
    figures = Figure.objects.filter(half_year__in=[str(half_year) for half_year in half_years])
    return figures if towns is None else figures.for_communities(towns)


def _get_supplements(half_year: HalfYear, towns: Collection[int] | None) -> list[Supplement]:
    figures = _figures([half_year], towns).of_part("resources_identified")
    return [
        supplement for supplement in figures.values_list("details__supplementary", flat=True) if supplement
    ]


def _briefings(half_year: HalfYear) -> dict[str, int]:
    """Return counts of the briefings given to officials in the half-year."""
    shares = BriefingShare.objects.counting().shared_in(half_year.first_day, half_year.last_day)
    return shares.aggregate(shared=Count("pk"), answered=Count("answered_on"), followed=Count("followed_on"))


def _partnerships(half_year: HalfYear) -> list[Partnership]:
    """Return partnerships that were active in the half-year, of the community or of all communities in scope."""
    partnerships = Partnership.objects.between(half_year.first_day, half_year.last_day)
    return list(partnerships.select_related("community").in_order())


def _receipts(half_year: HalfYear, towns: Collection[int] | None) -> dict[tuple[int, str], ReceiptFacts]:
    listed = _figures([half_year], towns).values_list("community_id", "part", "receipt")
    return {(community, part): _facts(receipt or {}) for community, part, receipt in listed}


def _details(half_year: HalfYear, towns: Collection[int] | None) -> dict[tuple[int, str], Mapping[str, Any]]:
    figures = _figures([half_year], towns).filter(part__in=PARTS_BY_KIND)
    return {
        (community, part): details
        for community, part, details in figures.values_list("community_id", "part", "details")
    }


def _facts(receipt: Mapping[str, Any]) -> ReceiptFacts:
    def counts(which: str) -> dict[str, int]:
        return {table: len(rows) for table, rows in receipt.get(which, {}).items()}

    return ReceiptFacts(
        counts("records"), counts("considered"), receipt.get("filters", {}), receipt.get("thresholds", {})
    )
