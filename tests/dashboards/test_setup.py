"""The setup of a new community: computed from its records, shown on its home and to its office."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import (
    Cadence,
    Community,
    Pairing,
    PopulationProfile,
    RequiredLanguage,
    Role,
    SetupProgress,
    SetupStep,
    Stage,
)
from dashboards.setup import Facts, checklist, get_completed_steps, get_facts, get_next_setup_step
from dashboards.tasks import refresh_setups
from events.models import Event, EventKind, EventStatus
from stakeholders.models import Organization, Research, Sector
from support.models import PublicProfile
from tests.base import COMMITTED, World, add_member, make_community, sign_in, within
from tests.line_breaks import keep_together
from tests.row_sets import stored_world

NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)


def set_up(town: Community, by: World, *, sectors: int = 4) -> None:
    """Everything that a community needs, except a fourth person."""
    coordinator = by[f"{town.slug}-coordinator"]
    with within(town):
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=coordinator)
        RequiredLanguage.objects.create(language="es")
        PopulationProfile.objects.create(dimension="gender", group="female", people=9, source="x", year=2010)
        for sector in list(Sector)[:sectors]:
            Organization.objects.create(name=sector, sector=sector, created_by=coordinator)
        Research.objects.create(question="x", begun_on=date(2026, 3, 3), created_by=coordinator)
        PublicProfile.objects.create(about_en="x", is_published=True, updated_by=coordinator)
    meet(town)


def meet(town: Community, **more: object) -> Event:
    with within(town):
        return Event.objects.create(
            kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=NOON, ends_at=NOON,
            time_zone=town.time_zone, **more,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "done"),
    [
        (Facts(), []),
        (Facts(coordinators=1, people=3), []),
        (Facts(coordinators=0, people=5), []),
        (Facts(coordinators=1, people=4), [SetupStep.TEAM]),
        (Facts(sectors={"a", "b", "c"}), []),
        (Facts(sectors={"a", "b", "c", "d"}), [SetupStep.SECTORS]),
        (Facts(has={SetupStep.MEETING, SetupStep.CADENCE}), [SetupStep.CADENCE, SetupStep.MEETING]),
    ],
)
def test_it_counts_the_steps_that_are_done(facts: Facts, done: list[SetupStep]):
    assert get_completed_steps(facts) == done


def test_it_shows_the_list_while_something_is_missing_and_leads_to_it(world: World):
    client = sign_in(Client(), world["hill-coordinator"])
    assert "Setting up" not in client.get("/c/hill/").content.decode()
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    setup = client.get("/c/hill/").context["setup"]
    assert (setup.done, setup.all) == (0, 8)
    assert [(step.state, step.note, step.url) for step in setup.steps] == [
        ("todo", "3 of 4 so far.", "/c/hill/team/invite/"),
        ("todo", "", "/c/hill/settings/cadence/"),
        ("todo", "", "/c/hill/settings/languages/"),
        ("todo", "Log it after your team has met.", "/c/hill/events/log/"),
        ("todo", "0 of 4 sectors so far.", "/c/hill/organizations/new/"),
        ("todo", "", "/c/hill/public-page/"),
        ("todo", "", "/c/hill/research/"),
        ("todo", "You can do this later.", "/c/hill/settings/population/"),
    ]
    assert {client.get(step.url).status_code for step in setup.steps} == {200}
    assert setup.is_open
    # A leader can do three of the steps: the list of all eight stays closed.
    assert not sign_in(Client(), world["hill-leader"]).get("/c/hill/").context["setup"].is_open
    set_up(world.hill, world)
    setup = client.get("/c/hill/").context["setup"]
    assert (setup.done, setup.steps[0].state) == (7, "todo")
    page = client.get("/c/hill/").content.decode()
    assert "Meeting rhythm<span" in page  # a finished step stays in the list, without a link
    member = sign_in(Client(), world["hill-member"]).get("/c/hill/").context["setup"]
    assert [step.url for step in member.steps if step.url] == []
    add_member(world.hill, "fourth-person", Role.MEMBER)
    assert client.get("/c/hill/").context["setup"] is None


def test_the_next_step_walks_through_the_set_up(world: World):
    client = sign_in(Client(), world["hill-coordinator"])
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    sent = client.post(
        "/c/hill/team/invite/", {"email": "new@hill.example", "role": Role.MEMBER}, follow=True
    )
    assert "Step 2 of 8: Meeting rhythm" in sent.content.decode()
    page = client.get("/c/hill/")
    assert page.context["steps"][0].title == "Step 2 of 8: Meeting rhythm"
    assert page.context["setup"].steps[0].note == "3 of 4 so far. One person is invited."
    assert "Missing for this half-year" not in page.content.decode()
    form = {"kind": "month", "declared_on": "2026-03-03"}
    saved = client.post("/c/hill/settings/cadence/", form, follow=True)
    assert saved.request["PATH_INFO"] == "/c/hill/settings/languages/"
    assert "Step 3 of 8: Languages of the town" in saved.content.decode()
    assert "next-setup-step" not in client.get("/c/hill/settings/languages/").content.decode()
    again = {"kind": "week", "declared_on": "2026-03-04"}
    assert client.post("/c/hill/settings/cadence/", again).headers["Location"] == "/c/hill/settings/"
    assert client.get("/c/hill/").context["steps"][0].title == "Step 3 of 8: Languages of the town"
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.ACTING)
    assert "Missing for this half-year" in client.get("/c/hill/").content.decode()


def test_what_was_deleted_or_only_planned_does_not_count(world: World):
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.CANDIDATE)
    world.hill.refresh_from_db()
    set_up(world.hill, world)
    with within(world.hill):
        Organization.objects.filter(sector=Sector.MEDIA).update(deleted_at=NOON)
        Research.objects.update(deleted_at=NOON)
        Event.objects.update(status=EventStatus.PLANNED)
        result = checklist(world.hill, Role.COORDINATOR)
    assert result is not None
    states = ["todo", "done", "done", "todo", "todo", "done", "todo", "done"]
    assert [step.state for step in result.steps] == states


def test_a_team_that_has_begun_comes_after_the_other_steps(world: World):
    """Who has two of four people goes on with the rhythm, and is not led back to inviting after each save."""
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    world.hill.refresh_from_db()

    def get_next() -> SetupStep | None:
        with within(world.hill):
            step = get_next_setup_step(world.hill, Role.COORDINATOR)
        return step.code if step else None

    assert get_next() == SetupStep.CADENCE
    with within(world.hill):
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=world["hill-coordinator"])
        RequiredLanguage.objects.create(language="es")
    # Until the team meets there is something to do as well.
    urls = [
        step.url for step in sign_in(Client(), world["hill-coordinator"]).get("/c/hill/").context["steps"]
    ]
    assert urls[:2] == ["/c/hill/events/log/", "/c/hill/organizations/new/"]
    page = sign_in(Client(), world["hill-coordinator"]).get("/c/hill/events/log/").content.decode()
    assert '<a href="/c/hill/organizations/new/">We have not met yet</a>' in page
    with within(world.hill):
        Cadence.objects.all().delete()
        RequiredLanguage.objects.all().delete()
    set_up(world.hill, world)
    assert get_next() == SetupStep.TEAM


def test_the_office_sees_the_steps_and_when_they_were_counted(world: World):
    url = "/office/usa/communities/hill/"
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    staff = sign_in(Client(), world["usa-staff"])
    assert staff.get(url).context["setup"] is None
    with within(world.hill):
        SetupProgress.objects.create(
            office=world.usa, done=["team", "meeting"], counted_at=datetime(2026, 3, 3, 12, tzinfo=UTC)
        )
    text = staff.get(url).content.decode()
    assert "2 of 8 done" in text
    assert keep_together("as of March 3, 2026") in text
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.ACTING)
    assert staff.get(url).context["setup"] is None
    with within(world.dale):
        assert not SetupProgress.objects.exists()


@COMMITTED
def test_the_sweep_counts_new_communities_and_what_pairs_did_together():
    world = stored_world()
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    set_up(world.hill, world, sectors=3)
    walk, early, planned = uuid4(), uuid4(), uuid4()
    for town in (world.hill, world.dale):
        meet(town, joint_key=walk)
        event = meet(town, joint_key=early)
        with within(town):
            Event.objects.filter(pk=event.pk).update(starts_at=datetime(2025, 1, 1, tzinfo=UTC))
    meet(world.hill, joint_key=planned)
    with within(world.dale):
        Event.objects.create(
            kind=EventKind.TEAM_MEETING, starts_at=NOON, ends_at=NOON, time_zone="UTC", joint_key=planned
        )
    with within(world.usa):
        Pairing.objects.create(
            newcomer=world.hill, mentor=world.dale, since=date(2026, 1, 1), reason="x", by=world["usa-staff"]
        )
    for _ in range(2):
        assert refresh_setups() == 1
    with within(world.usa):
        assert SetupProgress.objects.get().done == [
            "cadence",
            "languages",
            "meeting",
            "page",
            "research",
            "profile",
        ]
        pairing = Pairing.objects.get()
    assert (pairing.joint_keys, pairing.counted_at is not None) == ([walk], True)
    more = [make_community(world.usa, f"more-{number}") for number in range(3)]
    with CaptureQueriesContext(connections["figures"]) as few:
        get_facts([world.hill], using="figures")
    with CaptureQueriesContext(connections["figures"]) as many:
        get_facts([world.hill, world.dale, *more], using="figures")
    assert len(many) == len(few)


def test_nobody_confirms_the_list_of_a_team_that_still_gathers(world: World):
    """Hill has two of four people; the community takes part from this stage on."""
    confirm = "Confirm your team list"
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.LEADERSHIP_TEAM)
    client = sign_in(Client(), world["hill-coordinator"])
    assert confirm not in client.get("/c/hill/").content.decode()
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.PLANNING)
    assert confirm in client.get("/c/hill/").content.decode()
