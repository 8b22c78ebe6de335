import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from communities.models import Community, Membership, Role, StageChange
from evaluation.models import Round
from evaluation.survey import open_round_for, round_for
from tests.base import COMMITTED, within
from tests.evaluation.rounds_world import H1, answer_all, hand_in, make_round
from tests.line_breaks import keep_together
from tests.row_sets import stored_world
from tests.threads import at_once

LIST = "/office/usa/reporting-periods/"
OPEN = f"{LIST}open/"


@pytest.fixture(autouse=True)
def in_july(monkeypatch):
    """The half-year 2026-H1 is over, 2026-H2 runs."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 10, 12, tzinfo=UTC))


@pytest.fixture
def staff(signed_in):
    return signed_in("usa-staff")


def rounds(world):
    with within(world.usa):
        return list(Round.objects.order_by("id").values_list("half_year", "due_on", "closed_at"))


def test_it_opens_a_half_year(world, staff):
    assert "July to December 2026" in staff.get(OPEN).content.decode()
    response = staff.post(OPEN, {"half_year": "2026-H1", "due_on": "2026-07-31"})
    assert response["Location"] == LIST
    assert rounds(world) == [("2026-H1", date(2026, 7, 31), None)]
    text = staff.get(LIST).content.decode()
    assert "January to June 2026 is open. 2 communities have their surveys now." in text
    assert "0 of 2 surveys submitted" in text
    assert keep_together("Due on July 31, 2026") in text


def test_it_proposes_a_day_that_leaves_a_month(world, staff):
    assert 'value="2027-01-31"' in staff.get(OPEN).content.decode()
    staff.post(OPEN, {"half_year": "2026-H2", "due_on": "2027-01-31"})
    assert 'value="2026-08-10"' in staff.get(OPEN).content.decode()
    staff.post(OPEN, {"half_year": "2024-H2", "due_on": "2026-08-10"})
    assert rounds(world)[1] == ("2024-H2", date(2026, 8, 10), None)


def test_it_moves_ticked_communities_with_a_coordinator_to_leadership_team(world, staff):
    Community.objects.filter(office=world.usa).update(stage="candidate")
    Membership.objects.filter(community=world.dale, role=Role.COORDINATOR).update(ended_at=timezone.now())
    page = staff.get(OPEN)
    assert page.context["form"]["starting"].value() == ["hill"]
    sent = {"half_year": "2026-H2", "due_on": "2027-01-31"}
    assert staff.post(OPEN, {**sent, "starting": ["dale"]}).status_code == 422
    assert rounds(world) == []
    assert staff.post(OPEN, {**sent, "starting": ["hill"]}).status_code == 302
    assert dict(Community.objects.values_list("slug", "stage")).items() >= {
        ("hill", "leadership_team"),
        ("dale", "candidate"),
    }
    with within(world.hill):
        change = StageChange.objects.get()
        assert (change.stage, change.since) == ("leadership_team", date(2026, 7, 10))
        assert open_round_for(Community.objects.get(slug="hill"))


def test_a_community_that_is_not_ticked_stays_as_it_is(world, staff):
    Community.objects.filter(slug="hill").update(stage="awareness")
    staff.post(OPEN, {"half_year": "2026-H2", "due_on": "2027-01-31"})
    assert Community.objects.get(slug="hill").stage == "awareness"


def test_it_proposes_none_that_is_older_than_what_the_office_ever_opened(world, staff):
    for half_year in ("2025-H2", "2026-H1", "2026-H2"):
        staff.post(OPEN, {"half_year": half_year, "due_on": "2026-08-10"})
    page = staff.get(OPEN).content.decode()
    assert '<option value="" selected>Choose…</option>' in page
    assert '<option value="2025-H1">' in page
    refused = staff.post(OPEN, {"half_year": "", "due_on": "2026-08-10"})
    assert refused.status_code == 422
    assert "Choose one." in refused.content.decode()


def test_its_communities_see_it_and_no_other_office_does(world, staff):
    staff.post(OPEN, {"half_year": "2026-H1", "due_on": "2026-07-31"})
    with within(world.hill):
        result = round_for(world.hill, H1)
        assert result is not None
        assert result == open_round_for(world.hill)
        assert round_for(world.hill, H1.previous()) is None
    with within(world.moor):
        assert round_for(world.moor, H1) is None


def test_the_list_shows_three_years_and_what_can_be_done_with_each_half_year(world, staff):
    staff.post(OPEN, {"half_year": "2024-H2", "due_on": "2026-07-31"})
    staff.post(OPEN, {"half_year": "2026-H1", "due_on": "2026-07-09"})
    with within(world.usa):
        Round.objects.filter(half_year="2024-H2").update(closed_at=timezone.now())
    page = staff.get(LIST)
    shown = {
        str(period.half_year): (
            bool(period.round),
            period.may_open,
            period.is_ahead,
            period.overdue,
            period.never_submitted,
        )
        for _year, periods in [*page.context["earlier"], *page.context["years"]]
        for period in periods
    }  # fmt: skip
    assert shown == {
        "2024-H2": (True, False, False, 0, 2),
        "2025-H1": (False, True, False, 0, 0),
        "2025-H2": (False, True, False, 0, 0),
        "2026-H1": (True, False, False, 2, 0),
        "2026-H2": (False, True, False, 0, 0),
        "2027-H1": (False, False, True, 0, 0),
        "2027-H2": (False, False, True, 0, 0),
    }
    assert [year for year, _periods in page.context["years"]] == [2026, 2027]
    assert [year for year, _periods in page.context["earlier"]] == [2024, 2025]
    text = page.content.decode()
    assert keep_together("Can be opened from Jan. 1, 2027") in text
    assert f'{OPEN}?half_year=2025-H2"' in text
    assert '<option value="2025-H2" selected>' in staff.get(f"{OPEN}?half_year=2025-H2").content.decode()
    staff.post(OPEN, {"half_year": "2025-H2", "due_on": "2026-07-31"})
    assert [year for year, _periods in staff.get(LIST).context["years"]] == [2025, 2026, 2027]


def test_the_deadline_of_an_open_half_year_is_extended(world, staff):
    round_ = make_round(world.usa)
    url = f"{LIST}{round_.pk}/due-date/"
    assert f'value="{round_.due_on.isoformat()}"' in staff.get(url).content.decode()
    assert staff.post(url, {"due_on": "2026-09-15"})["Location"] == LIST
    assert rounds(world)[0][1] == date(2026, 9, 15)
    refused = staff.post(url, {"due_on": "2020-01-01"})
    assert (refused.status_code, "Choose a day between" in refused.content.decode()) == (422, True)
    staff.post(f"{LIST}{round_.pk}/close/")
    refused = staff.post(url, {"due_on": "2026-10-15"})
    assert (refused.status_code, "This half-year is closed." in refused.content.decode()) == (409, True)
    assert rounds(world)[0][1] == date(2026, 9, 15)


WRONG = [
    ({"half_year": "2026-H1", "due_on": ""}, "Enter a date."),
    ({"half_year": "2026-H1", "due_on": "soon"}, "Enter a date."),
    ({"half_year": "2026-H1", "due_on": "2025-12-31"}, "Choose a day between"),
    ({"half_year": "2026-H1", "due_on": "2027-07-12"}, "Choose a day between"),
    ({"half_year": "2027-H1", "due_on": "2027-07-31"}, "Choose one."),
    ({"half_year": "x", "due_on": "2026-07-31"}, "Choose one."),
]


def test_it_explains_bad_input_and_opens_nothing(world, staff, subtests):
    for fields, message in WRONG:
        with subtests.test(given=fields):
            response = staff.post(OPEN, fields)
            assert response.status_code == 422
            assert message in response.content.decode()
            assert f'value="{fields["due_on"]}"' in response.content.decode() or not fields["due_on"]
            assert rounds(world) == []


def test_it_opens_a_half_year_once(world, staff):
    staff.post(OPEN, {"half_year": "2026-H1", "due_on": "2026-07-31"})
    response = staff.post(OPEN, {"half_year": "2026-H1", "due_on": "2026-08-31"})
    assert response.status_code == 422
    assert "This half-year is open already." in response.content.decode()
    assert rounds(world) == [("2026-H1", date(2026, 7, 31), None)]


def test_it_says_before_it_closes_that_the_half_year_still_runs(world, staff):
    round_ = make_round(world.usa, H1.next())
    assert (
        keep_together("This half-year runs until Dec. 31, 2026.")
        in staff.get(f"{LIST}{round_.pk}/close/").content.decode()
    )


def test_it_says_who_has_not_submitted_before_it_closes(world, staff):
    round_ = make_round(world.usa)
    hand_in(world.hill, round_, world["hill-coordinator"])
    answer_all(world.dale, round_, world["dale-coordinator"])
    page = staff.get(f"{LIST}{round_.pk}/close/").content.decode()
    assert "1 of 2 has not submitted" in page
    assert "Dale" in page
    assert "Hill" not in page
    assert "This half-year runs until" not in page
    assert staff.post(f"{LIST}{round_.pk}/close/").status_code == 302
    assert rounds(world)[0][2] is not None


def test_it_opens_it_again_with_a_new_day(world, staff):
    round_ = make_round(world.usa, closed_at=datetime(2026, 7, 1, tzinfo=UTC))
    path = f"{LIST}{round_.pk}/reopen/"
    # The 31st was asked for; that leaves no month.
    assert 'value="2026-08-10"' in staff.get(path).content.decode()
    response = staff.post(path, {"due_on": "2020-01-01"})
    assert response.status_code == 422
    assert "Choose a day between" in response.content.decode()
    assert staff.post(path, {"due_on": "2026-08-15"}).status_code == 302
    assert rounds(world) == [("2026-H1", date(2026, 8, 15), None)]


def test_opening_again_is_undone_as_it_was_for_a_while(world, staff, monkeypatch):
    closed = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    round_ = make_round(world.usa, closed_at=closed)
    before = rounds(world)
    page = staff.post(f"{LIST}{round_.pk}/reopen/", {"due_on": "2026-08-15"}, follow=True).content.decode()
    undo = html.unescape(re.search(r'action="([^"]+/close-again/[^"]+)"', page)[1])
    for wrong in (undo[:-1], undo.partition("?")[0], undo + "x"):
        assert "cannot be undone any more" in staff.post(wrong, follow=True).content.decode()
    assert rounds(world)[0][2] is None
    assert "Saved." in staff.post(undo, follow=True).content.decode()
    assert rounds(world) == before
    assert "already done" in staff.post(undo, follow=True).content.decode()
    staff.post(f"{LIST}{round_.pk}/reopen/", {"due_on": "2026-08-15"})
    monkeypatch.setattr("evaluation.views.rounds.UNDO", timedelta(seconds=-1))
    assert "cannot be undone any more" in staff.post(undo, follow=True).content.decode()
    assert rounds(world)[0][2] is None


def test_a_second_click_changes_nothing_and_says_so(world, staff):
    round_ = make_round(world.usa)
    response = staff.post(f"{LIST}{round_.pk}/reopen/", {"due_on": "2026-08-15"})
    assert response.status_code == 409
    assert "open already" in response.content.decode()
    staff.post(f"{LIST}{round_.pk}/close/")
    closed = rounds(world)
    response = staff.post(f"{LIST}{round_.pk}/close/")
    assert response.status_code == 409
    assert "already done" in response.content.decode()
    assert rounds(world) == closed


def paths(round_):
    return [LIST, OPEN, f"{LIST}{round_.pk}/close/", f"{LIST}{round_.pk}/reopen/"]


def test_international_staff_read_and_change_nothing(world, staff, signed_in):
    round_ = make_round(world.usa)
    before = rounds(world)
    guest = signed_in("oasis-staff")
    page = guest.get(LIST).content.decode()
    assert "January to June 2026" in page
    assert f"/{round_.pk}/close/" not in page
    assert OPEN not in page
    for path in paths(round_)[1:]:
        assert guest.post(path, {"half_year": "2026-H1", "due_on": "2026-07-31"}).status_code == 403
    assert rounds(world) == before


@COMMITTED
def test_of_many_who_open_it_at_once_one_does(transactional_db):
    from evaluation.actions.rounds import open_round

    world = stored_world()

    def act() -> None:
        with within(world.usa):
            open_round(office=world.usa, half_year=H1, due_on=date(2026, 7, 31), by=world["usa-staff"])

    ends = at_once(*[act] * 5)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType"] + ["RoundError"] * 4
    assert len(rounds(world)) == 1
