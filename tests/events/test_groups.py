"""The groups in which people are counted, in their order on the form."""

from communities.models import PopulationProfile
from events.counts import get_dimensions
from tests.base import World, within


def test_it_asks_for_the_largest_race_first_and_for_the_remainder_last(world: World):
    people = {"asian": 20, "other_race": 90, "two_or_more_races": 5, "white": 70}
    with within(world.hill):
        for group, number in people.items():
            PopulationProfile.objects.create(
                dimension="race", group=group, people=number, source="census", year=2020
            )
        form_data = {dimension.dimension: dimension.groups for dimension in get_dimensions("team_meeting")}
    assert form_data["race"][:4] == ("white", "asian", "two_or_more_races", "other_race")
