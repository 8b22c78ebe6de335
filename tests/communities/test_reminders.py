"""Reminders with a moved clock: at nine in the recipient's morning, once each, none if done or turned off."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.actions import change_role, remove_member
from communities.mail import post_on_commit
from communities.models import Membership, OfficeNotice, Role
from communities.notices import is_morning
from communities.tasks import remind_all
from events.models import Event, EventStatus
from tests.base import COMMITTED, World, add_member, within
from tests.communities.notice_base import DAY, NINE, QUARTER, notices, over, remind_each, unread, wish
from tests.matrix.samples import Samples
from tests.row_sets import stored_world
from tests.thorough import sample

BEFORE = NINE - QUARTER
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def outbox(django_capture_on_commit_callbacks):
    """``outbox(moment, …)`` returns the recipients of emails at each of the moments."""

    def at(*moments: dt.datetime) -> list[list[str]]:
        recipients = []
        for moment in moments:
            mail.outbox.clear()
            with django_capture_on_commit_callbacks(execute=True):
                remind_all(now=moment)
            recipients.append(sorted(mail_sent.to[0].partition("@")[0] for mail_sent in mail.outbox))
        return recipients

    return at


BOTH = ["hill-coordinator", "hill-leader"]


def test_it_reminds_those_who_can_act_once_and_never_before_nine(world: World, outbox):
    over(world, world.hill)
    assert outbox(BEFORE, NINE, NINE, NINE + QUARTER, NINE + DAY) == [[], BOTH, [], [], []]
    assert sorted(notice.user.email.partition("@")[0] for notice in notices(world.hill)) == BOTH
    [notice, _other] = notices(world.hill)
    assert (notice.kind, notice.group, notice.path) == (
        "event_is_over", "team", "/c/hill/events/?status=unresolved",
    )  # fmt: skip
    assert notices(world.dale) == notices(world.moor) == []


def test_it_catches_up_the_same_day_and_keeps_the_evening_for_tomorrow(world: World, outbox):
    """The worker was down until four; an event that ends at five shows at once and is emailed in the morning."""
    over(world, world.hill)
    over(world, world.hill, now=NINE + 8 * HOUR, ago=dt.timedelta())
    assert outbox(NINE + 7 * HOUR, NINE + 9 * HOUR) == [BOTH, []]
    assert len(notices(world.hill, world["hill-leader"])) == 2
    assert outbox(NINE + DAY - QUARTER, NINE + DAY) == [[], BOTH]


def test_it_stops_when_done_and_does_not_repeat_after_an_undo(world: World, outbox):
    event = over(world, world.hill)
    wish(world["hill-leader"], weekly=["team"], weekday=4)
    assert outbox(NINE) == [["hill-coordinator"]]
    for status in (EventStatus.HELD, EventStatus.PLANNED):
        with within(world.hill):
            Event.objects.filter(pk=event.pk).update(status=status)
        remind_all(now=NINE + QUARTER)
        open_ones = notices(world.hill, resolved_at=None)
        assert len(open_ones) == (0 if status == EventStatus.HELD else 2)
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
    # On Friday nothing is due anymore.
    assert outbox(NINE + DAY, NINE + 2 * DAY) == [[], []]


@pytest.mark.thorough
def test_it_forgets_what_is_over_for_more_than_a_year(world: World, outbox):
    event = over(world, world.hill)
    outbox(NINE)
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(status=EventStatus.HELD)
    outbox(NINE + DAY, NINE + 400 * DAY)
    assert len(notices(world.hill)) == 2
    outbox(NINE + 402 * DAY)
    assert notices(world.hill) == []


@pytest.mark.parametrize(
    ("zone", "day", "nine"),
    [
        ("America/Los_Angeles", (2026, 3, 7), 17),
        ("America/Los_Angeles", (2026, 3, 8), 16),
        ("America/Los_Angeles", (2026, 11, 1), 17),
        ("Europe/London", (2026, 3, 29), 8),
        ("Europe/London", (2026, 10, 25), 9),
        ("Asia/Kolkata", (2026, 6, 10), 3.5),
        ("Australia/Lord_Howe", (2026, 10, 4), -2),
    ],
)
def test_nine_is_local_time(zone: str, day: tuple[int, int, int], nine: float):
    """It tries every quarter of an hour of the local day, also when the clocks change."""
    start = dt.datetime(*day, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    quarters = [start + number * QUARTER for number in range(92)]
    first = next(quarter for quarter in quarters if is_morning(quarter, ZoneInfo(zone)))
    assert first == dt.datetime(*day, tzinfo=dt.UTC) + dt.timedelta(hours=nine)
    assert all(is_morning(quarter, ZoneInfo(zone)) for quarter in quarters if quarter >= first)


@pytest.mark.parametrize("change", [(3, 8, 16), pytest.param((11, 1, 17), marks=pytest.mark.thorough)])
def test_it_writes_once_on_a_day_with_a_changed_clock(world: World, outbox, change: tuple[int, int, int]):
    nine = dt.datetime(2026, *change, tzinfo=dt.UTC)
    over(world, world.hill, now=nine)
    moments = [nine + hours * HOUR - QUARTER for hours in (-7, -1, 0, 1, 2, 24, 25)]
    assert outbox(*moments) == [[], [], [], BOTH, [], [], []]


def test_each_has_a_morning_of_their_own(world: World, outbox):
    """Nine in Kolkata is half past eight in the evening of the day before in Los Angeles."""
    leader = world["hill-leader"]
    leader.time_zone = "Asia/Kolkata"
    leader.save(update_fields=["time_zone"])
    over(world, world.hill, ago=2 * DAY)
    half_past_three = dt.datetime(2026, 6, 10, 3, 30, tzinfo=dt.UTC)
    assert outbox(half_past_three - QUARTER, half_past_three, NINE) == [
        ["hill-coordinator"], ["hill-leader"], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wishes", "mailed", "shown"),
    sample(
        [
            ({"nothing": True}, [[], [], []], 0),
            ({"emails_off": True}, [[], [], []], 1),
            ({"unmailed": ["team"]}, [[], [], []], 1),
            ({"unmailed": ["survey", "help"]}, [["hill-leader"], [], []], 1),
            ({"hidden": ["team"]}, [["hill-leader"], [], []], 0),
            ({"hidden": ["team"], "unmailed": ["team"]}, [[], [], []], 0),
            ({"weekly": ["team"], "weekday": 4}, [[], [], ["hill-leader"]], 1),
            ({"weekly": ["help"], "weekday": 4}, [["hill-leader"], [], []], 1),
        ],
        first=3,
    ),
    ids=str,
)
def test_it_does_as_each_person_wishes(world: World, signed_in, outbox, wishes, mailed, shown: int):
    wish(world["hill-leader"], **wishes)
    wish(world["hill-coordinator"], nothing=True)
    over(world, world.hill)
    assert outbox(NINE, NINE + DAY, NINE + 2 * DAY) == mailed
    assert notices(world.hill, world["hill-coordinator"]) == []
    page = signed_in("hill-leader").get("/c/hill/notifications/")
    assert len(page.context["rows"]) == shown
    assert unread(page) == shown


def test_who_switches_off_later_sees_nothing_more(world: World, signed_in, outbox):
    over(world, world.hill)
    outbox(NINE)
    wish(world["hill-leader"], nothing=True)
    page = signed_in("hill-leader").get("/c/hill/notifications/")
    assert (page.context["rows"], unread(page)) == ([], 0)


def test_it_sends_nothing_to_people_who_left_or_lost_the_right(world: World, outbox):
    over(world, world.hill)
    outbox(NINE)
    leader = Membership.objects.get(user=world["hill-leader"])
    second = Membership.objects.get(user=add_member(world.hill, "second", Role.LEADER))
    with within(world.hill):
        remove_member(membership=leader, by=world["hill-coordinator"])
    over(world, world.hill, 2 * DAY)
    assert outbox(NINE + DAY) == [["hill-coordinator", "second"]]
    with within(world.hill):
        change_role(membership=second, role=Role.MEMBER, by=world["hill-coordinator"])
    world["hill-coordinator"].is_active = False
    world["hill-coordinator"].save(update_fields=["is_active"])
    over(world, world.hill, 3 * DAY)
    assert outbox(NINE + 2 * DAY) == [[]]
    assert notices(world.hill, resolved_at=None) == []


@pytest.mark.thorough
def test_it_asks_the_database_as_often_for_many(world: World):
    over(world, world.hill)
    with CaptureQueriesContext(connection) as few:
        remind_all(now=NINE)
    for number in range(4):
        add_member(world.hill, f"more-{number}", Role.LEADER)
        over(world, world.hill, number * DAY)
    with CaptureQueriesContext(connection) as many:
        remind_all(now=NINE + DAY)
    assert len(many) == len(few)


def test_it_names_nothing_that_a_mailbox_should_not_hold(
    world: World, samples: Samples, django_capture_on_commit_callbacks
):
    """Every text column of every community and office contains a canary."""
    with django_capture_on_commit_callbacks(execute=True):
        remind_all(now=dt.datetime(2026, 11, 25, 20, tzinfo=dt.UTC))
    people = ("hill-coordinator", "hill-leader", "moor-leader", "usa-staff")
    assert {message.to[0] for message in mail.outbox} >= {world[name].email for name in people}
    texts = [f"{message.subject} {message.body}" for message in mail.outbox]
    assert [text for text in texts if "Canary" in text] == []
    assert sum(len(texts) for texts in samples.canaries.values()) > 100
    assert all(
        message.to == [message.to[0]] and not message.cc and not message.bcc for message in mail.outbox
    )
    with within(world.usa):
        assert OfficeNotice.objects.filter(user=world["usa-staff"], mailed_at__isnull=False).exists()


def test_an_email_gives_numbers_by_kind_in_the_readers_language(
    world: World, django_capture_on_commit_callbacks
):
    for name, language in (("hill-leader", "es"), ("hill-coordinator", "")):
        world[name].language = language
        world[name].save(update_fields=["language"])
    over(world, world.hill, title="Safe House")
    over(world, world.hill, 2 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        remind_all(now=NINE)
    texts = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    english = texts["hill-coordinator"]
    assert english.subject == "2 things are waiting in Hill"
    assert english.body.count("\n- A past event needs an outcome (2)\n") == 1
    assert "/c/hill/notifications/\n" in english.body
    assert "/account/notifications/\n" in english.body
    assert "Safe House" not in english.body
    assert str(texts["hill-leader"].body).startswith("Hola:")


def test_a_worker_that_is_killed_after_the_commit_writes_to_nobody_twice(
    world: World, outbox, django_capture_on_commit_callbacks
):
    """Emails planned after the commit are lost; the notification is still shown."""
    over(world, world.hill)
    with django_capture_on_commit_callbacks(execute=False) as lost:
        remind_all(now=NINE)
    assert len(lost) == 2
    assert outbox(NINE, NINE + QUARTER, NINE + DAY) == [[], [], []]
    assert len(notices(world.hill, resolved_at=None, read_at=None)) == 2


def test_immediate_emails_obey_the_settings_as_well(world: World, django_capture_on_commit_callbacks):
    leader, coordinator, member = (world[f"hill-{role}"] for role in ("leader", "coordinator", "member"))
    wish(leader, emails_off=True)
    wish(member, nothing=True)
    with django_capture_on_commit_callbacks(execute=True):
        post_on_commit([leader, coordinator, member], "en", "/x/", lambda: ("Subject", "Text"))
    assert [message.to for message in mail.outbox] == [[coordinator.email]]


def test_one_community_that_fails_keeps_no_other_from_its_turn(world: World, outbox, caplog):
    over(world, world.hill)
    over(world, world.dale)
    world.dale.time_zone = "Nowhere/Land"
    world.dale.save()
    assert outbox(NINE) == [BOTH]
    assert f"people of community {world.dale.pk}" in caplog.text


@pytest.mark.thorough
@COMMITTED
def test_two_workers_at_once_send_one_email_each():
    world = stored_world()
    now = timezone.now().replace(hour=20, minute=0)
    over(world, world.hill, now=now)
    over(world, world.moor, now=now)
    made: list[int] = []
    ready = threading.Barrier(3)

    def beat() -> None:
        try:
            ready.wait()
            made.append(remind_all(now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 4
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        world[f"{slug}-{role}"].email for slug in ("hill", "moor") for role in ("leader", "coordinator")
    )
    assert remind_each(now, QUARTER, DAY) == [0, 0]
