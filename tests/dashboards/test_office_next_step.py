"""The next step at the top of an office's overview, for its own staff."""

import datetime as dt

import pytest
from django.utils import timezone

from communities.models import Community
from evaluation.models import Round, Submission
from tests.base import World, confirmed, within
from tfc.periods import HalfYear, half_year_text

NOW = HalfYear.from_day(timezone.now().date())
PAST, TO_COME = timezone.now().date() - dt.timedelta(days=9), timezone.now().date() + dt.timedelta(days=9)


@pytest.fixture
def usa(world: World) -> World:
    return world


def opened(world: World, half_year: HalfYear, due_on: dt.date, *, closed: bool = False) -> Round:
    with within(world.usa):
        return Round.objects.create(
            half_year=str(half_year),
            due_on=due_on,
            opened_at=timezone.now(),
            closed_at=timezone.now() if closed else None,
        )


def submitted(world: World, round_: Round) -> None:
    with within(world.hill):
        Submission.objects.create(office=world.usa, round=round_, state="submitted")


def step(signed_in, query: str = "") -> tuple[str, str]:
    result = signed_in("usa-staff").get(f"/office/usa/{query}").context["next"]
    return (result.title, result.url) if result else ("", "")


def test_submitted_surveys_come_first(usa: World, signed_in):
    round_ = opened(usa, NOW, PAST)
    submitted(usa, round_)
    title, url = step(signed_in)
    assert title == "Review one survey"
    page = signed_in("usa-staff").get("/office/usa/").content.decode()
    assert ("Accept it, or return it with a reason" in page, "Review it" in page) == (True, True)
    assert signed_in("usa-staff").get(url).context["state"] == "submitted"


def test_it_says_who_is_late_only_after_the_day(usa: World, signed_in):
    Community.objects.filter(office=usa.usa).update(stage="acting")
    round_ = opened(usa, NOW, TO_COME)
    assert step(signed_in)[0] == "Nothing to do today"
    Round.objects.filter(pk=round_.pk)
    with within(usa.usa):
        Round.objects.filter(pk=round_.pk).update(due_on=PAST)
    assert step(signed_in)[0] in ("2 communities have not submitted their surveys", "Nothing to do today")


def test_a_closed_half_year_asks_for_the_next_or_for_a_report(usa: World, signed_in):
    before = HalfYear(NOW.year - 1, NOW.half)
    opened(usa, before, PAST, closed=True)
    assert step(signed_in)[0] == "Open a half-year"
    opened(usa, NOW, PAST, closed=True)
    assert step(signed_in)[0] == "Report on the closed half-year"
    assert step(signed_in, f"?round={before}") == ("", "")


def test_an_office_begins_with_its_hotlines_and_its_first_community(usa: World, signed_in):
    from communities.models import Office, StaffMembership

    office = Office.objects.create(name="New", slug="new-office", country="FR")
    StaffMembership.objects.create(office=office, user=usa["usa-staff"])
    client = signed_in("usa-staff")
    response = client.get("/office/new-office/")
    assert response.context["next"].title == "Confirm your hotlines"
    page = response.content.decode()
    assert "You have no communities yet." in page
    assert "tf-count-grid" not in page
    Office.objects.filter(pk=office.pk).update(**confirmed("0 800 000 000"))
    assert client.get("/office/new-office/").context["next"].title == "Add a community"


def test_a_candidate_with_a_coordinator_is_moved_with_the_opening_of_the_half_year(usa: World, signed_in):
    Community.objects.filter(slug="hill").update(stage="candidate")
    title = "Hill has a coordinator: move it to leadership team and open the half-year"
    assert step(signed_in) == (title, "/office/usa/reporting-periods/open/")
    opened(usa, NOW, TO_COME)
    title, url = step(signed_in)
    assert title == "Hill has a coordinator: move it to leadership team"
    assert signed_in("usa-staff").get(url).context["form"].initial["stage"] == "leadership_team"


def test_the_settings_are_on_the_overview_for_its_own_staff(usa: World, signed_in):
    opened(usa, NOW, TO_COME)
    for person, links in (("usa-staff", 1), ("oasis-staff", 0)):
        page = signed_in(person).get("/office/usa/").content.decode()
        assert page.count('class="d-none d-md-inline"') == links, person


def test_a_survey_of_a_closed_half_year_that_waits_is_not_forgotten(usa: World, signed_in):
    before = NOW.previous()
    submitted(usa, opened(usa, before, PAST, closed=True))
    opened(usa, NOW, TO_COME)
    result = signed_in("usa-staff").get("/office/usa/").context["next"]
    assert result.title == "Review one survey"
    assert result.text == f"{half_year_text(before)}: Accept it, or return it with a reason."
    page = signed_in("usa-staff").get(result.url)
    assert (page.context["round"].half_year, page.context["state"]) == (str(before), "submitted")


def test_an_earlier_half_year_shows_neither_todays_list_nor_a_step_of_all_offices(usa: World, signed_in):
    before = NOW.previous()
    opened(usa, before, PAST, closed=True)
    opened(usa, NOW, TO_COME)
    office = signed_in("usa-staff")
    assert "Needs attention" in office.get("/office/usa/").content.decode()
    assert "Needs attention" not in office.get(f"/office/usa/?round={before}").content.decode()
    international = signed_in("oasis-staff")
    assert international.get("/international/").context["next"] is not None
    assert international.get(f"/international/?round={before}").context["next"] is None
