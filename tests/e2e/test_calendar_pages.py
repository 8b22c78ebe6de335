"""Calendar, public event and check-in in a browser: accessible, and counting without JavaScript."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import cancel_event
from events.check_in import make_check_in_token
from events.guests import get_guest_totals
from events.models import Event, Occasion
from tests.base import COMMITTED, World, within
from tests.e2e.layout_checks import faults
from tests.e2e.test_public_pages import prove
from tests.e2e.visits import PHONE, Visits
from tests.events.base import days_ago, log, plan
from tests.support.public_base import page, public_event, publish

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("public")]


@pytest.fixture
def hill(town: World) -> World:
    cache.clear()
    publish(town.hill, town["hill-coordinator"])
    return town


def begun(world: World) -> Event:
    with within(world.hill):
        event = plan(world, days_ago(world.hill, 0), title="Evening with the schools")
        now = timezone.now()
        Event.objects.filter(pk=event.pk).update(starts_at=now, ends_at=now + dt.timedelta(hours=2))
        return Event.objects.get(pk=event.pk)


@pytest.mark.expectation(24)
def test_a_guest_checks_in_by_the_code_without_javascript(visits: Visits, hill: World):
    event = begun(hill)
    leader, window = visits.open("hill-leader"), visits.open(width=PHONE, javascript=False)
    leader.goto(f"/c/hill/events/{event.pk}/")
    leader.get_by_role("link", name="Check-in").click()
    expect(leader.get_by_role("img", name="QR code for check-in")).to_be_visible()
    leader.wait_for_function("() => document.querySelector('.tf-check-in img').naturalWidth > 0")
    address = leader.locator(".tf-check-in code").inner_text()
    window.goto(urlsplit(address).path)
    window.get_by_label("Number of people").select_option("2")
    prove(window, javascript=False)
    window.get_by_role("button", name="I am here").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted.")
    window.reload()  # sends the same form again
    expect(window.get_by_role("heading", level=1)).to_have_text("Thank you. You are counted.")
    assert window.context.cookies() == []
    with within(hill.hill):
        assert get_guest_totals(event)[Occasion.THERE] == 2


@pytest.mark.expectation(25)
def test_a_calendar_subscribes_to_the_events(visits: Visits, hill: World):
    begun(hill)
    window = visits.open("hill-leader")
    window.goto("/c/hill/events/calendar/")
    window.get_by_role("link", name="Add to my calendar").click()
    window.get_by_role("button", name="Create a new address").click()
    webcal = window.get_by_role("link", name="Open in this device's calendar").get_attribute("href")
    assert webcal
    assert webcal.startswith("webcal://")
    calendar = visits.open().request.get(urlsplit(webcal).path)
    assert "SUMMARY:Evening with the schools" in calendar.text()


@pytest.mark.thorough
def test_they_fit_every_screen_and_everyone(visits: Visits, hill: World):
    event, shown = begun(hill), public_event(hill, title="Tea </script> & talk")
    with within(hill.hill):
        log(hill, days_ago(hill.hill, 1), title="Talk at the high school", kind="education")
        off = plan(hill, days_ago(hill.hill, 0), title="Vigil at the town hall", kind="campaign")
        cancel_event(event=off, reason="Rain", revision=None, by=hill["hill-leader"])
    visitor, leader, staff = visits.open(), visits.open("hill-leader"), visits.open("usa-staff")
    results = [
        *(
            faults(visitor, page(rest))
            for rest in (f"events/{shown.pk}/", f"check-in/{make_check_in_token(event)}/")
        ),
        *(
            faults(leader, f"/c/hill/events/{rest}")
            for rest in ("calendar/", "calendar/?view=list", "calendar/link/", f"{event.pk}/check-in/")
        ),
        faults(staff, "/office/usa/calendar/"),
    ]
    assert [fault for result in results for fault in result] == []
