"""Offline: forms are filled in on the device, wait for their author and are stored once."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import Model
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, expect

from communities.offline_queue import get_user_key, version
from evaluation.models import Answer
from events.actions import Attendance, hold_event
from events.models import Event
from support.models import PathwayCheck
from tests.base import COMMITTED, World, within
from tests.e2e.visits import PHONE, Visits
from tests.evaluation.rounds_world import fill_town, make_round
from tests.events.base import days_ago, log, membership, plan
from tests.support.services_base import make

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("offline queue")]

LOG, LIST = "/c/hill/events/log/", "/c/hill/offline/"
# All of it, for the signed-in person: another person's cache goes once a page has started.
SETTING = f"(await offlineQueue.getSetting('stored {LIST}'))"
KEPT = f"async () => Boolean({SETTING}?.done && {SETTING}?.edition.startsWith(offlineQueue.user))"
WAITING = "async () => (await offlineQueue.listRecords(offlineQueue.user)).map(record => record.state)"
EVERYTHING = """async () => {
  const urls = [];
  for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) urls.push(one.url);
  return urls;
}"""

# Return whether the browser's database exists.
ROWS = """async () => {
  const done = (asked) => new Promise((back) => { asked.onsuccess = () => back(asked.result); });
  const base = await done(indexedDB.open("tf-offline-queue"));
  const names = [...base.objectStoreNames];
  const counts = names.map((name) => done(base.transaction(name).objectStore(name).count()));
  return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
}"""


@pytest.fixture
def open_as(visits: Visits) -> Callable[[str], Page]:
    return open_phone(visits)


def open_phone(visits: Visits) -> Callable[[str], Page]:
    """Return the team's phone with the forms stored on it."""
    visits.expected += ["ERR_INTERNET_DISCONNECTED", "a status of 404", "a status of 409"]

    def opened(name: str) -> Page:
        page = visits.open(name, width=PHONE, worker=True)
        # Other pages store them later and slowly.
        page.goto(LIST)
        until(lambda: page.evaluate(KEPT), True)
        return page

    return opened


def enter(page: Page, day: str, place: str) -> None:
    page.goto(LOG)
    page.get_by_label("Date", exact=True).fill(day)
    page.get_by_label("Starts").fill("18:30")
    page.get_by_label("Place").fill(place)
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline")


def until(get_value: Callable[[], object], expected: object) -> None:
    end = time.monotonic() + 40
    while get_value() != expected and time.monotonic() < end:
        time.sleep(0.1)
    assert get_value() == expected


@pytest.mark.thorough
def test_twenty_meetings_from_three_tabs_are_stored_once(open_as: Callable[[str], Page], town: World):
    page = open_as("hill-leader")
    context: BrowserContext = page.context
    tabs = [page, context.new_page(), context.new_page()]
    context.set_offline(True)
    entered = {(days_ago(town.hill, number + 1).isoformat(), f"Room {number}") for number in range(20)}
    for number, (day, place) in enumerate(sorted(entered)):
        enter(tabs[number % 3], day, place)
    for tab in tabs:
        expect(tab.locator("[data-queue-count]").first).to_have_text("20")
    expect(tabs[1].locator("[data-queue-list] > li")).to_have_count(20)
    expect(tabs[1].locator("main")).to_contain_text("You are offline")

    context.set_offline(False)
    until(lambda: stored(town), entered)
    for tab in tabs:
        expect(tab.locator("[data-queue-link]")).to_be_hidden()
        tab.evaluate("() => offlineQueue.sendNow()")
    assert [tab.evaluate(WAITING) for tab in tabs] == [[], [], []]
    with within(town.hill):
        assert Event.objects.count() == 20


