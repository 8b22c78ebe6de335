"""What became of the calendar: held, cancelled or forgotten; with the slips of real records; cut by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from demo.calendar import CAMPAIGN, LAST, LEADERS, LESSON, POLICY, TALK, TEAM, TRAINING, Slot, slots
from demo.people import Person
from demo.places import NEW, Place
from demo.register import OrganizationPlan
from demo.seeded_random import dice
from demo.turnout import Turnout, turnout
from events.models import EventKind, EventStatus, Hosting

ROOMS = {
    TEAM: ("Library, small room", "Room behind the café", "Community center, room 2"),
    TRAINING: ("Fire station, classroom", "Hospital, lecture room", "Community center, hall"),
    LEADERS: ("Oasis office", "Online"),
    LESSON: ("In the school",),
    CAMPAIGN: ("Downtown", "Along the main road"),
    TALK: ("Main square", "Market street"),
}
ANYWHERE = ("Community center, hall", "Town library", "Parish hall")
REASONS = ("Too many were ill.", "The room was double-booked.", "Heavy rain.", "Nobody could bring the key.")
NOTES = (
    "We agreed who writes to the school board.",
    "Two new people want to come again.",
    "Need a better sound system next time.",
    "Next time with an interpreter.",
)


@dataclass(frozen=True)
class EventPlan:
    """An event as it is stored. ``recorded_by``: the person's place in the team. ``deleted``: in the bin."""

    kind: EventKind
    title: str
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    hosting: Hosting
    sponsored: bool
    place: str
    note: str
    cancel_reason: str
    recorded_by: int
    turnout: Turnout
    joint_key: UUID | None = None
    deleted: bool = False
    series_day: date | None = None

    @property
    def local_day(self) -> date:
        """On the wall of its own town: the plan's moments are aware in its time zone."""
        return self.starts_at.date()


@dataclass(frozen=True)
class Joint:
    """One event of several towns, which each of them has in its own records."""

    name: str
    kind: EventKind
    day: date
    hour: int
    minutes: int
    towns: tuple[str, ...]

    @property
    def key(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"traffickfree-demo/{self.name}")


JOINTS = (
    Joint("Walk of the towns", TALK, date(2026, 1, 11), 10, 180, ("pasadena", "boyle-heights", "koreatown")),
    Joint(
        "Training of the Front Range", TRAINING, date(2025, 10, 16), 9, 360, ("denver", "colorado-springs")
    ),
    Joint("Campaign along the Interstate", CAMPAIGN, date(2026, 9, 19), 9, 240, ("cincinnati", "columbus")),
)


def happenings(
    place: Place, people: list[Person], organizations: list[OrganizationPlan], now: datetime
) -> list[EventPlan]:
    """The town's events as they stand at ``now``: nothing is held that has not ended by then."""
    drawn = [_event(place, slot, people, organizations, number) for number, slot in enumerate(slots(place))]
    joint = [
        replace(_event(place, _slot(one), people, organizations, one.name), joint_key=one.key)
        for one in JOINTS
        if place.slug in one.towns
    ]
    own = _with_slips(place, [_as_it_stands(event, now) for event in drawn])
    events = [*own, *(_as_it_stands(event, now) for event in joint)]
    after = datetime.combine(LAST.next().first_day, time(), ZoneInfo(place.time_zone))
    shown = (
        event
        for event in events
        if (event.starts_at < after or event.starts_at > now) and not _is_idle_hope(event)
    )
    return sorted(shown, key=lambda event: (event.starts_at, event.kind, event.deleted))


def _is_idle_hope(event: EventPlan) -> bool:
    """Nobody can plan that a council will adopt a rule."""
    return event.kind == POLICY and event.status == EventStatus.PLANNED


def _slot(joint: Joint) -> Slot:
    return Slot(joint.kind, joint.day, joint.hour, joint.minutes, joint.name, Hosting.CO_HOSTED)


def _event(
    place: Place, slot: Slot, people: list[Person], organizations: list[OrganizationPlan], number: object
) -> EventPlan:
    chance = dice("event", place.slug, number, slot.day)
    start = datetime.combine(slot.day, time(slot.hour, chance.choice((0, 0, 30))), ZoneInfo(place.time_zone))
    came = turnout(place, slot, people, organizations, chance)
    status = slot.fate or _fate(place, slot, chance)
    return EventPlan(
        kind=slot.kind,
        title=slot.title,
        status=status,
        starts_at=start,
        ends_at=start + timedelta(minutes=slot.minutes),
        hosting=slot.hosting,
        sponsored=slot.sponsored,
        place=chance.choice(ROOMS.get(slot.kind, ANYWHERE)),
        note=chance.choice(NOTES) if chance.random() < 0.15 else "",
        cancel_reason=chance.choice(REASONS) if status == EventStatus.CANCELLED else "",
        recorded_by=_recorder(people, slot.day, chance),
        turnout=came if status == EventStatus.HELD else Turnout(),
        series_day=slot.series_day,
    )


def _fate(place: Place, slot: Slot, chance: Random) -> EventStatus:
    forgotten, hindered = chance.random() < place.pace.forgets, chance.random() < 0.02
    if slot.skipped or hindered:
        return EventStatus.CANCELLED
    return EventStatus.PLANNED if forgotten else EventStatus.HELD


def _recorder(people: list[Person], day: date, chance: Random) -> int:
    """One who led the team then, or the coordinator."""
    return chance.choice([number for number, one in enumerate(people) if one.leads(day)] or [0])


def _with_slips(place: Place, events: list[EventPlan]) -> Iterator[EventPlan]:
    """Now and then one is entered twice, with the wrong half of the day, or not at all."""
    held = 0
    for event in events:
        chance = dice("slip", place.slug, event.starts_at, event.kind)
        if event.status == EventStatus.CANCELLED and event.kind == TEAM and chance.random() < 0.6:
            continue  # they simply did not meet, and nobody wrote that down
        if event.status != EventStatus.HELD:
            yield event
            continue
        held += 1
        if place.pace != NEW and held % 23 == 11:
            yield replace(event, turnout=Turnout(), note="", deleted=held % 2 == 1)
        if held % 41 == 17 and event.starts_at.hour >= 13:
            half_day = timedelta(hours=12)
            yield replace(event, starts_at=event.starts_at - half_day, ends_at=event.ends_at - half_day)
        else:
            yield event


def _as_it_stands(event: EventPlan, now: datetime) -> EventPlan:
    """The event as it is known at ``now``."""
    told = event.status == EventStatus.CANCELLED and event.starts_at - timedelta(days=4) <= now
    if event.ends_at <= now or told:
        return event
    return replace(event, status=EventStatus.PLANNED, turnout=Turnout(), note="", cancel_reason="")
