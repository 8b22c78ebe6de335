"""The next step, if research, focus and strategies need it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import Cadence, Community, RosterConfirmation
from evaluation.instrument import PARTS
from evaluation.models import Declaration
from events.models import Event, EventKind, EventStatus
from stakeholders.models import FocusStakeholder, Strategy
from support.models import Service, ServiceConfirmation
from tests.base import World, within
from tests.evaluation.figures.help_records import service
from tests.evaluation.figures.records import organization
from tests.evaluation.figures.research_records import decision, evidence, finding, focus, research, strategy
from tests.evaluation.rounds_world import answer_all, make_round
from tfc.periods import HalfYear


@pytest.fixture
def town(world: World) -> World:
    """Hill has its rhythm and no other task that comes before research."""
    with within(world.hill):
        Cadence.objects.create(kind="month", declared_on="2026-01-01", by=world["hill-coordinator"])
        RosterConfirmation.objects.create(half_year=str(get_half_year(world)), by=world["hill-coordinator"])
    return world


def get_half_year(world: World) -> HalfYear:
    return HalfYear.from_day(timezone.now().astimezone(world.hill.zone).date())


def step(signed_in, role: str):
    return signed_in(f"hill-{role}").get("/c/hill/").context["steps"][0]


def meet_today(world: World) -> None:
    now = timezone.now()
    with within(world.hill):
        Event.objects.create(
            kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=now - timedelta(hours=2),
            ends_at=now - timedelta(hours=1), time_zone=world.hill.time_zone,
        )  # fmt: skip


def days_ago(days: int) -> str:
    return (timezone.now() - timedelta(days=days)).date().isoformat()


def acting(world: World, name: str, evidence_on: str | None) -> Strategy:
    with within(world.hill):
        made = strategy(organization(name, "schools"), world["hill-leader"], ("implementing", "2020-01-01"))
        if evidence_on:
            evidence(made, evidence_on)
    return made


def test_it_leads_a_coordinator_to_begin_the_research(town: World, signed_in):
    next_step = step(signed_in, "coordinator")
    assert (next_step.url, next_step.action) == ("/c/hill/research/", "Start")
    assert step(signed_in, "leader").url == "/c/hill/events/log/"


@pytest.mark.parametrize("settled", ["begun", "declared none", "not asked yet"])
def test_it_leaves_the_research_alone_where_it_is_settled(town: World, signed_in, settled: str):
    with within(town.hill):
        if settled == "begun":
            research()
        elif settled == "declared none":
            now = get_half_year(town)
            Declaration.objects.create(half_year=str(now), part="research_done", by=town["hill-leader"])
    expected = "/c/hill/events/log/"
    if settled == "not asked yet":
        Community.objects.filter(pk=town.hill.pk).update(stage="candidate")
        expected = "/c/hill/settings/languages/"
    assert step(signed_in, "coordinator").url == expected


def test_a_research_in_the_trash_is_not_begun(town: World, signed_in):
    with within(town.hill):
        research(deleted_at=timezone.now())
    assert step(signed_in, "coordinator").url == "/c/hill/research/"


def test_it_asks_for_fresh_evidence_before_research(town: World, signed_in):
    acting(town, "Fresh High", days_ago(30))
    assert step(signed_in, "leader").url == "/c/hill/events/log/"
    organization = acting(town, "Old High", days_ago(400))
    next_step = step(signed_in, "leader")
    assert (next_step.title, next_step.url) == (
        "One strategy needs fresh evidence",
        f"/c/hill/strategies/{organization.pk}/",
    )
    acting(town, "Bare High", None)
    next_step = step(signed_in, "coordinator")
    assert (next_step.title, next_step.url) == ("2 strategies need fresh evidence", "/c/hill/strategies/")
    assert step(signed_in, "member").url == "/c/hill/team/"


def test_it_asks_for_a_providers_word_before_it_lapses(town: World, signed_in):
    with within(town.hill):
        service("legal", "en", days_ago(153))  # fresh for more than thirty days
        service("legal", "en", days_ago(190))  # lapsed: the directory lists it
        service("legal", "en")  # never confirmed
        service("legal", "en", days_ago(170), deleted_at=timezone.now())
    assert step(signed_in, "leader").url == "/c/hill/events/log/"
    with within(town.hill):
        desk = service("legal", "en", days_ago(170))
        Service.objects.filter(pk=desk.pk).update(name="Law desk", provider="The lawyers")
    next_step = step(signed_in, "leader")
    assert (next_step.title, next_step.url) == (
        "Ask one provider to confirm a service",
        f"/c/hill/services/{desk.pk}/",
    )
    with within(town.hill):
        service("housing", "en", days_ago(180))
    next_step = step(signed_in, "coordinator")
    assert (next_step.title, next_step.url) == (
        "Ask 2 providers to confirm their services",
        "/c/hill/services/",
    )
    assert step(signed_in, "member").url == "/c/hill/team/"
    with within(town.hill):
        confirmation = {
            "way": "link",
            "requested_by": town["hill-leader"],
            "expires_at": timezone.now() + timedelta(days=14),
        }
        for outdated in Service.objects.all():
            ServiceConfirmation.objects.create(service=outdated, **confirmation)
    assert step(signed_in, "leader").url == "/c/hill/events/log/"


def test_it_leads_to_what_a_provider_answered(town: World, signed_in):
    acting(town, "Old High", days_ago(400))
    with within(town.hill):
        desk = service("legal", "en", days_ago(3))
        Service.objects.filter(pk=desk.pk).update(name="Law desk", provider="The lawyers")
        ServiceConfirmation.objects.create(service=desk, way="link", reply="right", replied_on=days_ago(2))
        confirmation = ServiceConfirmation.objects.create(
            service=desk, way="link", reply="changed", replied_on=days_ago(1)
        )
    next_step = step(signed_in, "leader")
    assert (next_step.title, next_step.url) == (
        "A provider answered you",
        f"/c/hill/services/{desk.pk}/replies/{confirmation.pk}/",
    )
    assert step(signed_in, "member").url == "/c/hill/team/"
    with within(town.hill):
        ServiceConfirmation.objects.create(service=desk, way="link", reply="closed", replied_on=days_ago(2))
    next_step = step(signed_in, "coordinator")
    assert (next_step.title, next_step.url) == ("2 providers answered you", "/c/hill/services/")
    with within(town.hill):
        ServiceConfirmation.objects.filter(service=desk).update(settled_at=timezone.now())
    assert step(signed_in, "leader").title == "One strategy needs fresh evidence"


def test_it_asks_a_coordinator_what_became_of_a_plan(town: World, signed_in):
    acting(town, "Old High", days_ago(400))
    today = timezone.now().astimezone(town.hill.zone).date()
    with within(town.hill):
        chosen = {"finding": finding(), "decision": decision()}
        focus("media", **chosen, plan_due=today)
        focus("consumers", **chosen, plan_due=today - timedelta(days=9), ended_on=today)
    assert step(signed_in, "coordinator").title == "One strategy needs fresh evidence"
    with within(town.hill):
        FocusStakeholder.objects.filter(sector="media").update(plan_due=today - timedelta(days=1))
        focus("schools", **chosen, plan_due=today - timedelta(days=2))
    next_step = step(signed_in, "coordinator")
    assert (next_step.title.startswith("Your plan for “Schools” was due on "), next_step.url) == (
        True,
        "/c/hill/focus/",
    )
    assert step(signed_in, "leader").title == "One strategy needs fresh evidence"


def test_a_reference_to_another_community_says_nothing_here(town: World, signed_in):
    with within(town.dale):
        focus("media", finding=finding(), plan_due="2020-01-01")
        research()
    assert step(signed_in, "coordinator").url == "/c/hill/research/"


def test_it_lets_a_coordinator_confirm_the_team_by_the_button_itself(town: World, signed_in):
    with within(town.hill):
        RosterConfirmation.objects.all().delete()
    next_step = step(signed_in, "coordinator")
    confirm = f"/c/hill/team/confirm/{get_half_year(town)}/"
    assert (next_step.title, next_step.url, next_step.at_once) == ("Confirm your team list", confirm, True)
    client = signed_in("hill-coordinator")
    page = client.get("/c/hill/").content.decode()
    assert f'<form method="post" action="{confirm}">' in page
    assert '<a href="/c/hill/team/">Confirm your team list</a>' in page
    assert client.post(confirm).status_code == 302
    assert step(signed_in, "coordinator").url == "/c/hill/research/"
    assert step(signed_in, "leader").url == "/c/hill/events/log/"


def test_a_dormant_community_is_asked_for_nothing(town: World, signed_in):
    Community.objects.filter(pk=town.hill.pk).update(stage="dormant")
    assert step(signed_in, "coordinator").title == "Your community is dormant"
    assert step(signed_in, "member").url == "/c/hill/team/"


def test_it_leads_right_to_the_question_that_is_open(town: World, signed_in):
    round_, by = make_round(town.usa), town["hill-coordinator"]
    survey = f"/c/hill/survey/{round_.half_year}/"
    next_step = step(signed_in, "coordinator")
    assert (next_step.url, next_step.action) == (f"{survey}{PARTS[0].code}/", "Start")
    answer_all(town.hill, round_, by, but=(PARTS[3].code, PARTS[7].code))
    next_step = step(signed_in, "coordinator")
    assert (next_step.url, next_step.action) == (f"{survey}unknown/", "Continue")
    answer_all(town.hill, round_, by)
    assert step(signed_in, "coordinator").url == f"{survey}check/"


def test_a_community_that_is_not_asked_yet_is_led_to_no_survey(town: World, signed_in):
    make_round(town.usa)
    Community.objects.filter(pk=town.hill.pk).update(stage="awareness")
    steps = signed_in("hill-coordinator").get("/c/hill/").context["steps"]
    assert [step.url for step in steps if "/survey/" in step.url] == []


def test_it_offers_the_three_most_urgent_steps_by_deadline(town: World, signed_in):
    """Overdue steps keep their order, and those without deadline come last."""
    acting(town, "Old High", days_ago(400))
    make_round(town.usa)
    today = timezone.now().astimezone(town.hill.zone).date()
    with within(town.hill):
        focus("media", finding=finding(), decision=decision(), plan_due=today - timedelta(days=1))
    page = signed_in("hill-coordinator").get("/c/hill/")
    steps = page.context["steps"]
    assert [step.url.split("/")[3] for step in steps] == ["focus", "survey", "strategies"]
    text = page.content.decode()
    first = text.index("Log a meeting")
    assert first < text.index(steps[0].title) < text.index(steps[1].title) < text.index(steps[2].title)


def test_everyone_sees_the_next_step_and_leaders_the_button_to_log(town: World, signed_in):
    assert 'href="/c/hill/events/log/"' not in signed_in("hill-member").get("/c/hill/").content.decode()
    page = signed_in("hill-leader").get("/c/hill/").content.decode()
    # Once in the page and once in the phone's bar: the step has no text besides the button.
    assert page.count('href="/c/hill/events/log/"') == 2


def test_just_after_a_meeting_it_asks_for_the_next_one(town: World, signed_in):
    assert "Did your team meet?" in get_titles(signed_in)
    meet_today(town)
    titles = get_titles(signed_in)
    assert "When does your team meet next?" in titles
    assert "Did your team meet?" not in titles


def get_titles(signed_in) -> list[str]:
    return [shown.title for shown in signed_in("hill-leader").get("/c/hill/").context["steps"]]


def test_the_button_to_log_leads_until_the_team_just_met(town: World, signed_in):
    def page():
        return signed_in("hill-leader").get("/c/hill/")

    before = page()
    text = before.content.decode()
    assert before.context["is_log_first"]
    assert 'class="btn btn-primary btn-lg tf-home__log"' in text
    meet_today(town)
    after = page()
    text = after.content.decode()
    assert not after.context["is_log_first"]
    assert text.index("When does your team meet next?") < text.index("btn-secondary tf-home__log")


def test_it_leads_to_a_strategy_where_organizations_are_known_and_none_acts(town: World, signed_in):
    assert "No strategy yet" not in get_titles(signed_in)
    with within(town.hill):
        school = organization("Old High", "schools")
    first = step(signed_in, "leader")
    assert (first.title, first.url) == ("No strategy yet", "/c/hill/strategies/new/")
    with within(town.hill):
        strategy(school, town["hill-leader"], ("planned", "2020-01-01"))
    assert "No strategy yet" not in get_titles(signed_in)
