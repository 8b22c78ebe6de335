"""The towns of the demo: where they are, who lives there, how far they came and how well they keep their records."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from communities.models import CadenceKind, Stage
from communities.population_csv import Group

DATA = Path(__file__).parent / "data"
PROFILE_SOURCE, PROFILE_YEAR = "US Census 2010, one ZIP code", 2010
# By city; towns that are not here are in or beside Los Angeles.
AREA_CODES = {
    "Pasadena": ("626",), "San Diego": ("619", "858"), "Sacramento": ("916",), "San Francisco": ("415",),
    "Oakland": ("510",), "Fresno": ("559",), "Denver": ("303", "720"), "Colorado Springs": ("719",),
    "Cincinnati": ("513",), "Columbus": ("614",), "Toledo": ("419",), "Orlando": ("407",), "Tampa": ("813",),
    "Miami": ("305",),
}  # fmt: skip
AROUND_LOS_ANGELES = ("213", "323")
REGIONS = {"CA": "California", "CO": "Colorado", "OH": "Ohio", "FL": "Florida"}


@dataclass(frozen=True)
class Pace:
    """Shares of what was planned: meetings kept, headcounts written down, other events run, outcomes forgotten."""

    keeps: float
    records: float
    runs: float
    forgets: float


SHOWCASE = Pace(keeps=1.0, records=0.96, runs=1.25, forgets=0.0)
STEADY = Pace(keeps=0.9, records=0.85, runs=1.0, forgets=0.03)
PATCHY = Pace(keeps=0.68, records=0.6, runs=0.6, forgets=0.09)
NEW = Pace(keeps=0.8, records=0.55, runs=0.35, forgets=0.08)

# Name, pace, stage reached, since when there is a team, rhythm, languages in which help must be found.
Row = tuple[str, Pace, Stage, str, CadenceKind, str]
WEEK, FORTNIGHT, MONTH, QUARTER = CadenceKind
FURTHER: tuple[Row, ...] = (
    ("Pasadena", SHOWCASE, Stage.ACTING, "2022-09-13", MONTH, "en es hy zh"),
    ("San Diego", STEADY, Stage.SHARING, "2021-02-02", FORTNIGHT, "en es tl"),
    ("Sacramento", STEADY, Stage.ACTING, "2022-03-08", MONTH, "en es ru"),
    ("San Francisco", STEADY, Stage.ACTING, "2021-09-14", MONTH, "en es zh"),
    ("Oakland", STEADY, Stage.ACTING, "2022-01-11", FORTNIGHT, "en es"),
    ("Fresno", PATCHY, Stage.DORMANT, "2022-10-04", MONTH, "en es"),
    ("Denver", STEADY, Stage.SHARING, "2021-03-09", WEEK, "en es am"),
    ("Colorado Springs", PATCHY, Stage.PLANNING, "2023-05-02", MONTH, "en es"),
    ("Cincinnati", STEADY, Stage.ACTING, "2022-05-10", MONTH, "en es"),
    ("Columbus", STEADY, Stage.ACTING, "2022-02-01", FORTNIGHT, "en so es"),
    ("Toledo", PATCHY, Stage.PLANNING, "2023-02-14", QUARTER, "en ar"),
    ("Orlando", STEADY, Stage.ACTING, "2022-06-07", MONTH, "en es ht"),
    ("Tampa", PATCHY, Stage.DISCOVERING, "2023-09-05", MONTH, "en es"),
    ("Miami", STEADY, Stage.ACTING, "2021-11-02", FORTNIGHT, "en es ht"),
)
NEWER: tuple[Row, ...] = (
    ("Boyle Heights", NEW, Stage.DISCOVERING, "2025-09-09", MONTH, "es en"),
    ("Koreatown", NEW, Stage.DISCOVERING, "2025-10-07", MONTH, "ko es en"),
    ("South Los Angeles", NEW, Stage.LEADERSHIP_TEAM, "2026-02-03", MONTH, "es en"),
    ("Compton", NEW, Stage.LEADERSHIP_TEAM, "2026-03-10", FORTNIGHT, "en es"),
    ("Long Beach", NEW, Stage.LEADERSHIP_TEAM, "2026-01-13", MONTH, "en es km"),
    ("Hollywood", NEW, Stage.LEADERSHIP_TEAM, "2026-08-04", MONTH, "en es"),
    ("Van Nuys", NEW, Stage.AWARENESS, "2026-12-01", MONTH, "en es hy"),
    ("El Monte", NEW, Stage.AWARENESS, "2026-12-15", MONTH, "es zh en"),
    ("Inglewood", NEW, Stage.LEADERSHIP_TEAM, "2026-04-07", MONTH, "en es"),
    ("Santa Monica", NEW, Stage.CANDIDATE, "2027-06-01", MONTH, "en"),
)
ABROAD: tuple[Row, ...] = (
    ("Exeter", PATCHY, Stage.DISCOVERING, "2024-11-05", MONTH, "en ro"),
    ("Leicester", NEW, Stage.LEADERSHIP_TEAM, "2026-01-20", MONTH, "en gu pl"),
    ("Swansea", NEW, Stage.AWARENESS, "2026-12-08", MONTH, ""),
)
UK_PLACES = {
    "Exeter": ("England", "50.71840", "-3.53390"),
    "Leicester": ("England", "52.63690", "-1.13980"),
    "Swansea": ("Wales", "51.62140", "-3.94360"),
}
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
FELL_ASLEEP = date(2026, 5, 4)
# A team that meets more often than it first said.
FASTER = {"Pasadena": (FORTNIGHT, date(2025, 7, 8)), "Tampa": (FORTNIGHT, date(2026, 1, 6))}


@dataclass(frozen=True)
class Place:
    """A town, with everything about it that does not depend on today. ``profile`` is empty where none is known."""

    slug: str
    name: str
    office: str
    city: str
    region: str
    latitude: Decimal
    longitude: Decimal
    time_zone: str
    pace: Pace
    team_since: date
    stages: tuple[tuple[Stage, date], ...]
    cadences: tuple[tuple[CadenceKind, date], ...]
    languages: tuple[str, ...]
    profile: tuple[Group, ...]

    @property
    def known_since(self) -> date:
        return self.stages[0][1]

    @property
    def asleep_since(self) -> date | None:
        return next((since for stage, since in self.stages if stage == Stage.DORMANT), None)

    def people_by_group(self, dimension: str) -> dict[str, int]:
        return {one.group: one.people for one in self.profile if one.dimension == dimension}


def places() -> list[Place]:
    """All of them: 24 of the USA office and 3 of the UK office, in a fixed order."""
    known = {row["place"]: row for row in rows("places.csv")}
    profiles: dict[str, list[Group]] = defaultdict(list)
    for row in rows("population_profiles.csv"):
        profiles[row["zip"]].append(Group(row["dimension"], row["group"], int(row["people"])))
    usa = [_american(row, known[row[0]], profiles[known[row[0]]["zip"]]) for row in (*FURTHER, *NEWER)]
    return [*usa, *(_british(row) for row in ABROAD)]


def made_up_phone(place: Place, chance: Random) -> str:
    """From the ranges that are kept free for made-up numbers, with an area code of the place."""
    if place.office == "uk":
        return f"020 7946 0{chance.randint(100, 999)}"
    codes = AREA_CODES.get(place.city, AROUND_LOS_ANGELES)
    return f"({codes[chance.randrange(6) % len(codes)]}) 555-01{chance.randint(0, 99):02}"


def rows(name: str) -> list[dict[str, str]]:
    """A file of demo/data, everything as text."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _american(row: Row, known: dict[str, str], profile: list[Group]) -> Place:
    return _place(
        row,
        office="usa",
        city=known["city"],
        region=REGIONS[known["state"]],
        latitude=known["latitude"],
        longitude=known["longitude"],
        time_zone=known["timezone"],
        profile=profile,
    )


