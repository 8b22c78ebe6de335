"""The whole demo as plain data: the same for the same moment, whatever the database holds."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.calendar import FIRST
from demo.contributions import BriefingPlan, ContributionPlan, TrustPlan, briefings, contributions, trust
from demo.events import EventPlan, happenings
from demo.findings import Discovery, discovery
from demo.help import HelpPlan, help_plan
from demo.people import Person, team
from demo.places import Place, places
from demo.register import OrganizationPlan, register
from demo.residents import WavePlan, waves
from demo.surveys import DECLARED, RoundPlan, SurveyPlan, rounds, surveys
from tfc.periods import HalfYear


@dataclass(frozen=True)
class OfficePlan:
    slug: str
    name: str
    country: str
    hotline: str
    is_international: bool = False


OFFICES = (
    OfficePlan("usa", "Oasis USA", "US", "1-888-373-7888"),
    OfficePlan("uk", "Oasis UK", "GB", "08000 121 700"),
    OfficePlan("oasis", "Oasis", "GB", "", is_international=True),
)
# Office, code, value, from which half-year on.
THRESHOLDS = (
    ("usa", "target:stakeholder_meetings", 4, FIRST),
    ("usa", "target:engagement_events", 5, FIRST),
    ("usa", "target:professionals_trained", 20, FIRST),
    ("usa", "target:engagement_events", 6, HalfYear(2026, 1)),
    ("uk", "target:stakeholder_meetings", 2, FIRST),
    ("uk", "target:engagement_events", 4, FIRST),
    ("uk", "recorded_attendances", 15, FIRST),
)


@dataclass(frozen=True)
class Town:
    """One community. ``people`` may hold some who have not joined yet; they are nowhere in the events."""

    place: Place
    people: list[Person]
    organizations: list[OrganizationPlan]
    events: list[EventPlan]
    discovery: Discovery
    contributions: list[ContributionPlan]
    briefings: list[BriefingPlan]
    trust: TrustPlan | None
    help: HelpPlan
    waves: list[WavePlan]
    declared: list[tuple[HalfYear, str]]
    surveys: list[SurveyPlan]


@dataclass(frozen=True)
class Plan:
    now: datetime
    rounds: list[RoundPlan]
    towns: list[Town]


def make_plan(now: datetime) -> Plan:
    """Everything that ``load`` stores, as it stands at ``now`` (aware)."""
    return Plan(now=now, rounds=rounds(now), towns=[_town(place, now) for place in places()])


def _town(place: Place, now: datetime) -> Town:
    people, organizations = team(place), register(place)
    today = now.astimezone(ZoneInfo(place.time_zone)).date()
    found = discovery(place, organizations, today)
    return Town(
        place=place,
        people=people,
        organizations=organizations,
        events=happenings(place, people, organizations, now),
        discovery=found,
        contributions=contributions(place, organizations, today),
        briefings=briefings(place, found.decided_on, today),
        trust=trust(place, organizations, today),
        help=help_plan(place, today),
        waves=waves(place, today),
        declared=[
            (half_year, part)
            for (slug, half_year), parts in DECLARED.items()
            for part in parts
            if slug == place.slug and half_year.last_day < today
        ],
        surveys=surveys(place, now),
    )
