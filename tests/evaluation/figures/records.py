"""Records for the tests of figures, created inside the community's scope."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from communities.models import Community, Membership, PopulationProfile, User
from events.models import (
    ConstituencyPresence,
    Event,
    EventKind,
    Headcount,
    MemberPresence,
    OrganizationPresence,
)
from stakeholders.models import Organization
from tests.base import within
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)


def event(community: Community, kind: str, day: str, **fields: object) -> Event:
    """Create an event held on this local day from six to eight in the evening, in the community's scope."""
    start = datetime.combine(date.fromisoformat(day), time(18), ZoneInfo(community.time_zone))
    return event_at(community, kind, start, **fields)


def event_at(community: Community, kind: str, start: datetime, **fields: object) -> Event:
    event = Event.objects.create(
        kind=kind,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        **{"status": "held", "time_zone": community.time_zone, **fields},
    )
    event.refresh_from_db()
    return event


def came(meeting: Event, *people: User) -> None:
    for person in people:
        membership = Membership.objects.get(user=person, community_id=meeting.community_id)
        MemberPresence.objects.create(event=meeting, membership=membership)


def counted(meeting: Event, dimension: str, **groups: int) -> None:
    for group, people in groups.items():
        name = group.replace("_to_", "-").removeprefix("age_").replace("_and_over", "+")
        Headcount.objects.create(event=meeting, dimension=dimension, group=name, people=people)


def organization(name: str, sector: str) -> Organization:
    return Organization.objects.create(name=name, sector=sector)


def sat_down(meeting: Event, *organizations: Organization, constituencies: tuple[str, ...] = ()) -> None:
    for organization in organizations:
        OrganizationPresence.objects.create(event=meeting, organization=organization)
    for code in constituencies:
        ConstituencyPresence.objects.create(event=meeting, constituency=code)


def stakeholder_meetings(community: Community, number: int) -> list[Event]:
    """Create meetings in the half-year, each with a school and a newspaper."""
    with within(community):
        school, paper = organization("School", "schools"), organization("Paper", "media")
        meetings = [
            event(community, EventKind.STAKEHOLDER_MEETING, f"2026-02-{day + 1:02}") for day in range(number)
        ]
        for meeting in meetings:
            sat_down(meeting, school, paper)
    return meetings


def profile(dimension: str, **groups: int) -> None:
    for group, people in groups.items():
        PopulationProfile.objects.create(
            dimension=dimension, group=group, people=people, source="census", year=2020
        )