def _british(row: Row) -> Place:
    region, latitude, longitude = UK_PLACES[row[0]]
    return _place(
        row,
        office="uk",
        city=row[0],
        region=region,
        latitude=latitude,
        longitude=longitude,
        time_zone="Europe/London",
        profile=[],
    )


def _place(
    row: Row,
    *,
    office: str,
    city: str,
    region: str,
    latitude: str,
    longitude: str,
    time_zone: str,
    profile: list[Group],
) -> Place:
    name, pace, reached, since, rhythm, languages = row
    team_since = date.fromisoformat(since)
    declared = (rhythm, team_since)
    faster = (FASTER[name],) if name in FASTER else ()
    return Place(
        slug=name.lower().replace(" ", "-"),
        name=name,
        office=office,
        city=city,
        region=region,
        latitude=Decimal(latitude),
        longitude=Decimal(longitude),
        time_zone=time_zone,
        pace=pace,
        team_since=team_since,
        stages=tuple(_stages(reached, team_since)),
        cadences=(declared, *faster) if reached not in (Stage.CANDIDATE, Stage.AWARENESS) else (),
        languages=tuple(languages.split()),
        profile=tuple(profile),
    )


def _stages(reached: Stage, team_since: date) -> list[tuple[Stage, date]]:
    """One after the other up to the stage that was reached; a dormant town was acting before."""
    last = STAGE_DAYS[Stage.ACTING if reached == Stage.DORMANT else reached]
    steps = [(stage, team_since + timedelta(days=days)) for stage, days in STAGE_DAYS.items() if days <= last]
    return [*steps, (Stage.DORMANT, FELL_ASLEEP)] if reached == Stage.DORMANT else steps