@pytest.mark.thorough
def test_a_browser_that_can_sends_it_with_no_page_open(whole_visits: Visits, town: World):
    page = open_phone(whole_visits)("hill-leader")
    page.context.set_offline(True)
    day = days_ago(town.hill, 2).isoformat()
    enter(page, day, "Library")
    assert page.evaluate("async () => (await navigator.serviceWorker.ready).sync.getTags()") == [
        "tf-offline-queue"
    ]
    worker = page.context.new_cdp_session(page)
    known_values: list[str] = []
    origin = page.evaluate("location.origin")
    worker.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known_values.extend(
            registration["registrationId"] for registration in event["registrations"]
        ),
    )
    worker.send("ServiceWorker.enable")
    page.goto("about:blank")
    page.context.set_offline(False)
    woken = {
        "origin": origin,
        "registrationId": known_values[0],
        "tag": "tf-offline-queue",
        "lastChance": False,
    }

    def sent() -> set[tuple[str, str]]:
        # The browser retries by itself, but only after minutes.
        worker.send("ServiceWorker.dispatchSyncEvent", woken)
        time.sleep(0.5)
        return stored(town)

    until(sent, {(day, "Library")})


def test_a_question_is_answered_among_all_of_them(open_as: Callable[[str], Page], town: World):
    make_round(town.usa)
    page = open_as("hill-coordinator")
    page.context.set_offline(True)
    page.goto("/c/hill/survey/2026-H1/meets_consistently/")
    expect(page).to_have_url(re.compile(r"/survey/2026-H1/all/#meets_consistently$"))
    expect(page.locator("#meets_consistently")).to_be_in_viewport()
    page.goto("/c/hill/survey/2026-H1/nothing_like_it/")
    expect(page.locator("main")).to_contain_text("That page is not available offline")


def stored(town: World) -> set[tuple[str, str]]:
    with within(town.hill):
        return {(event.local_start.date().isoformat(), event.place) for event in Event.objects.held()}


@pytest.mark.thorough
def test_each_form_waits_and_a_conflict_is_reported(open_as: Callable[[str], Page], town: World):
    make_round(town.usa)
    fill_town(town, town.hill)
    service = make(town.hill, "Safe House")
    with within(town.hill):
        event = plan(town, days_ago(town.hill, 3), kind="awareness")
    page = open_as("hill-coordinator")
    page.context.set_offline(True)

    fill_in_who_came(page, event, "12")
    answer_a_question(page)
    record_a_call(page, service.pk)
    expect(page.locator("[data-queue-list] [data-title]")).to_have_text(
        [re.compile("^Attendance: "), "Half-year survey", "Record a call: Safe House"]
    )
    page.goto("/c/hill/team/")
    expect(page.locator("main")).to_contain_text("That page is not available offline")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.context.new_page().goto("/p/hill/")

    with within(town.hill):
        hold_event(
            event=event, attendance=Attendance(people_present=9), revision=None, by=town["hill-leader"]
        )
    page.context.set_offline(False)
    page.goto(LIST)
    until(lambda: (count(town, PathwayCheck), count(town, Answer)), (1, 1))
    settle_the_conflict(page, town, event)
    nothing_of_pages_for_others(page)


