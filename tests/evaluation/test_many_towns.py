"""Pages of an office with more communities than a page names: none of them names all."""

import re

import pytest

from communities.models import Community, Stage
from tests.base import World

MANY = 120


@pytest.fixture
def many(world: World) -> list[Community]:
    return Community.objects.bulk_create(
        Community(
            office=world.usa,
            name=f"Town {number:03}",
            slug=f"town-{number}",
            time_zone="UTC",
            stage=Stage.ACTING,
        )
        for number in range(MANY)
    )


def named(page: str) -> int:
    return len(set(re.findall(r"Town \d\d\d", page)))
