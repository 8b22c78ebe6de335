"""The office's achievements, from roll-ups alone."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client

from communities.models import Community
from evaluation.models import EventRollup
from tests.base import World, make_community, within

Asked = Callable[[int], AbstractContextManager[object]]
HELD = {"hosted": 2, "facilitated": 0, "co_hosted": 1, "attended": 0, "sponsored": 1}
CELL = "/office/usa/achievements/?half_year=2026-H1&kind=awareness"


JOINT = UUID(int=7)


def roll_up(town: Community, held_count: int, joint: Sequence[UUID] = ()) -> None:
    with within(town):
        EventRollup.objects.create(
            office_id=town.office_id,
            half_year="2026-H1",
            kind="awareness",
            held=held_count,
            joint_keys=joint,
            **HELD,
        )


@pytest.fixture
def done(world: World) -> World:
    roll_up(world.hill, 3, [JOINT])
    roll_up(world.dale, 1234, [JOINT])
    return world


def test_each_number_leads_to_the_communities_behind_it(done: World, signed_in: Callable[[str], Client]):
    staff = signed_in("usa-staff")
    page = staff.get("/office/usa/achievements/").content.decode()
    assert 'href="/office/usa/achievements/?half_year=2026-H1&amp;kind=awareness#behind">1,236</a>' in page
    assert "none recorded" in page
    assert "Dale" not in page
    behind = staff.get(CELL).content.decode()
    assert behind.index("Dale") < behind.index("Hill")
    assert "1,234" in behind
    assert "/office/usa/communities/hill/figures/" in behind
    assert "1 of these events is joint and listed" in behind
    for unknown in ("half_year=x&kind=%00", "half_year=2026-H1&kind=campaign", "half_year=99999-H1"):
        assert "Dale" not in staff.get(f"/office/usa/achievements/?{unknown}").content.decode()
    assert "Dale" in staff.get(f"{CELL}&after=%00").content.decode()
    assert signed_in("oasis-staff").get("/office/usa/achievements/").status_code == 200
    assert signed_in("uk-staff").get("/office/usa/achievements/").status_code == 404


def test_it_continues_after_fifty_with_as_many_queries(
    done: World,
    signed_in: Callable[[str], Client],
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
):
    staff = signed_in("usa-staff")
    staff.get(CELL)
    few = 9
    with django_assert_num_queries(few):
        staff.get(CELL)
    for number in range(60):
        roll_up(make_community(done.usa, f"town-{number:02}"), 1)
    with django_assert_num_queries(few):
        first = staff.get(CELL).content.decode()
    assert "after=town-47" in first
    second = staff.get(f"{CELL}&after=town-47").content.decode()
    assert "Town-48" in second
    assert "Town-47" not in second
    assert "Further communities" not in second
