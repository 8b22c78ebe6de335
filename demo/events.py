"""What became of the calendar: held, cancelled or forgotten; with the slips of real records; cut by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from demo.calendar import LAST, TEAM, Slot, build_slots
from demo.people import Person
from demo.places import NEW, Place
from demo.register import OrganizationPlan
from demo.sources import make_random, read_rows
from demo.turnout import DATA, KINDS, Turnout, draw_turnout
from events.models import EventKind, EventStatus, Hosting


@dataclass(frozen=True)
class EventPlan:
    """An event as it is stored, in its town's time. ``recorded_by``: place in the team. ``deleted``: in the trash."""

    kind: EventKind
    title: str
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    place: str
    turnout: Turnout
    hosting: Hosting = Hosting.HOSTED
    sponsored: bool = False
    note: str = ""
    cancel_reason: str = ""
    recorded_by: int = 0
    joint_key: UUID | None = None
    deleted: bool = False
    series_day: date | None = None


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


JOINTS = tuple(
    Joint(
        name=row["name"],
        kind=EventKind(row["kind"]),
        day=date.fromisoformat(row["day"]),
        hour=int(row["hour"]),
        minutes=int(row["minutes"]),
        towns=tuple(row["towns"].split()),
    )
    for row in read_rows("joint_events.csv")
)


def build_events(
    place: Place, people: list[Person], organizations: list[OrganizationPlan], now: datetime
) -> list[EventPlan]:
    """The town's events as they stand at ``now``: nothing is held that has not ended by then."""
    drawn = [
        _draw_event(place, slot, people, organizations, number)
        for number, slot in enumerate(build_slots(place))
    ]
    shared = [
        replace(_draw_event(place, _get_slot(joint), people, organizations, joint.name), joint_key=joint.key)
        for joint in JOINTS
        if place.slug in joint.towns
    ]
    own = _add_entry_errors(place, [_hide_future(event, now) for event in drawn])
    events = [*own, *(_hide_future(event, now) for event in shared)]
    after = datetime.combine(LAST.next().first_day, time(), ZoneInfo(place.time_zone))
    shown = (event for event in events if event.starts_at < after or event.starts_at > now)
    return sorted(shown, key=lambda event: (event.starts_at, event.kind, event.deleted))


def _get_slot(joint: Joint) -> Slot:
    return Slot(joint.kind, joint.day, joint.hour, joint.minutes, joint.name, Hosting.CO_HOSTED)


def _draw_event(
    place: Place, slot: Slot, people: list[Person], organizations: list[OrganizationPlan], number: object
) -> EventPlan:
    chance = make_random("event", place.slug, number, slot.day)
    start = datetime.combine(slot.day, time(slot.hour, chance.choice((0, 0, 30))), ZoneInfo(place.time_zone))
    attendance = draw_turnout(place, slot, people, organizations, chance)
    status = slot.status or _draw_status(place, slot, chance)
    return EventPlan(
        kind=slot.kind,
        title=slot.title,
        status=status,
        starts_at=start,
        ends_at=start + timedelta(minutes=slot.minutes),
        hosting=slot.hosting,
        sponsored=slot.sponsored,
        place=chance.choice(KINDS[slot.kind].get("rooms", DATA["any_rooms"])),
        note=chance.choice(DATA["notes"]) if chance.random() < 0.15 else "",
        cancel_reason=chance.choice(DATA["cancel_reasons"]) if status == EventStatus.CANCELLED else "",
        recorded_by=_choose_recorder(people, slot.day, chance),
        turnout=attendance if status == EventStatus.HELD else Turnout(),
        series_day=slot.series_day,
    )


def _draw_status(place: Place, slot: Slot, chance: Random) -> EventStatus:
    forgotten, hindered = chance.random() < place.activity_level.missing_outcome_share, chance.random() < 0.02
    if slot.skipped or hindered:
        return EventStatus.CANCELLED
    return EventStatus.PLANNED if forgotten else EventStatus.HELD


def _choose_recorder(people: list[Person], day: date, chance: Random) -> int:
    """A person who led the team then, or the coordinator."""
    return chance.choice([number for number, person in enumerate(people) if person.leads(day)] or [0])


def _add_entry_errors(place: Place, events: list[EventPlan]) -> Iterator[EventPlan]:
    """Now and then an event is entered twice, with the wrong half of the day, or not at all."""
    held = 0
    for event in events:
        chance = make_random("slip", place.slug, event.starts_at, event.kind)
        if event.status == EventStatus.CANCELLED and event.kind == TEAM and chance.random() < 0.6:
            continue  # they did not meet, and that was not recorded
        if event.status != EventStatus.HELD:
            yield event
            continue
        held += 1
        if place.activity_level != NEW and held % 23 == 11:
            yield replace(event, turnout=Turnout(), note="", deleted=held % 2 == 1)
        if held % 41 == 17 and event.starts_at.hour >= 13:
            half_day = timedelta(hours=12)
            yield replace(event, starts_at=event.starts_at - half_day, ends_at=event.ends_at - half_day)
        else:
            yield event


def _hide_future(event: EventPlan, now: datetime) -> EventPlan:
    """The event as it is known at ``now``."""
    is_announced = event.status == EventStatus.CANCELLED and event.starts_at - timedelta(days=4) <= now
    if event.ends_at <= now or is_announced:
        return event
    return replace(event, status=EventStatus.PLANNED, turnout=Turnout(), note="", cancel_reason="")
