"""Professionals trained (item 11) by profession and half-year: a community's from its trainings, an office's from the
stored figures of its communities. A constant number of queries, in the scope of the reader.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communities.models import Office, Workforce
from evaluation.figure_visibility import mask_figure
from evaluation.figures import figures_here, get_overrides
from evaluation.measures import (
    EVERY_GROUP,
    Measurement,
    State,
    TrainedByGroup,
    Training,
    WorkforceShare,
    count_trained_by_group,
    get_group_range,
    share_of_workforce,
)
from evaluation.measures.plans import Bounds, Total, add_up
from evaluation.models import Declaration, Figure, Round
from evaluation.office_totals import cache_until_change
from events.models import Dimension, Event, EventKind, Headcount
from tfc.disclosure import Reader
from tfc.periods import HalfYear

PART = "professionals_trained"
# The number of half-years in a table, and of trainings in a list.
HALF_YEARS, LISTED = 4, 40


@dataclass(frozen=True)
class HeldTraining:
    event: Event
    training: Training


@dataclass(frozen=True)
class Column:
    """One half-year, or all together for None. ``trained`` None: ``declared`` none, or nothing recorded.
    ``has_receipt``: the figure of item 11 is stored.
    """

    half_year: HalfYear | None
    trained: TrainedByGroup | None
    unresolved: int = 0
    declared: bool = False
    has_receipt: bool = False


@dataclass(frozen=True)
class WorkforceRow:
    """A profession's workforce; ``share`` is None if no training was held and nothing is known."""

    workforce: Workforce
    share: WorkforceShare | None


@dataclass(frozen=True)
class TownProfessionals:
    columns: Sequence[Column]
    together: Column
    trainings: Sequence[HeldTraining]
    workforce: Sequence[WorkforceRow]

    @property
    def earlier(self) -> int:
        """Return how many of the trainings are from before the half-years shown."""
        first = self.columns[0].half_year
        return sum(
            first is not None and held_training.event.local_day < first.first_day
            for held_training in self.trainings
        )

    @property
    def newest(self) -> Sequence[HeldTraining]:
        return self.trainings[:LISTED]


def read_community_professionals(today: dt.date) -> TownProfessionals:
    """Return a community's professionals, in its scope: five queries."""
    events = Event.objects.filter(kind=EventKind.STAKEHOLDER_TRAINING, local_day__lte=today)
    held = _trainings(list(events.held().newest_first()))
    open_days = Counter(
        HalfYear.from_day(day) for day in events.unresolved().values_list("local_day", flat=True)
    )
    declared = {
        HalfYear.parse(half_year)
        for half_year in Declaration.objects.filter(part=PART).values_list("half_year", flat=True)
    }
    stored = set(figures_here().of_part(PART).values_list("half_year", flat=True))
    by_half_year: dict[HalfYear, list[Training]] = defaultdict(list)
    for held_training in held:
        by_half_year[HalfYear.from_day(held_training.event.local_day)].append(held_training.training)
    columns = [
        Column(
            half_year,
            count_trained_by_group(by_half_year[half_year], unresolved=open_days[half_year]),
            open_days[half_year],
            half_year in declared,
            str(half_year) in stored,
        )
        for half_year in reversed(HalfYear.from_day(today).list_latest(HALF_YEARS))
    ]
    everything = count_trained_by_group(
        [held_training.training for held_training in held], unresolved=sum(open_days.values())
    )
    together = Column(None, everything, sum(open_days.values()))
    return TownProfessionals(columns, together, held, _workforce(everything))


def _trainings(events: Sequence[Event]) -> list[HeldTraining]:
    people: dict[int, dict[str, int]] = defaultdict(dict)
    counted = Headcount.objects.filter(event__in=events, dimension=Dimension.PROFESSION)
    for event_id, group, number in counted.values_list("event_id", "group", "people"):
        people[event_id][group] = number
    return [HeldTraining(event, _training(event, people[event.pk])) for event in events]


def _training(event: Event, people: Mapping[str, int]) -> Training:
    joint_key = str(event.joint_key) if event.joint_key else None
    return Training.from_counts(str(event.pk), people, event.people_present, joint_key)


def _workforce(trained: TrainedByGroup | None) -> list[WorkforceRow]:
    order = {group: number for number, group in enumerate(EVERY_GROUP)}
    rows = sorted(Workforce.objects.all(), key=lambda workforce: order.get(workforce.profession, len(order)))
    return [WorkforceRow(workforce, _share(workforce, trained)) for workforce in rows]


def _share(workforce: Workforce, trained: TrainedByGroup | None) -> WorkforceShare | None:
    if trained is None or workforce.profession not in trained.groups:
        return None
    people_range = trained.groups[workforce.profession]
    return share_of_workforce(people_range.lower, people_range.upper, workforce.people)


@dataclass(frozen=True)
class OfficeProfessionals:
    """An office's professionals by group, unrecorded last: ``running`` totals after each half-year, and ``single``
    ones.
    """

    half_years: Sequence[HalfYear]
    single: Mapping[str, Sequence[Total]]
    running: Mapping[str, Sequence[Total]]


def read_office_professionals(office: Office) -> OfficeProfessionals:
    """Return sums over communities as ranges, for the latest opened half-years; added up once until figures change."""
    return cache_until_change(office.pk, "professionals", (), lambda: add_up_professionals(office))


def add_up_professionals(office: Office, **communities: Any) -> OfficeProfessionals:
    """Add up every figure, or those of some communities; three queries."""
    rounds = Round.objects.opened().filter(office=office).newest_first()
    half_years = [
        HalfYear.parse(half_year) for half_year in rounds.values_list("half_year", flat=True)[:HALF_YEARS]
    ][::-1]
    overrides = get_overrides(half_years)
    measured_by_half_year: dict[HalfYear, dict[int, Measurement]] = defaultdict(dict)
    figures = Figure.objects.for_office(office.pk).of_part(PART).filter(**communities)
    figures = figures.filter(half_year__in=map(str, half_years))
    for figure in figures.defer("receipt"):
        measured_by_half_year[figure.period][figure.community_id] = mask_figure(
            figure.effective(overrides), figure.definition, Reader.NETWORK
        )
    cells = {
        group: [dict(_cells(measured_by_half_year[half_year].items(), group)) for half_year in half_years]
        for group in EVERY_GROUP
    }
    return OfficeProfessionals(
        half_years,
        {group: [_add_bounds([cell])[0] for cell in row] for group, row in cells.items()},
        {group: _add_bounds(row) for group, row in cells.items()},
    )


def _add_bounds(cells: Sequence[Mapping[int, Bounds | None]]) -> list[Total]:
    return add_up(cells, people=True, joint_counts=False)


def _cells(measures: Iterable[tuple[int, Measurement]], group: str) -> Iterator[tuple[int, Bounds | None]]:
    for community_id, measured in measures:
        if measured.state != State.NOT_APPLICABLE:
            yield community_id, _bounds(measured, group)


def _bounds(measured: Measurement, group: str) -> Bounds | None:
    """Return the bounds as recorded by profession. An override has no professions, and an unknown figure no bounds:
    None.
    """
    if not measured.has_value or measured.overridden:
        return None
    if measured.state == State.DECLARED_ZERO:
        return Bounds(0, None if measured.upper is None else 0)
    people = get_group_range(measured.details, group)
    return Bounds(people.lower, people.upper, measured.joint) if people else None
