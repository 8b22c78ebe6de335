"""The pages of notifications and of their settings."""

import re
from unittest.mock import Mock

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import NoticeGroup, NoticeSetting, OfficeNotice
from communities.tasks import remind_all
from events.models import Event, EventStatus
from tests.base import World, within
from tests.communities.notice_base import BELL, DAY, NINE, notices, over, unread

HERE = "/c/hill/notifications/"
SETTINGS = "/account/notifications/"


@pytest.fixture
def waiting(world: World) -> World:
    over(world, world.hill)
    over(world, world.hill)
    remind_all(now=NINE)
    return world


def test_it_shows_what_waits_and_leads_there(waiting: World, signed_in):
    page = signed_in("hill-leader").get(HERE)
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert 'href="/c/hill/events/?status=unresolved">A past event needs an outcome</a>' in text
    assert "2, the first on June 9, 2026" in text
    assert re.search(
        r'<a class="tf-header-icon" href="/c/hill/notifications/">.*?tf-header-icon__count" aria-hidden="true">2<',
        text,
    )
    assert "(2 unread)" in text


def test_it_says_since_when_it_is_due_and_not_when_it_was_sent(world: World, signed_in):
    over(world, world.hill, ago=400 * DAY)
    remind_all(now=NINE)
    assert "Since May 6, 2025" in " ".join(signed_in("hill-leader").get(HERE).content.decode().split())


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("hill-member", 200),
        ("hill-coordinator", 200),
        ("dale-coordinator", 404),
        ("stranger", 404),
        ("usa-staff", 404),
    ],
)
def test_it_opens_to_members_of_the_place(waiting: World, signed_in, person: str, status: int):
    client = signed_in(person)
    assert client.get(HERE).status_code == status
    assert client.post(f"{HERE}read/").status_code == (302 if status == 200 else status)
    read = notices(waiting.hill, read_at__isnull=False)
    assert {str(notice.user) for notice in read} == (
        {"hill-coordinator"} if person == "hill-coordinator" else set()
    )


def test_it_marks_a_kind_or_all_as_read_and_keeps_what_is_not_done(waiting: World, signed_in):
    client = signed_in("hill-leader")
    assert client.post(f"{HERE}read/", {"kind": "roster_waits"}).status_code == 302
    assert notices(waiting.hill, waiting["hill-leader"], read_at__isnull=False) == []
    assert client.post(f"{HERE}read/", {"kind": "event_is_over"}).status_code == 302
    page = client.get(HERE)
    assert unread(page) == 0
    assert [(row.count, row.is_read) for row in page.context["rows"]] == [(2, True)]
    assert "Mark all as read" not in page.content.decode()


@pytest.mark.parametrize("kind", ["nothing", "\0", "x" * 5000, "1"])
def test_it_knows_no_other_kind(waiting: World, signed_in, kind: str):
    assert signed_in("hill-leader").post(f"{HERE}read/", {"kind": kind}).status_code == 404
    assert notices(waiting.hill, read_at__isnull=False) == []


def test_an_office_has_a_list_of_its_own_and_its_guests_see_none_of_it(world: World, signed_in):
    with within(world.usa):
        OfficeNotice.objects.create(
            user=world["usa-staff"],
            kind="survey_submitted",
            group="survey",
            key="x",
            path="/office/usa/submissions/1/",
        )
    here = "/office/usa/notifications/"
    page = signed_in("oasis-staff").get(here)
    assert (page.status_code, page.context["rows"], unread(page)) == (200, [], None)
    assert signed_in("oasis-staff").post(f"{here}read/").status_code == 403
    assert signed_in("uk-staff").get(here).status_code == 404
    staff = signed_in("usa-staff")
    assert "A survey is ready for review" in staff.get(here).content.decode()
    assert staff.post(f"{here}read/").status_code == 302
    with within(world.usa):
        assert not OfficeNotice.objects.filter(read_at=None).exists()


