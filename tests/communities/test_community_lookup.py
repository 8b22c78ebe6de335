import pytest

from communities.public_community import town_named
from tests.base import World


def test_it_finds_a_community_with_its_office(world: World, django_assert_num_queries):
    with django_assert_num_queries(1):
        result = town_named("moor")
        assert result is not None
        assert (result, result.office) == (world.moor, world.uk)


@pytest.mark.parametrize("slug", ["nowhere", "", "h%sill", "字"])
def test_it_finds_nothing_where_nothing_is(world: World, slug: str):
    assert town_named(slug) is None