def settle_the_conflict(page: Page, town: World, event: Event) -> None:
    needs = page.locator("[data-queue-list] > li")
    expect(needs).to_have_count(1)
    expect(needs).to_contain_text("Needs attention")
    expect(needs).to_contain_text("Another person saved meanwhile")
    needs.get_by_role("link", name="Open").click()
    expect(page.locator("[name=people_present]")).to_have_value("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(event))
    until(lambda: page.evaluate(WAITING), [])
    with within(town.hill):
        assert Event.objects.get(pk=event.pk).people_present == 12


@pytest.mark.thorough
def test_it_is_for_its_author_alone_and_is_deleted_at_sign_out(
    open_as: Callable[[str], Page], visits: Visits, town: World
):
    page = open_as("hill-leader")
    context = page.context
    context.set_offline(True)
    enter(page, days_ago(town.hill, 2).isoformat(), "Library")
    change_what_waits(page)
    delete_and_take_back(page)

    # Signed out: nothing is sent and nothing is lost.
    context.clear_cookies()
    context.set_offline(False)
    expect(page.locator("#messages")).to_contain_text(
        "Sign in again to sync what you entered on this device."
    )
    assert page.evaluate(WAITING) == ["waiting"]
    page.goto("/c/hill/events/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    until(lambda: page.evaluate("async () => (await caches.keys()).filter(one => one.includes('pages'))"), [])

    # Another person on the device neither sees nor sends it, and finds no stored pages.
    visits.become(context, "hill-member")
    page.goto(LIST)
    until(lambda: page.evaluate(KEPT), True)
    expect(page.locator("[data-queue-link]")).to_be_hidden()
    assert (page.evaluate("() => offlineQueue.sendNow()"), page.evaluate(WAITING)) == (0, [])
    assert page.evaluate("() => caches.keys()") == [
        f"tf-files-{version()}", f"tf-pages-{get_user_key(town['hill-member'])}",
    ]  # fmt: skip

    # Its author returns.
    visits.become(context, "hill-leader")
    page.goto("/c/hill/events/")
    until(lambda: stored(town), {(days_ago(town.hill, 2).isoformat(), "Town hall")})

    # A rejected form waits for its author, who is asked before signing out deletes it.
    page.goto(LIST)
    until(lambda: page.evaluate(KEPT), True)
    context.set_offline(True)
    enter(page, days_ago(town.hill, 2).isoformat(), "Moon")
    context.set_offline(False)
    expect(page.locator("[data-queue-list]")).to_contain_text("Needs attention")
    leave(page)
    assert count(town, Event) == 1


def change_what_waits(page: Page) -> None:
    expect(page.locator("[data-summary]")).to_have_text(
        re.compile(r"^[A-Z][a-z]+\.?\s\d+, \d{4} · 6:30\sp\.m\. · Library$")
    )
    page.locator("[data-queue-list]").get_by_role("link", name="Open").click()
    expect(page.locator("main")).to_contain_text("This entry is waiting to sync.")
    expect(page.get_by_label("Place")).to_have_value("Library")
    page.get_by_label("Place").fill("Town hall")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.locator("[data-queue-list] > li")).to_have_count(1)
    expect(page.locator("[data-queue-list]")).to_contain_text("Town hall")


@pytest.mark.thorough
def test_a_form_that_was_opened_and_left_is_sent_automatically(open_as: Callable[[str], Page], town: World):
    page = open_as("hill-leader")
    context = page.context
    context.set_offline(True)
    day = days_ago(town.hill, 2).isoformat()
    enter(page, day, "Library")
    page.locator("[data-queue-list]").get_by_role("link", name="Open").click()
    expect(page.locator("main")).to_contain_text("It is not sent while it is open here.")

    # Another window leaves a form alone that is being edited in this one.
    other = context.new_page()
    other.goto(LIST)
    context.set_offline(False)
    assert other.evaluate("() => offlineQueue.sendNow()") == 0
    assert (other.evaluate(WAITING), stored(town)) == (["waiting"], set())

    context.set_offline(True)
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("main")).to_contain_text("That page is not available offline")
    context.set_offline(False)
    until(lambda: stored(town), {(day, "Library")})
    until(lambda: page.evaluate(WAITING), [])


def test_it_waits_only_once_it_can_be_read_and_begins_as_online(open_as: Callable[[str], Page], town: World):
    """The usual day is yesterday or a week before yesterday, whenever the form was stored."""
    with within(town.hill):
        for days in (8, 15):
            log(town, days_ago(town.hill, days), place="Library")
    page = open_as("hill-leader")
    page.goto(LOG)
    day, starts = page.get_by_label("Date", exact=True), page.get_by_label("Starts")
    online = day.input_value(), starts.input_value(), page.get_by_label("Place").input_value()
    assert online[0] == days_ago(town.hill, 1).isoformat()
    page.context.set_offline(True)
    page.goto(LOG)
    assert (day.input_value(), starts.input_value(), page.get_by_label("Place").input_value()) == online
    page.clock.set_fixed_time(timezone.now() + timedelta(days=6))
    page.goto(LOG)
    expect(day).to_have_value(days_ago(town.hill, -6).isoformat())

    day.fill(days_ago(town.hill, -400).isoformat())
    starts.fill("")
    page.locator("[name=people_present]").fill("a dozen")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.locator("main .tf-error")).to_have_text(
        [
            "Enter a date that is not in the future.",
            "Fill in this field.",
            "Enter a number, such as 1,250.",
        ]
    )
    expect(day).to_be_focused()
    assert page.evaluate(WAITING) == []
    enter_again(page, days_ago(town.hill, 3).isoformat())
    assert page.evaluate(WAITING) == ["waiting"]


