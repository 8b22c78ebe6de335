"""The forms that work offline, each with its user's id."""

import datetime as dt
import re
from collections.abc import Callable

from django.test import Client

from communities.offline_queue import get_user_key
from tests.base import World, within
from tests.evaluation.rounds_world import fill_town, hand_in, make_round
from tests.events.base import days_ago, plan, today
from tests.support.readiness_base import called
from tests.support.services_base import make

URL = "/c/hill/offline/"
SignedIn = Callable[[str], Client]


def forms(client: Client) -> list[str]:
    return re.findall(r'data-store="/c/hill/([^"]+)"', client.get(URL).content.decode())


def test_it_keeps_what_a_leader_records_next(world: World, signed_in: SignedIn):
    with within(world.hill):
        over = plan(world, days_ago(world.hill, 3), kind="awareness")
        soon = plan(world, today(world.hill) + dt.timedelta(days=5), kind="education")
        plan(world, today(world.hill) + dt.timedelta(days=40), kind="education")
    make(world.hill, "Hotline", phone=world.usa.hotline)
    bed, meal = make(world.hill, "Bed"), make(world.hill, "Meal", provider="Kitchen")
    called(world, meal)
    assert forms(signed_in("hill-leader")) == [
        "events/log/",
        "events/plan/",
        f"events/{over.pk}/record/",
        f"events/{soon.pk}/record/",
        f"services/{bed.pk}/referral-checks/new/",
    ]


def test_a_coordinator_keeps_the_open_survey(world: World, signed_in: SignedIn):
    round_ = make_round(world.usa)
    fill_town(world, world.hill)
    assert "survey/2026-H1/all/" in forms(signed_in("hill-coordinator"))
    assert "survey/2026-H1/all/" not in forms(signed_in("hill-leader"))
    hand_in(world.hill, round_, world["hill-coordinator"])
    assert "survey/2026-H1/all/" not in forms(signed_in("hill-coordinator"))


def test_each_form_names_its_user_and_itself(world: World, signed_in: SignedIn):
    make_round(world.usa)
    fill_town(world, world.hill)
    with within(world.hill):
        plan(world, days_ago(world.hill, 3), kind="awareness")
        plan(world, today(world.hill) + dt.timedelta(days=5), kind="education")
    make(world.hill, "Bed")
    client = signed_in("hill-coordinator")
    own = f'name="queue_user" value="{get_user_key(world["hill-coordinator"])}"'
    request = forms(client)
    for path in request:
        page = client.get(f"/c/hill/{path}", headers={"Offline-Queue": "keep"})
        assert page.status_code == 200, path
        assert page.content.decode().count(own) == 1, path
        assert re.search(r'name="queue_title" value="[^"]', page.content.decode()), path
    assert len(request) == 6


def test_attendance_can_be_recorded_early_only_offline(world: World, signed_in: SignedIn):
    with within(world.hill):
        soon = plan(world, today(world.hill) + dt.timedelta(days=5), kind="education")
    assert signed_in("hill-leader").get(f"/c/hill/events/{soon.pk}/record/").status_code == 302


def test_a_member_keeps_no_form(world: World, signed_in: SignedIn):
    client = signed_in("hill-member")
    assert forms(client) == []
    assert "Leaders and coordinators can record offline." in client.get(URL).content.decode()
