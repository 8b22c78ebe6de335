"""Census counts of places, shipped with the application: U.S. Census 2010 by ZIP code."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from communities.models import Community
from communities.population_csv import AGE_BANDS, Group

FOLDER = Path(__file__).parent
SOURCE, YEAR = "US Census 2010, one ZIP code", 2010


class CensusProfile(NamedTuple):
    postcode: str
    groups: tuple[Group, ...]


def read_census_rows(name: str) -> list[dict[str, str]]:
    """Every value as text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _get_postcodes() -> dict[str, str]:
    """Return ZIP codes by the name of the place, in lower case."""
    return {row["place"].casefold(): row["zip"] for row in read_census_rows("places.csv")}


def get_census_profile(community: Community) -> CensusProfile | None:
    """Return the counts of a place in the United States that has the community's name or city."""
    if community.office.country != "US":
        return None
    places = (community.name.casefold(), community.city.casefold())
    postcode = next((code for name in places if (code := _get_postcodes().get(name))), None)
    if postcode is None:
        return None
    return CensusProfile(postcode, tuple(merge_age_bands(read_census_profile(postcode))))


def read_census_profile(postcode: str) -> tuple[Group, ...]:
    rows = [row for row in read_census_rows("population_profiles.csv") if row["zip"] == postcode]
    return tuple(Group(row["dimension"], row["group"], int(row["people"])) for row in rows)


def merge_age_bands(groups: Sequence[Group]) -> list[Group]:
    """Add up bands of five years to the bands that attendance is counted in."""
    other = [group for group in groups if group.dimension != "age_band"]
    people = dict.fromkeys(AGE_BANDS, 0)
    for group in groups:
        if group.dimension == "age_band":
            first = _get_first_age(group.group)
            people[
                max((band for band in AGE_BANDS if _get_first_age(band) <= first), key=_get_first_age)
            ] += group.people
    ages = [Group("age_band", band, number) for band, number in people.items()]
    return [*other, *(ages if any(people.values()) else [])]


def _get_first_age(band: str) -> int:
    return int(band.rstrip("+").partition("-")[0])
