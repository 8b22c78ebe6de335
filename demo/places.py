"""The towns of the demo: where they are, who lives there, how far they came and how well they keep their records."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from communities.census import read_census_rows
from communities.models import CadenceKind, Stage
from communities.population_csv import Group
from demo.sources import read_rows
from events.models import AgeBand

REGIONS = {"CA": "California", "CO": "Colorado", "OH": "Ohio", "FL": "Florida"}


@dataclass(frozen=True)
class ActivityLevel:
    """Shares of what was planned: meetings held, headcounts recorded, other events run, outcomes missing."""

    meeting_share: float
    headcount_share: float
    event_factor: float
    missing_outcome_share: float


SHOWCASE = ActivityLevel(1.0, 0.96, 1.25, 0.0)
STEADY = ActivityLevel(0.9, 0.85, 1.0, 0.03)
PATCHY = ActivityLevel(0.68, 0.6, 0.6, 0.09)
NEW = ActivityLevel(0.8, 0.55, 0.35, 0.08)
ACTIVITY_LEVELS = {"showcase": SHOWCASE, "steady": STEADY, "patchy": PATCHY, "new": NEW}

# Days from the team's start to each stage.
STAGE_DAYS = {
    Stage.CANDIDATE: -290,
    Stage.AWARENESS: -130,
    Stage.LEADERSHIP_TEAM: 0,
    Stage.DISCOVERING: 190,
    Stage.PLANNING: 430,
    Stage.ACTING: 730,
    Stage.SHARING: 1150,
}
DORMANT_SINCE = date(2026, 5, 4)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A town, with everything about it that does not depend on today. ``profile`` is empty where none is known."""

    slug: str
    name: str
    office: str
    city: str = ""
    region: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    time_zone: str
    activity_level: ActivityLevel
    team_since: date
    stages: tuple[tuple[Stage, date], ...]
    cadences: tuple[tuple[CadenceKind, date], ...]
    languages: tuple[str, ...]
    profile: tuple[Group, ...] = ()
    area_codes: tuple[str, ...] = ()

    @property
    def known_since(self) -> date:
        return self.stages[0][1]

    @property
    def dormant_since(self) -> date | None:
        return next((since for stage, since in self.stages if stage == Stage.DORMANT), None)

    def get_people_by_group(self, dimension: str) -> dict[str, int]:
        return {entry.group: entry.people for entry in self.profile if entry.dimension == dimension}

    @cached_property
    def adults_by_age_band(self) -> dict[str, int]:
        """The census's five-year bands added up to those of our forms, from 15 on."""
        people_by_band = dict.fromkeys(AgeBand.values, 0)
        for group, people in self.get_people_by_group("age_band").items():
            people_by_band[_get_age_band(int(group.removesuffix("+").partition("-")[0]))] += people
        del people_by_band[AgeBand.UNDER_15]
        return people_by_band


def _get_age_band(age: int) -> str:
    bands = zip(AgeBand.values, (15, 25, 45, 65, 200), strict=True)
    return next(band for band, below in bands if age < below)


def build_places() -> list[Place]:
    """All of them: 24 of the USA office and 3 of the UK office, in a fixed order."""
    positions = {row["place"]: row for row in [*read_census_rows("places.csv"), *read_rows("uk_places.csv")]}
    profiles: dict[str, list[Group]] = defaultdict(list)
    for row in read_census_rows("population_profiles.csv"):
        profiles[row["zip"]].append(Group(row["dimension"], row["group"], int(row["people"])))
    towns = read_rows("towns.csv")
    return [_build_place(town, positions[town["name"]], profiles) for town in towns]


def make_fictional_phone(place: Place, chance: Random) -> str:
    """From the ranges that are kept free for made-up numbers, with an area code of the place."""
    if place.office == "uk":
        return f"020 7946 0{chance.randint(100, 999)}"
    return (
        f"({place.area_codes[chance.randrange(6) % len(place.area_codes)]}) 555-01{chance.randint(0, 99):02}"
    )


def _build_place(town: dict[str, str], position: dict[str, str], profiles: dict[str, list[Group]]) -> Place:
    name, stage = town["name"], Stage[town["stage"].upper()]
    team_since = date.fromisoformat(town["team_since"])
    cadences = [(CadenceKind(town["cadence"]), team_since)]
    if town["faster_cadence"]:  # a team that meets more often than it first said
        cadences.append((CadenceKind(town["faster_cadence"]), date.fromisoformat(town["faster_since"])))
    return Place(
        slug=name.lower().replace(" ", "-"),
        name=name,
        office=town["office"],
        city=position["city"],
        region=REGIONS.get(position["state"], position["state"]),
        latitude=Decimal(position["latitude"]),
        longitude=Decimal(position["longitude"]),
        time_zone=position["timezone"],
        activity_level=ACTIVITY_LEVELS[town["activity_level"]],
        team_since=team_since,
        stages=tuple(_build_stages(stage, team_since)),
        cadences=tuple(cadences) if stage not in (Stage.CANDIDATE, Stage.AWARENESS) else (),
        languages=tuple(town["languages"].split()),
        profile=tuple(profiles.get(position["zip"], ())),
        area_codes=tuple(town["area_codes"].split()),
    )


def _build_stages(stage: Stage, team_since: date) -> list[tuple[Stage, date]]:
    """One after the other up to the stage that was reached; a dormant town was acting before."""
    last = STAGE_DAYS[Stage.ACTING if stage == Stage.DORMANT else stage]
    stages = [(step, team_since + timedelta(days=days)) for step, days in STAGE_DAYS.items() if days <= last]
    return [*stages, (Stage.DORMANT, DORMANT_SINCE)] if stage == Stage.DORMANT else stages
