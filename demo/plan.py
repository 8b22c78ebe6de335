"""The towns of the demo as plain data: the same for the same moment, whatever the database holds."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.events import EventPlan, build_events
from demo.findings import Discovery, build_discovery
from demo.help import HelpPlan, build_help
from demo.people import Person, build_team
from demo.places import Place, build_places
from demo.register import OrganizationPlan, build_register
from demo.residents import WavePlan, build_waves
from demo.surveys import DECLARED, RoundPlan, SurveyPlan, build_rounds, build_surveys
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Town:
    """One community. ``people`` may hold some who have not joined yet; they are nowhere in the events."""

    place: Place
    people: list[Person]
    organizations: list[OrganizationPlan]
    events: list[EventPlan]
    discovery: Discovery
    help: HelpPlan
    waves: list[WavePlan] = field(default_factory=list)
    declared: list[tuple[HalfYear, str]] = field(default_factory=list)
    surveys: list[SurveyPlan] = field(default_factory=list)
    is_sample: bool = False


@dataclass(frozen=True)
class Plan:
    now: datetime
    rounds: list[RoundPlan]
    towns: list[Town]


def make_plan(now: datetime) -> Plan:
    """Everything that ``load`` stores, as it stands at ``now`` (aware)."""
    return Plan(now, build_rounds(now), [_build_town(place, now) for place in build_places()])


def _build_town(place: Place, now: datetime) -> Town:
    people, organizations = build_team(place), build_register(place)
    today = now.astimezone(ZoneInfo(place.time_zone)).date()
    return Town(
        place=place,
        people=people,
        organizations=organizations,
        events=build_events(place, people, organizations, now),
        discovery=build_discovery(place, organizations, today),
        help=build_help(place, today),
        waves=build_waves(place, today),
        declared=[
            (half_year, part)
            for (slug, half_year), parts in DECLARED.items()
            for part in parts
            if slug == place.slug and half_year.last_day < today
        ],
        surveys=build_surveys(place, now),
    )
