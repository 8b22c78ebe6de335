"""When things happen in the demo: the rhythm of the team, and the seasons of everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from communities.models import CadenceKind
from demo.places import NEW, SHOWCASE, Place
from demo.seeded_random import dice
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
class Occasion:
    """A kind of event that belongs to a month: how likely, at what hour, for how long, and how it is called."""

    kind: EventKind
    month: int
    chance: float
    hour: int
    minutes: int
    titles: tuple[str, ...]
    hosting: tuple[Hosting, ...] = (Hosting.HOSTED,)
    sponsored: bool = False


@dataclass(frozen=True)
class Slot:
    """Something on a day, before it is known whether it took place and who came."""

    kind: EventKind
    day: date
    hour: int
    minutes: int
    title: str = ""
    hosting: Hosting = Hosting.HOSTED
    sponsored: bool = False
    skipped: bool = False
    fate: EventStatus | None = None
    series_day: date | None = None  # that its rhythm gave it, in a town that meets by the week


H, F, C, A = Hosting
MEETING, TALK, LESSON = EventKind.STAKEHOLDER_MEETING, EventKind.AWARENESS, EventKind.EDUCATION
TRAINING, LEADERS = EventKind.STAKEHOLDER_TRAINING, EventKind.LEADERSHIP_TRAINING
WORKSHOP, LISTENING = EventKind.COMMUNITY_WORKSHOP, EventKind.LISTENING_GROUP
CAMPAIGN, POLICY = EventKind.CAMPAIGN, EventKind.POLICY_WIN
TABLE = ("Round table of the town", "Meeting with schools and shops", "Evening with partners")
YEAR = (
    Occasion(TALK, 1, 0.8, 10, 240, ("Stall at the winter market", "Vigil and stall downtown"), (H, C)),
    Occasion(
        CAMPAIGN, 1, 0.6, 9, 180, ("Posters with the hotline in laundromats", "Hotline cards in motels")
    ),
    Occasion(MEETING, 2, 0.8, 18, 120, TABLE),
    Occasion(LESSON, 2, 0.6, 10, 90, ("Lesson on safe jobs, grade 9", "Lesson on online contacts, grade 8")),
    Occasion(LEADERS, 3, 0.9, 9, 360, ("Leaders' day of Oasis",), (A,), sponsored=True),
    Occasion(
        TRAINING, 3, 0.55, 13, 180, ("Seeing the signs: training for responders", "Training for officers")
    ),
    Occasion(LISTENING, 4, 0.5, 17, 90, ("Listening to mothers", "Listening to day workers"), (H, F)),
    Occasion(LESSON, 4, 0.5, 14, 90, ("After-school talk", "Lesson on safe jobs, grade 10"), (H, F)),
    Occasion(MEETING, 5, 0.7, 18, 120, TABLE),
    Occasion(WORKSHOP, 5, 0.45, 10, 240, ("Neighbors build a map of help", "Workshop on trust"), (H, C)),
    Occasion(TALK, 6, 0.5, 11, 300, ("Stall at the summer fair", "Talk after the service"), (H, A)),
    Occasion(TALK, 7, 0.4, 17, 120, ("Stall at the evening market",), (H, C, A)),
    Occasion(CAMPAIGN, 8, 0.4, 9, 180, ("Back to school: cards for parents",)),
    Occasion(MEETING, 9, 0.8, 18, 120, TABLE),
    Occasion(LESSON, 9, 0.6, 10, 90, ("Lesson on online contacts, grade 8", "Talk with coaches"), (H, F)),
    Occasion(LEADERS, 9, 0.85, 9, 360, ("Leaders' day of Oasis",), (A,), sponsored=True),
    Occasion(
        TRAINING, 10, 0.65, 13, 180, ("Seeing the signs: training for responders", "Training for nurses")
    ),
    Occasion(TALK, 10, 0.6, 11, 240, ("Walk through town", "Stall at the harvest fair"), (H, C)),
    Occasion(LISTENING, 10, 0.45, 17, 90, ("Listening to young people", "Listening to caregivers"), (H, F)),
    Occasion(MEETING, 11, 0.7, 18, 120, TABLE),
    Occasion(LESSON, 11, 0.45, 14, 90, ("Evening for parents", "Lesson on safe jobs, grade 11")),
    Occasion(POLICY, 11, 0.15, 9, 60, ("City council adopts a notice rule for hotels",), (C,)),
    Occasion(CAMPAIGN, 12, 0.35, 9, 150, ("Gift cards with the hotline",), (H, C)),
)
ON_SATURDAYS = (TALK, WORKSHOP, CAMPAIGN, LEADERS)
# What the stories of the demo need, whatever the dice say: planned and past is what nobody said the outcome of.
FATES = {
    ("toledo", HalfYear(2026, 1), TRAINING): EventStatus.HELD,
    ("pasadena", HalfYear(2026, 1), TRAINING): EventStatus.HELD,
    ("pasadena", HalfYear(2025, 1), WORKSHOP): EventStatus.PLANNED,
    ("pasadena", HalfYear(2026, 2), LISTENING): EventStatus.PLANNED,
}
FORBIDDEN = {
    ("san-francisco", HalfYear(2025, 2), TRAINING),
    ("exeter", HalfYear(2025, 2), TRAINING),
}


def slots(place: Place) -> list[Slot]:
    """Everything on the town's calendar, in order of time, drawn without a look at the clock."""
    found = [*_team_meetings(place), *_occasions(place)]
    return sorted(found, key=lambda slot: (slot.day, slot.hour, slot.kind))


