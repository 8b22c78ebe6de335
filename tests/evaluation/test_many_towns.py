"""Pages of an office with more communities than a page names: none of them names all."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from communities.models import Community, Membership, Role, Stage, StageChange
from communities.pages import PAGE
from evaluation.models import CustomAnswer, Round
from tests.base import World, within
from tests.evaluation.own_questions.base import LIST, ask
from tests.evaluation.rounds_world import answered_survey, round_of

MANY = 120


@pytest.fixture
def many(world: World) -> list[Community]:
    return Community.objects.bulk_create(
        Community(
            office=world.usa, name=f"Town {number:03}", slug=f"town-{number}", time_zone="UTC", stage=Stage.ACTING
        )
        for number in range(MANY)
    )


def named(page: str) -> int:
    return len(set(re.findall(r"Town \d\d\d", page)))
