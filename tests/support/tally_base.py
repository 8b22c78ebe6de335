"""Helpers for the tests of support tallies."""

from typing import Any

from communities.models import Community
from support.models import SupportOffered, SupportTally, SupportTotal, TallyPurge
from support.tallies import Numbers, get_numbers
from tests.base import World, within
from tfc.periods import HalfYear

URL = "/c/hill/support-counts/"


def tell(world: World, community: Community, half_year: HalfYear, need: int = 1, people: int = 4) -> None:
    with within(community, coordinator=True):
        SupportTally.objects.create(
            year=half_year.year, half=half_year.half, need=need, people=people,
            updated_by=world[f"{world.hill.slug}-coordinator"],
        )  # fmt: skip


def offer(world: World, community: Community, half_year: HalfYear) -> None:
    with within(community, coordinator=True):
        SupportOffered.objects.create(
            year=half_year.year, half=half_year.half, kind=1, sessions=18, places=6,
            updated_by=world["hill-coordinator"],
        )  # fmt: skip


def numbers(community: Community, half_year: HalfYear) -> Numbers:
    with within(community, coordinator=True):
        return get_numbers([half_year])[half_year]


def purges(community: Community) -> list[tuple[int, int, int]]:
    with within(community):
        return list(TallyPurge.objects.order_by("year", "half").values_list("year", "half", "rows"))


def totals(office: Any) -> dict[tuple[str, int], tuple[int | None, int]]:
    """Return (people, communities) by half-year and need."""
    with within(office):
        return {
            (str(HalfYear(support_total.year, support_total.half)), support_total.need): (
                support_total.people,
                support_total.communities,
            )
            for support_total in SupportTotal.objects.all()
        }