def enter_again(page: Page, day: str) -> None:
    page.get_by_label("Date", exact=True).fill(day)
    page.get_by_label("Starts").fill("18:30")
    page.locator("[name=people_present]").fill("1,250")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline")


@pytest.mark.expectation(17)
def test_same_as_last_time_works_without_signal_and_a_copy_of_another_time_says_that_it_does_not(
    open_as: Callable[[str], Page], town: World
):
    came = Attendance(memberships=(membership(town["hill-member"]).pk,))
    with within(town.hill):
        for days, place in ((16, "Library"), (9, "Library")):
            log(town, days_ago(town.hill, days), place=place)
        park = log(town, days_ago(town.hill, 4), came, place="Park")
    page = open_as("hill-leader")
    page.goto(f"{LOG}?from={park.pk}")
    expect(page.get_by_label("Place")).to_have_value("Park")
    page.goto(LOG)
    page.context.set_offline(True)
    page.goto(f"{LOG}?from={park.pk}")
    # Pages loaded online did not replace the stored forms.
    expect(page.get_by_label("Place")).to_have_value("Library")
    expect(page.locator("main")).to_contain_text("Copying an earlier entry works online only.")
    page.goto(LOG)
    expect(page.locator("main")).to_contain_text("You are offline")
    expect(page.get_by_text("Copying an earlier entry works online only.")).to_be_hidden()
    expect(page.get_by_label("hill-member")).not_to_be_checked()
    page.get_by_role("button", name="Same as last time").click()
    expect(page.get_by_label("hill-member")).to_be_checked()
    expect(page.locator("[name=people_present]")).to_have_value("1")
    expect(page.get_by_label("Place")).to_have_value("Library")
    page.get_by_label("Starts").fill("00:00")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.locator("[data-queue-count]").first).to_have_text("1")
    page.context.set_offline(False)
    until(lambda: count(town, Event), 4)


def delete_and_take_back(page: Page) -> None:
    page.locator("[data-queue-list]").get_by_role("button", name="Delete").click()
    expect(page.locator("main")).to_contain_text("Nothing is waiting to sync")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-queue-list] > li")).to_have_count(1)


def leave(page: Page) -> None:
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/logout/$"))
    expect(page.locator("main")).to_contain_text("1")
    expect(page.locator("main")).to_contain_text("If you sign out, these entries are deleted.")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"://[^/]+/$"))
    assert page.evaluate("() => caches.keys()") == []
    assert page.evaluate(ROWS) == 0
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def fill_in_who_came(page: Page, event: Event, people: str) -> None:
    page.goto(f"/c/hill/events/{event.pk}/record/")
    expect(page.locator("main")).to_contain_text("You are offline")
    page.locator("[name=people_present]").fill(people)
    page.get_by_role("button", name="Save as held").click()
    expect(page.locator("#messages")).to_contain_text("Saved on this device.")


def answer_a_question(page: Page) -> None:
    page.goto("/c/hill/survey/2026-H1/all/")
    question = page.locator("details", has=page.locator("#meets_consistently"))
    question.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline")


def record_a_call(page: Page, service_id: int) -> None:
    page.goto(f"/c/hill/services/{service_id}/referral-checks/new/")
    page.get_by_label("The provider agreed to this call beforehand").check()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("checkbox", name="English").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline")


def count(town: World, model: type[Model]) -> int:
    with within(town.hill):
        return model._default_manager.count()


def nothing_of_pages_for_others(page: Page) -> None:
    """Public pages have no service worker and store nothing."""
    paths = [urlsplit(url).path for url in page.evaluate(EVERYTHING)]
    assert [path for path in paths if not path.startswith(("/c/hill/", "/static/", "/offline/"))] == []
    assert page.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    for path in ("/p/hill/", "/p/hill/help/", "/accounts/email/"):
        page.goto(path)
        assert not page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), path