def _begins(place: Place) -> date:
    return max(FIRST.first_day, place.team_since)


def _ends(place: Place) -> date:
    return min(PLANNED_UNTIL, place.asleep_since or PLANNED_UNTIL)


def _team_meetings(place: Place) -> Iterator[Slot]:
    for number, (kind, day) in enumerate(_rhythm(place)):
        if _begins(place) <= day < _ends(place):
            chance = dice("meeting", place.slug, number, day)
            kept = chance.random() < place.pace.keeps * PAUSES.get(day.month, 1)
            moved = timedelta(days=chance.choice((0, 0, 0, 0, 1, 2)))
            yield Slot(
                TEAM,
                day + moved,
                18,
                90,
                skipped=not kept or _is_silent(place, day),
                series_day=day if kind in WEEKS else None,
            )


def _rhythm(place: Place) -> Iterator[tuple[CadenceKind, date]]:
    """A Tuesday early in each window of the cadence."""
    ends = [since for _kind, since in place.cadences[1:]] + [PLANNED_UNTIL]
    for (kind, since), end in zip(place.cadences, ends, strict=False):
        step = 0
        while (meeting := _on(_later(since, kind, step), TUESDAY)) < end:
            yield kind, meeting
            step += 1


def _later(day: date, kind: CadenceKind, steps: int) -> date:
    if kind in WEEKS:
        return day + timedelta(weeks=steps * WEEKS[kind])
    months = day.month - 1 + steps * (1 if kind == CadenceKind.MONTH else 3)
    return date(day.year + months // 12, months % 12 + 1, min(day.day, 28))


def _on(day: date, weekday: int) -> date:
    """That weekday, on the day or in the week after it."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _is_silent(place: Place, day: date) -> bool:
    if place.slug not in SILENCES:
        return False
    first, days = SILENCES[place.slug]
    return first <= day < first + timedelta(days=days)


def _occasions(place: Place) -> Iterator[Slot]:
    for year in range(FIRST.year, PLANNED_UNTIL.year + 1):
        for number, occasion in enumerate(YEAR):
            chance = dice("occasion", place.slug, year, number)
            day = _day(occasion, date(year, occasion.month, chance.randint(3, 21)))
            half_year = HalfYear.of(day)
            wanted = chance.random() < _likely(place, occasion, half_year)
            slot = _slot(place, occasion, day, chance)
            if wanted and _begins(place) <= day < _ends(place):
                yield slot


def _day(occasion: Occasion, day: date) -> date:
    """Stalls and workshops on Saturdays, everything else from Monday to Friday."""
    if occasion.kind in ON_SATURDAYS:
        return _on(day, SATURDAY)
    return day - timedelta(days=2) if day.weekday() >= SATURDAY else day


def _likely(place: Place, occasion: Occasion, half_year: HalfYear) -> float:
    story = place.slug, half_year, occasion.kind
    if story in FATES or (place.pace == SHOWCASE and occasion.kind in (MEETING, LEADERS)):
        return 1
    if story in FORBIDDEN or (place.pace == NEW and occasion.kind == POLICY):
        return 0
    return occasion.chance * place.pace.runs


def _slot(place: Place, occasion: Occasion, day: date, chance: Random) -> Slot:
    return Slot(
        kind=occasion.kind,
        day=day,
        hour=occasion.hour,
        minutes=occasion.minutes,
        title=chance.choice(occasion.titles),
        hosting=chance.choice(occasion.hosting),
        fate=FATES.get((place.slug, HalfYear.of(day), occasion.kind)),
        sponsored=occasion.sponsored or (occasion.kind == TRAINING and chance.random() < 0.2),
    )
