"""What changes when the time zone of a community is corrected."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from communities.models import Community
from communities.models.communities import ANSWERING, zone_named
from tfc.periods import HalfYear


@dataclass(frozen=True)
class ZoneChange:
    """``now``: at this moment by the old and the new clock. ``ends``: when the half-year that runs by the old one ends,
    by each. ``office``: the zones of the office's pages, None where they stay as they are."""

    now: tuple[dt.datetime, dt.datetime]
    half_year: HalfYear
    ends: tuple[dt.datetime, dt.datetime]
    office: tuple[ZoneInfo, ZoneInfo] | None


def zone_change(community: Community, name: str, now: dt.datetime) -> ZoneChange:
    old, new = community.zone, ZoneInfo(name)
    half_year = HalfYear.of_instant(now, old)
    return ZoneChange(
        (now.astimezone(old), now.astimezone(new)),
        half_year,
        (half_year.bounds(old)[1], half_year.bounds(new)[1]),
        _office_change(community, name),
    )


def _office_change(community: Community, name: str) -> tuple[ZoneInfo, ZoneInfo] | None:
    """As `zones_of` reads the zone of an office."""
    towns = Community.objects.filter(office=community.office_id).by_name()
    zones = dict(towns.values_list("pk", "time_zone")[:ANSWERING])
    before = _most(Counter(zones.values()))
    if community.pk in zones:
        zones[community.pk] = name
    after = _most(Counter(zones.values()))
    return None if before == after else (before, after)


def _most(zones: Counter[str]) -> ZoneInfo:
    return zone_named(min(zones, key=lambda name: (-zones[name], name), default=None))
