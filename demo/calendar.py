"""When things happen in the demo: the rhythm of the team, and the seasons of everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from communities.models import CadenceKind
from demo.places import SHOWCASE, Place
from demo.sources import make_random, read_rows
from events.models import EventKind, EventStatus, Hosting
from tfc.periods import HalfYear

FIRST, LAST = HalfYear(2024, 1), HalfYear(2026, 2)
# The open round's half-year is planned a little beyond its end, as teams do.
PLANNED_UNTIL = date(2027, 2, 28)
TEAM = EventKind.TEAM_MEETING
TUESDAY, SATURDAY = 1, 5
WEEKS = {CadenceKind.WEEK: 1, CadenceKind.FORTNIGHT: 2}
PAUSES = {7: 0.75, 8: 0.7, 12: 0.8}  # of the usual share of meetings kept, in summer and before the holidays
# A stretch in which a team did not meet at all: first day, number of days.
SILENCES = {
    "colorado-springs": (date(2025, 1, 6), 110),
    "tampa": (date(2024, 9, 2), 90),
    "exeter": (date(2025, 11, 3), 75),
    "cincinnati": (date(2024, 6, 10), 70),
}


@dataclass(frozen=True)
class Slot:
    """An event on a day, before it is known whether it took place and who came."""

    kind: EventKind
    day: date
    hour: int
    minutes: int
    title: str = ""
    hosting: Hosting = Hosting.HOSTED
    sponsored: bool = False
    skipped: bool = False
    status: EventStatus | None = None
    series_day: date | None = None  # that its rhythm gave it, in a town that meets by the week


MEETING, TALK, LESSON = EventKind.STAKEHOLDER_MEETING, EventKind.AWARENESS, EventKind.EDUCATION
TRAINING, LEADERS = EventKind.STAKEHOLDER_TRAINING, EventKind.LEADERSHIP_TRAINING
WORKSHOP, LISTENING = EventKind.COMMUNITY_WORKSHOP, EventKind.LISTENING_GROUP
CAMPAIGN = EventKind.CAMPAIGN
# Kinds of event that belong to a month: how likely, at what hour, for how long, and how they are called.
OCCASIONS = read_rows("occasions.csv")
ON_SATURDAYS = (TALK, WORKSHOP, CAMPAIGN, LEADERS)
# What the stories of the demo need, whatever is drawn. Planned and past: its outcome is missing.
FIXED_STATUSES = {
    ("toledo", HalfYear(2026, 1), TRAINING): EventStatus.HELD,
    ("pasadena", HalfYear(2026, 1), TRAINING): EventStatus.HELD,
    ("pasadena", HalfYear(2025, 1), WORKSHOP): EventStatus.PLANNED,
    ("pasadena", HalfYear(2026, 2), LISTENING): EventStatus.PLANNED,
}
FORBIDDEN = {("san-francisco", HalfYear(2025, 2), TRAINING), ("exeter", HalfYear(2025, 2), TRAINING)}


def build_slots(place: Place) -> list[Slot]:
    """Everything on the town's calendar, in order of time, whatever the time."""
    drawn = [*_draw_team_meetings(place), *_draw_occasions(place)]
    return sorted(drawn, key=lambda slot: (slot.day, slot.hour, slot.kind))


def _get_start(place: Place) -> date:
    return max(FIRST.first_day, place.team_since)


def _get_end(place: Place) -> date:
    return min(PLANNED_UNTIL, place.dormant_since or PLANNED_UNTIL)


def _draw_team_meetings(place: Place) -> Iterator[Slot]:
    for number, (kind, day) in enumerate(_build_rhythm(place)):
        if _get_start(place) <= day < _get_end(place):
            chance = make_random("meeting", place.slug, number, day)
            is_held = chance.random() < place.activity_level.meeting_share * PAUSES.get(day.month, 1)
            moved = timedelta(days=chance.choice((0, 0, 0, 0, 1, 2)))
            yield Slot(
                TEAM,
                day + moved,
                18,
                90,
                skipped=not is_held or _is_silent(place, day),
                series_day=day if kind in WEEKS else None,
            )


def _build_rhythm(place: Place) -> Iterator[tuple[CadenceKind, date]]:
    """A Tuesday early in each window of the cadence."""
    ends = [since for _kind, since in place.cadences[1:]] + [PLANNED_UNTIL]
    for (kind, since), end in zip(place.cadences, ends, strict=False):
        step = 0
        while (meeting := _move_to_weekday(_add_steps(since, kind, step), TUESDAY)) < end:
            yield kind, meeting
            step += 1


def _add_steps(day: date, kind: CadenceKind, steps: int) -> date:
    if kind in WEEKS:
        return day + timedelta(weeks=steps * WEEKS[kind])
    months = day.month - 1 + steps * (1 if kind == CadenceKind.MONTH else 3)
    return date(day.year + months // 12, months % 12 + 1, min(day.day, 28))


def _move_to_weekday(day: date, weekday: int) -> date:
    """The first such weekday from the day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _is_silent(place: Place, day: date) -> bool:
    if place.slug not in SILENCES:
        return False
    first, days = SILENCES[place.slug]
    return first <= day < first + timedelta(days=days)


def _draw_occasions(place: Place) -> Iterator[Slot]:
    for year in range(FIRST.year, PLANNED_UNTIL.year + 1):
        for number, occasion in enumerate(OCCASIONS):
            chance = make_random("occasion", place.slug, year, number)
            kind, day = EventKind(occasion["kind"]), date(year, int(occasion["month"]), chance.randint(3, 21))
            # Stalls and workshops on Saturdays, everything else from Monday to Friday.
            if kind in ON_SATURDAYS:
                day = _move_to_weekday(day, SATURDAY)
            elif day.weekday() >= SATURDAY:
                day -= timedelta(days=2)
            wanted = chance.random() < _get_chance(place, kind, day, float(occasion["chance"]))
            slot = _draw_slot(place, kind, occasion, day, chance)
            if wanted and _get_start(place) <= day < _get_end(place):
                yield slot


def _get_chance(place: Place, kind: EventKind, day: date, usual: float) -> float:
    story = place.slug, HalfYear.from_day(day), kind
    if story in FIXED_STATUSES or (place.activity_level == SHOWCASE and kind in (MEETING, LEADERS)):
        return 1
    if story in FORBIDDEN:
        return 0
    return usual * place.activity_level.event_factor


def _draw_slot(place: Place, kind: EventKind, occasion: dict[str, str], day: date, chance: Random) -> Slot:
    return Slot(
        kind=kind,
        day=day,
        hour=int(occasion["hour"]),
        minutes=int(occasion["minutes"]),
        title=chance.choice(occasion["titles"].split("|")),
        hosting=Hosting(chance.choice(occasion["hosting"].split("|"))),
        status=FIXED_STATUSES.get((place.slug, HalfYear.from_day(day), kind)),
        sponsored=occasion["sponsored"] == "yes" or (kind == TRAINING and chance.random() < 0.2),
    )
