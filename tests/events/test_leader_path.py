"""A leader's development plan: achievements from records, and goals."""

from communities.models import Membership, RosterConfirmation
from events.models import EventKind, LeaderGoal
from tests.base import World, within
from tests.events.base import days_ago, log, queries
from tests.events.training_records import offered, recorded, signed_up


def url(world: World, name: str, rest: str = "", slug: str = "hill") -> str:
    return f"/c/{slug}/team/members/{Membership.objects.get(user=world[name]).pk}/development-plan/{rest}"


def test_it_shows_the_dated_steps_and_what_is_next(signed_in, world: World):
    held_training = offered(world, days=-3, title="Asking well", topic="research")
    recorded(world, held_training, *signed_up(world, held_training, "hill-leader"))
    missed = offered(world, days=-2, title="Missed", topic="sectors")
    signed_up(world, missed, "hill-leader")
    recorded(world, missed)
    coming = offered(world, days=5, title="Talking to schools", topic="sectors")
    signed_up(world, coming, "hill-leader")
    with within(world.hill):
        log(world, days_ago(world.hill, 9), kind=EventKind.LEADERSHIP_TRAINING, title="Not there")
        RosterConfirmation.objects.create(half_year="2024-H2", by=world["hill-coordinator"])
    path = signed_in("hill-leader").get(url(world, "hill-leader")).context["path"]
    assert {step.title for step in path.steps} == {
        "Joined as Leader",
        "Confirmed as leading in July to December 2024",
        "Took part in “Asking well”",
        "Signed up for “Talking to schools”",
    }
    assert [step.on for step in path.steps] == sorted((step.on for step in path.steps), reverse=True)
    topics = {topic.topic: (topic.done_on, topic.coming) for topic in path.topics}
    assert topics["research"] == (held_training.local_day, None)
    assert topics["sectors"] == (None, coming)
    assert path.done == 1


def test_only_the_person_and_the_coordinators_read_it(signed_in, world: World):
    here = url(world, "hill-leader")
    with within(world.hill):
        goal = LeaderGoal.objects.create(
            membership=Membership.objects.get(user=world["hill-leader"]), text="Sing"
        )
    assert "Sing" in signed_in("hill-leader").get(here).content.decode()
    assert "Sing" in signed_in("hill-coordinator").get(here).content.decode()
    member = signed_in("hill-member")
    response = member.get(here, follow=True)
    assert "Sing" not in response.content.decode()
    assert "Only the person and coordinators can see this plan." in response.content.decode()
    assert member.post(here, {"text": "x"}).status_code == 403
    assert member.post(f"{here}goals/{goal.pk}/delete/").status_code == 403
    for name in ("stranger", "usa-staff", "dale-coordinator"):
        assert signed_in(name).get(here).status_code == 404
    # Nor with an external address.
    dale = url(world, "dale-coordinator", slug="dale")
    assert signed_in("dale-coordinator").post(f"{dale}goals/{goal.pk}/done/").status_code == 404
    own = url(world, "hill-member")
    assert signed_in("hill-member").post(f"{own}goals/{goal.pk}/done/").status_code == 404
    with within(world.usa):
        assert not LeaderGoal.objects.exists()


def test_it_keeps_goals_that_can_be_done_and_undone(signed_in, world: World):
    client, here = signed_in("hill-leader"), url(world, "hill-leader")
    for wrong, at in (
        ({"text": " "}, "text"),
        ({"text": "x\0"}, "text"),
        ({"text": "x", "due_on": "9999-1-1"}, "due_on"),
    ):
        response = client.post(here, wrong)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {at})
    sent = {
        "text": "Lead a meeting",
        "due_on": "2027-01-31",
        "client_id": "8e0f7a3c-4f1c-4c7e-9a53-0c1f7d2f2f11",
    }
    for _ in range(2):
        assert client.post(here, sent).status_code == 302
    with within(world.hill):
        goal = LeaderGoal.objects.get()
    client.post(f"{here}goals/{goal.pk}/done/", {"done": "yes"})
    assert [goal.done_on is not None for goal in client.get(here).context["path"].goals] == [True]
    client.post(f"{here}goals/{goal.pk}/done/", {"done": "no"})
    page = client.post(f"{here}goals/{goal.pk}/delete/", follow=True)
    assert f'action="{here}goals/{goal.pk}/restore/"' in page.content.decode()
    assert page.context["path"].goals == []
    client.post(f"{here}goals/{goal.pk}/restore/")
    assert [goal.done_on for goal in client.get(here).context["path"].goals] == [None]


def test_it_lists_the_team_for_a_coordinator_and_else_oneself(signed_in, world: World):
    held_training = offered(world, days=-3)
    client = signed_in("hill-coordinator")
    few = queries(client, "/c/hill/team/development-plans/")
    recorded(world, held_training, *signed_up(world, held_training, "hill-leader", "hill-coordinator"))
    assert queries(client, "/c/hill/team/development-plans/") == few
    rows = client.get("/c/hill/team/development-plans/").context["rows"]
    assert {row.membership.user.name: row.topics for row in rows} == {
        "hill-coordinator": 1,
        "hill-leader": 1,
        "hill-member": 0,
    }
    [mine] = signed_in("hill-leader").get("/c/hill/team/development-plans/").context["rows"]
    assert mine.membership.user == world["hill-leader"]
