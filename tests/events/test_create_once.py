import datetime as dt
from functools import partial
from uuid import uuid4

from events.actions import (
    Attendance,
    ConflictError,
    NewOrganization,
    log_meeting,
    plan_event,
    plan_series,
    update_event,
)
from events.models import Event, EventChange, EventSeries
from stakeholders.models import Organization
from tests.base import COMMITTED, within
from tests.events.base import days_ago, details, plan
from tests.row_sets import stored_world
from tests.threads import at_once

THREADS = 6


@COMMITTED
def test_it_logs_one_meeting_however_often_it_is_sent():
    world, client_id = stored_world(), uuid4()

    def send() -> int:
        with within(world.hill):
            return log_meeting(
                details=details(world.hill, days_ago(world.hill, 2)),
                attendance=Attendance(new_organizations=(NewOrganization("Hill Radio", "media"),)),
                client_id=client_id,
                by=world["hill-leader"],
            ).pk

    answers = at_once(*[send] * THREADS)
    with within(world.hill):
        assert [event.pk for event in Event.objects.all()] == [answers[0]]
        assert Organization.objects.count() == 1
        assert EventChange.objects.count() == 1
    assert set(answers) == {answers[0]}


@COMMITTED
def test_it_plans_one_series_however_often_it_is_sent():
    world, client_id = stored_world(), uuid4()
    day = days_ago(world.hill, -2)

    def send() -> int:
        with within(world.hill):
            return plan_series(
                details=details(world.hill, day),
                repeat="week",
                until=day + dt.timedelta(weeks=3),
                client_id=client_id,
                by=world["hill-leader"],
            ).pk

    assert len(set(at_once(*[send] * THREADS))) == 1
    with within(world.hill):
        assert (Event.objects.count(), EventSeries.objects.count()) == (4, 1)


@COMMITTED
def test_one_of_two_saves_wins_and_the_other_is_reported():
    world = stored_world()
    with within(world.hill):
        event = plan(world, days_ago(world.hill, -2))

    def save(number: int) -> str:
        with within(world.hill):
            changed = details(world.hill, days_ago(world.hill, -2), title=f"Title {number}")
            return update_event(event=event, details=changed, revision=1, by=world["hill-leader"]).title

    answers = at_once(*[partial(save, number) for number in range(THREADS)])
    winners = [answer for answer in answers if not isinstance(answer, ConflictError)]
    with within(world.hill):
        assert [Event.objects.get().title] == winners
        assert Event.objects.get().revision == 2


@COMMITTED
def test_the_same_form_of_another_community_is_another_event():
    world, client_id = stored_world(), uuid4()
    for town, name in ((world.hill, "hill-leader"), (world.dale, "dale-leader")):
        with within(town):
            plan_event(details=details(town, days_ago(town, -2)), client_id=client_id, by=world[name])
    for town in (world.hill, world.dale):
        with within(town):
            assert Event.objects.filter(client_id=client_id).count() == 1