def test_it_shows_no_notification_badge_without_a_place(world: World, signed_in):
    for path in (SETTINGS, "/c/dale/notifications/"):
        assert not re.search(BELL, signed_in("hill-leader").get(path, follow=True).content.decode())
    assert re.search(BELL, signed_in("oasis-staff").get("/international/").content.decode())


def settings(**changes: str) -> dict[str, str]:
    daily = {f"{group}_mail": "daily" for group in NoticeGroup.values}
    shown_items = {f"{group}_shown": "on" for group in NoticeGroup.values}
    return {key: value for key, value in {"weekday": "0", **daily, **shown_items, **changes}.items() if value}


def test_everyone_chooses_and_switches_off(world: World, signed_in):
    client = signed_in("hill-member")
    assert "All notifications" in client.get(SETTINGS).content.decode()
    chosen = settings(
        team_shown="", team_mail="weekly", help_mail="never", weekday="2", time_zone="Asia/Kolkata"
    )
    assert client.post(SETTINGS, chosen).status_code == 302
    stored = NoticeSetting.objects.get()
    world["hill-member"].refresh_from_db()
    assert (stored.user, world["hill-member"].time_zone) == (world["hill-member"], "Asia/Kolkata")
    assert (stored.hidden, stored.weekly, stored.unmailed, stored.weekday) == (
        ["team"],
        ["team"],
        ["help"],
        2,
    )
    form = client.get(SETTINGS).context["form"]
    assert (form["team_shown"].initial, form["team_mail"].initial) == (False, "weekly")
    assert client.post(SETTINGS, settings(nothing="on")).status_code == 302
    stored.refresh_from_db()
    world["hill-member"].refresh_from_db()
    assert (stored.nothing, stored.hidden, stored.weekly, world["hill-member"].time_zone) == (
        True,
        [],
        [],
        "",
    )


WRONG = [
    ({"weekday": "7"}, "weekday"),
    ({"weekday": "9" * 40}, "weekday"),
    ({"time_zone": "Moon/Sea"}, "time_zone"),
    ({"time_zone": "\0"}, "time_zone"),
    ({"team_mail": "hourly"}, "team_mail"),
    ({"team_mail": ""}, "team_mail"),
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, subtests: pytest.Subtests):
    for changes, field in WRONG:
        with subtests.test(changes=changes):
            response = signed_in("hill-member").post(SETTINGS, settings(help_mail="weekly", **changes))
            assert response.status_code == 422
            assert set(response.context["form"].errors) == {field}
            assert response.context["form"]["help_mail"].value() == "weekly"
            assert not NoticeSetting.objects.exists()


def test_it_sends_a_visitor_to_the_login(client: Client, world: World):
    for path in (HERE, SETTINGS, "/office/usa/notifications/"):
        assert client.get(path).headers["Location"].startswith("/accounts/login/")


def test_an_empty_list_says_so(waiting: World, signed_in):
    page = signed_in("hill-member").get(HERE)
    assert page.context["rows"] == []
    assert "No notifications" in page.content.decode()


def test_the_home_reads_no_notifications_that_the_person_switched_off(
    world: World, signed_in, monkeypatch: pytest.MonkeyPatch
):
    over(world, world.hill, now=timezone.now())
    NoticeSetting.objects.create(user=world["hill-leader"], nothing=True)
    monkeypatch.setattr("communities.actions.notices.get_due_notices", Mock(side_effect=AssertionError))
    assert unread(signed_in("hill-leader").get("/c/hill/")) == 0


def test_the_home_and_the_bell_agree_at_any_hour(world: World, signed_in):
    """The home does not wait for the worker's round, or for nine in the morning."""
    event = over(world, world.hill, now=timezone.now())
    assert unread(signed_in("hill-member").get("/c/hill/")) == len(notices(world.hill)) == 0
    leader = signed_in("hill-leader")
    home = leader.get("/c/hill/")
    assert [step.title for step in home.context["steps"]][:1] == ["One past event needs an outcome"]
    assert unread(home) == unread(leader.get("/c/hill/team/")) == 1
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(status=EventStatus.HELD)
    assert unread(leader.get("/c/hill/")) == unread(leader.get("/c/hill/notifications/")) == 0
