"""Alerts: when they apply, the worker that finds out, their notifications, and the page where people set them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions import remind_community, remind_office
from communities.models import Community, Notice, OfficeNotice, Stage, StageChange
from dashboards.actions.alerts import add_alert
from dashboards.actions.attention import refresh_attention
from dashboards.alerts import applies, describe_alert
from dashboards.attention.reasons import Facts
from dashboards.models import Alert
from evaluation.instrument import Unit
from evaluation.measures import unknown
from evaluation.measures.measured import count, share
from evaluation.models import Figure, Round
from events.models import Event, EventKind, EventStatus
from tests.base import COMMITTED, World, add_staff, sign_in, within
from tests.row_sets import stored_world
from tests.threads import at_once
from tfc.periods import HalfYear

DAY = dt.date(2026, 11, 30)
MEETS, TRAINED, MEETINGS = "meets_consistently", "professionals_trained", "stakeholder_meetings"
KNOWN = "access_known"
PAGE, OFFICE_PAGE = "/c/hill/alerts/", "/office/usa/alerts/"


def make_facts(**changes) -> Facts:
    fields = {
        "today": DAY,
        "began": dt.date(2024, 1, 1),
        "last_meeting": DAY,
        "coordinators": 1,
        "leaders": 3,
    }
    return Facts(**{**fields, **changes})


@pytest.mark.parametrize(
    ("alert", "facts", "measured", "result"),
    [
        (("silent", "", 60), {"last_meeting": DAY - dt.timedelta(days=60)}, None, True),
        (("silent", "", 60), {"last_meeting": DAY - dt.timedelta(days=59)}, None, False),
        (("silent", "", 60), {"last_meeting": None}, None, True),
        (("not_met", MEETS, None), {"ratings": {MEETS: "not_met"}}, None, True),
        # What is unknown, or hidden from the office, fulfills nothing.
        (("not_met", MEETS, None), {"ratings": {MEETS: "not_met_or_partly"}}, None, False),
        (("not_met", MEETS, None), {"ratings": {MEETS: "hidden"}}, None, False),
        (("worse", MEETS, None), {"ratings": {MEETS: "partly"}, "earlier": {MEETS: "met"}}, None, True),
        (("worse", MEETS, None), {"ratings": {MEETS: "unknown"}, "earlier": {MEETS: "met"}}, None, False),
        (("below", MEETS, 60), {}, share(1, 2), True),
        (("below", MEETS, 50), {}, share(1, 2), False),
        (("below", MEETS, 60), {}, share(1, 2, lower=1, upper=2), False),
        (("below", MEETS, 60), {}, unknown(Unit.PERCENT, "nothing_recorded"), False),
        (("below", MEETS, 60), {}, None, False),
        # A count still grows.
        (("below", MEETINGS, 5), {"is_running": True}, count(2, upper=2), False),
        (("below", MEETINGS, 5), {}, count(2, upper=2), True),
        (("below", MEETINGS, 5), {}, count(2, upper=None), False),
    ],
)
def test_when_an_alert_applies(alert, facts, measured, result: bool):
    condition, part, limit = alert
    assert (
        applies(Alert(condition=condition, part=part, limit=limit), make_facts(**facts), measured) is result
    )


def test_its_words():
    texts = [
        describe_alert(Alert(condition=condition, part=part, limit=limit))
        for condition, part, limit in (
            ("silent", "", 60), ("not_met", MEETS, None), ("worse", MEETS, None), ("below", MEETS, 60),
        )
    ]  # fmt: skip
    assert texts == [
        "No team meeting for 60 days",
        "1a Meets consistently is rated “not met”",
        "1a Meets consistently is rated worse than the half-year before",
        "1a Meets consistently is below 60%",
    ]


def hold_meeting(town: Community, days: int) -> None:
    moment = timezone.now() - dt.timedelta(days=days)
    with within(town):
        Event.objects.all().delete()
        Event.objects.create(
            kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=moment, ends_at=moment,
            time_zone=town.time_zone,
        )  # fmt: skip


def find(world: World) -> None:
    refresh_attention([world.usa], using="figures")


@pytest.fixture
def quiet() -> World:
    """Hill met 106 days ago, Dale yesterday."""
    world = stored_world()
    Community.objects.filter(office=world.usa).update(stage=Stage.ACTING)
    for town, days in ((world.hill, 106), (world.dale, 1)):
        hold_meeting(town, days)
        with within(town):
            StageChange.objects.create(
                office=world.usa, stage=Stage.ACTING, since=DAY - dt.timedelta(days=400), reason="x",
                by=world["usa-staff"],
            )  # fmt: skip
    return world


def notify(world: World) -> tuple[list[str], list[str]]:
    """Return who has an open notification of an alert, in Hill and in the office."""
    now = timezone.now().replace(hour=20)
    with within(world.hill):
        remind_community(community=world.hill, now=now)
        hill = Notice.objects.open().filter(kind="alert").values_list("user__name", "path")
        in_hill = [f"{name} {path}" for name, path in hill]
    with within(world.usa):
        remind_office(office=world.usa, now=now)
        usa = OfficeNotice.objects.open().filter(kind="alert").values_list("user__name", "path")
        return in_hill, [f"{name} {path}" for name, path in usa]


@COMMITTED
def test_it_notifies_its_owner_once_until_it_no_longer_applies(quiet: World):
    add_staff(quiet.usa, "colleague")
    with within(quiet.usa):
        mine = add_alert(place=quiet.usa, condition="silent", limit=100, by=quiet["usa-staff"])
        add_alert(place=quiet.usa, condition="silent", limit=100, about=quiet.dale, by=quiet["usa-staff"])
    with within(quiet.hill):
        add_alert(place=quiet.hill, condition="silent", limit=100, by=quiet["hill-coordinator"])
    find(quiet)
    find(quiet)
    assert notify(quiet) == ([f"hill-coordinator {PAGE}"], [f"usa-staff {OFFICE_PAGE}"])
    with within(quiet.usa):
        assert list(Alert.objects.get(pk=mine.pk).matches) == [str(quiet.hill.pk)]
    hold_meeting(quiet.hill, 1)
    find(quiet)
    assert notify(quiet) == ([], [])
    hold_meeting(quiet.hill, 120)
    find(quiet)
    assert notify(quiet) == ([f"hill-coordinator {PAGE}"], [f"usa-staff {OFFICE_PAGE}"])
    with within(quiet.usa):
        assert OfficeNotice.objects.filter(kind="alert").count() == 2


@COMMITTED
def test_no_alert_tells_of_few_people(quiet: World):
    """An office does not see that three of 42 residents know a hotline, so that no alert may say it either."""
    last = HalfYear.from_day(timezone.now().date()).previous()
    with within(quiet.usa):
        Round.objects.create(half_year=str(last), due_on=DAY, opened_at=timezone.now())
        for part, limit in ((KNOWN, 60), (MEETS, 60)):
            add_alert(place=quiet.usa, condition="below", part=part, limit=limit, by=quiet["usa-staff"])
    few = {"numerator": 3, "lower": 3, "upper": 3, "denominator": 42, "unit": "percent", "interval": [2, 19]}
    half = {"numerator": 1, "lower": 1, "upper": 1, "denominator": 2, "unit": "percent"}
    with within(quiet.hill):
        for part, numbers in ((KNOWN, few), (MEETS, half)):
            Figure.objects.create(
                office=quiet.usa, half_year=str(last), part=part, state="value", rating="not_rated",
                definition_version=1, receipt_hash="0" * 64, computed_at=timezone.now(), as_of=DAY, **numbers,
            )  # fmt: skip
    find(quiet)
    with within(quiet.usa):
        matches = dict(Alert.objects.values_list("part", "matches"))
    assert matches[KNOWN] == {}
    assert list(matches[MEETS]) == [str(quiet.hill.pk)]


def test_people_set_and_delete_their_own_alerts(world: World, client: Client):
    staff = sign_in(client, world["usa-staff"])
    form = {"condition": "below", "part": MEETS, "limit": "60", "about": "hill"}
    for _time in range(2):
        assert staff.post(OFFICE_PAGE, form)["Location"] == OFFICE_PAGE
    page = staff.get(OFFICE_PAGE).content.decode()
    assert page.count("1a Meets consistently is below 60%") == 2  # and for screen readers, at the button
    assert "Does not apply now" in page
    colleague = sign_in(Client(), add_staff(world.usa, "colleague"))
    assert "is below 60%" not in colleague.get(OFFICE_PAGE).content.decode()
    with within(world.usa):
        alert = Alert.objects.get()
        Alert.objects.update(matches={str(world.hill.pk): timezone.now().isoformat()})
    assert (alert.about_id, alert.user_id) == (world.hill.pk, world["usa-staff"].pk)
    assert "Applies to: Hill" in staff.get(OFFICE_PAGE).content.decode()
    colleague.post(OFFICE_PAGE, {"delete": alert.pk})
    assert "is below 60%" in staff.get(OFFICE_PAGE).content.decode()
    assert staff.post(OFFICE_PAGE, {"delete": alert.pk}).status_code == 302
    assert "is below 60%" not in staff.get(OFFICE_PAGE).content.decode()
    assert f'href="{OFFICE_PAGE}"' in staff.get("/office/usa/notifications/").content.decode()


def test_coordinators_have_alerts_of_their_community(world: World, client: Client):
    coordinator = sign_in(client, world["hill-coordinator"])
    assert coordinator.post(PAGE, {"condition": "silent", "limit": "40"}).status_code == 302
    assert "No team meeting for 40 days" in coordinator.get(PAGE).content.decode()
    assert f'href="{PAGE}"' in coordinator.get("/c/hill/notifications/").content.decode()
    leader = sign_in(Client(), world["hill-leader"])
    assert leader.get(PAGE).status_code == 403
    assert PAGE not in leader.get("/c/hill/notifications/").content.decode()
    with within(world.usa):
        assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({}, "Choose one."),
        ({"condition": "not_met"}, "Choose an item."),
        ({"condition": "below", "part": MEETS}, "Enter a whole number from 1 to 100."),
        ({"condition": "below", "part": MEETS, "limit": "101"}, "Enter a whole number from 1 to 100."),
        ({"condition": "below", "part": MEETINGS, "limit": "0"}, "from 1 to 1000000."),
        # Nothing is said about fewer than ten people.
        ({"condition": "below", "part": TRAINED, "limit": "9"}, "Enter a whole number from 10 to 1000000."),
        ({"condition": "silent", "limit": "ten"}, "Enter a whole number."),
        ({"condition": "silent", "limit": "731"}, "Enter a whole number from 1 to 730."),
        (
            {"condition": "silent", "limit": "9", "about": "Atlantis"},
            "Your office has no community with this",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(world: World, client: Client, form, text: str):
    response = sign_in(client, world["usa-staff"]).post(OFFICE_PAGE, form)
    page = response.content.decode()
    assert (response.status_code, text in page) == (422, True)
    assert all(f'value="{typed}"' in page for typed in form.values())
    with within(world.usa):
        assert not Alert.objects.exists()


def test_a_person_has_at_most_twenty(world: World, client: Client):
    with within(world.usa):
        for limit in range(1, 21):
            add_alert(place=world.usa, condition="silent", limit=limit, by=world["usa-staff"])
    response = sign_in(client, world["usa-staff"]).post(OFFICE_PAGE, {"condition": "silent", "limit": "30"})
    assert response.status_code == 422
    assert "You already have 20 alerts. Delete one first." in response.content.decode()


@COMMITTED
def test_the_same_alert_sent_many_times_at_once_is_stored_once():
    world = stored_world()

    def send() -> int:
        client = sign_in(Client(), world["usa-staff"])
        return client.post(OFFICE_PAGE, {"condition": "silent", "limit": "30"}).status_code

    assert at_once(*[send] * 4) == [302] * 4
    with within(world.usa):
        assert Alert.objects.count() == 1
