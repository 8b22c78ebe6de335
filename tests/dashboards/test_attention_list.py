"""The list of communities that need attention: following up, setting aside, and an office's own rules."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.team import remove_staff
from dashboards.actions.attention import follow_up
from dashboards.models import AttentionRule, CommunityAttention, FollowUp, FollowUpKind, OfficeSummary
from dashboards.notices import due_in_office
from evaluation.models import Round
from tests.base import World, add_staff, sign_in, within
from tfc.periods import HalfYear

DAY = dt.date(2026, 11, 30)


@pytest.fixture
def listed(world: World) -> World:
    with within(world.usa):
        CommunityAttention.objects.create(
            community=world.hill, points=5, since=DAY, computed_at=timezone.now(),
            reasons=[{"code": "no_coordinator", "since": DAY.isoformat(), "values": {}}],
        )  # fmt: skip
    return world


LIST, FORM = "/office/usa/attention/", "/office/usa/communities/hill/follow-up/"


def names(page) -> list[str]:
    return [row.community.slug for row in page.context["rows"]]


def test_an_office_sees_its_list_and_another_office_does_not(listed: World, client: Client):
    page = sign_in(client, listed["usa-staff"]).get(LIST)
    assert names(page) == ["hill"]
    assert "No coordinator." in page.content.decode()
    assert "5 points" in page.content.decode()
    assert sign_in(Client(), listed["uk-staff"]).get(LIST).status_code == 404
    assert sign_in(Client(), listed["hill-coordinator"]).get(LIST).status_code == 404
    with within(listed.hill):
        assert not CommunityAttention.objects.exists()


def test_following_up(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    colleague = add_staff(listed.usa, "colleague")
    form = {"kind": "call", "note": "She will look for one.", "assigned_to": colleague.pk}
    for _time in range(2):
        assert staff.post(FORM, form).headers["Location"] == LIST
    text = staff.get(LIST).content.decode()
    assert "Assigned to colleague" in text
    assert "She will look for one." in text
    with within(listed.usa):
        assert FollowUp.objects.count() == 1


def test_international_staff_read_the_list_and_are_offered_nothing_to_save(listed: World, client: Client):
    guest = sign_in(client, listed["oasis-staff"])
    assert names(guest.get(LIST)) == ["hill"]
    assert guest.get(FORM).headers["Location"] == LIST
    assert guest.get("/office/usa/alerts/").headers["Location"] == "/office/usa/"
    rules = guest.get(f"{LIST}rules/")
    assert all(field.field.disabled for field in rules.context["form"])
    assert ">Save<" not in "".join(rules.content.decode().split())


def test_setting_aside_hides_it_until_the_day(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    tomorrow = timezone.now().date() + dt.timedelta(days=2)
    page = staff.post(FORM, {"kind": "note", "until": tomorrow.isoformat()})
    assert (page.status_code, "Say why you set it aside." in page.content.decode()) == (422, True)
    assert (
        staff.post(FORM, {"kind": "note", "note": "On leave", "until": tomorrow.isoformat()}).status_code
        == 302
    )
    assert names(staff.get(LIST)) == []
    assert names(staff.get(f"{LIST}?set_aside=")) == ["hill"]
    # A later note keeps the day.
    assert staff.get(FORM).context["form"]["until"].value() == tomorrow
    with within(listed.usa):
        CommunityAttention.objects.update(set_aside_until=timezone.now().date() - dt.timedelta(days=1))
    assert names(staff.get(LIST)) == ["hill"]


def test_the_list_is_filtered_by_a_reason(listed: World, client: Client):
    with within(listed.usa):
        CommunityAttention.objects.create(
            community=listed.dale, points=2, since=DAY, computed_at=timezone.now(),
            reasons=[
                {"code": "failing", "since": DAY.isoformat(), "values": {"parts": ["focus_chosen"]}},
                {"code": "falling", "since": DAY.isoformat(), "values": {"parts": ["focus_chosen"]}},
            ],
        )  # fmt: skip
    staff = sign_in(client, listed["usa-staff"])
    page = staff.get(LIST)
    assert [(reason.code, number) for reason, number, _chosen in page.context["reasons"]] == [
        ("no_coordinator", 1),
        ("failing", 1),
        ("falling", 1),
    ]
    page = staff.get(f"{LIST}?reason=falling")
    assert names(page) == ["dale"]
    # What the reader looks for comes first.
    assert page.context["rows"][0].sentence.startswith("Worse than the half-year before")
    assert names(staff.get(f"{LIST}?reason=%00")) == ["hill", "dale"]


def test_what_a_colleague_did_meanwhile_is_shown(listed: World, client: Client):
    colleague = add_staff(listed.usa, "colleague")
    assert sign_in(Client(), colleague).post(FORM, {"kind": "call", "note": "Called"}).status_code == 302
    staff = sign_in(client, listed["usa-staff"])
    mine = {"kind": "email", "note": "Mine"}
    page = staff.post(FORM, mine)
    assert page.status_code == 422
    assert ("colleague followed up meanwhile" in page.content.decode(), "Mine" in page.content.decode()) == (
        True,
        True,
    )
    assert staff.post(FORM, mine | {"last": page.context["form"]["last"].value()}).status_code == 302


def test_a_community_is_not_assigned_to_a_person_who_left(listed: World, client: Client):
    colleague = add_staff(listed.usa, "colleague")
    staff = sign_in(client, listed["usa-staff"])
    staff.post(FORM, {"kind": "call", "note": "x", "assigned_to": colleague.pk})
    assert "Assigned to colleague" in staff.get(LIST).content.decode()
    with within(listed.usa):
        remove_staff(membership=colleague.offices.get(), by=listed["usa-staff"])
    assert "Assigned to colleague" not in staff.get(LIST).content.decode()


def test_a_follow_up_is_corrected_and_deleted(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    staff.post(FORM, {"kind": "call", "note": "Wrong town"})
    with within(listed.usa):
        edit = f"{LIST}follow-ups/{FollowUp.objects.get().pk}/"
    assert edit in staff.get(FORM).content.decode()
    form = {"kind": "visit", "note_before": "Wrong town"}
    page = staff.post(edit, form | {"kind": "note", "note": ""})
    assert (page.status_code, "Write a note, or delete it all." in page.content.decode()) == (422, True)
    assert staff.post(edit, form | {"note": "Right town"}).headers["Location"] == FORM
    page = staff.post(edit, form | {"note": "Mine"})
    assert (page.status_code, "by a colleague: Right town" in page.content.decode()) == (422, True)
    assert staff.post(edit, form | {"note": "Mine", "note_before": "Right town"}).status_code == 302
    text = staff.get(FORM).content.decode()
    assert ("Met or visited" in text, "Mine" in text, "Wrong town" in text) == (True, True, False)
    assert sign_in(Client(), listed["uk-staff"]).post(edit, {"delete": "1"}).status_code == 404
    assert staff.post(edit, {"delete": "1"}).headers["Location"] == FORM
    assert staff.get(edit).status_code == 404
    assert "Mine" not in staff.get(FORM).content.decode()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"kind": "note"}, "Write a note, or choose what you did."),
        (
            {"kind": "note", "note": "x", "until": "2020-01-01"},
            "Enter a date after today, at most a year ahead.",
        ),
        ({"kind": "song"}, "Select a valid choice."),
    ],
)
def test_a_follow_up_that_does_not_fit(listed: World, client: Client, form, text: str):
    page = sign_in(client, listed["usa-staff"]).post(FORM, form)
    assert (page.status_code, text in page.content.decode()) == (422, True)


def test_rules_are_changed_with_their_history(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    url = "/office/usa/attention/rules/"
    fields = staff.get(url).context["form"].fields
    form = {name: str(field.initial) for name, field in fields.items() if field.initial}
    assert (
        "Enter a whole number from 1 to 365."
        in staff.post(url, form | {"silent_limit": "0"}).content.decode()
    )
    form = form | {"silent_limit": "120"}
    del form["lone_coordinator_on"]
    assert staff.post(url, form).status_code == 302
    page = staff.get(url)
    assert [(change.title, change.before, change.after) for change in page.context["history"]] == [
        ("Coordinator without a team", "On", "Off"),
        ("Silence", "Days without a team meeting: 100", "Days without a team meeting: 120"),
    ]
    assert staff.post(url, form).status_code == 302
    assert len(staff.get(url).context["history"]) == 2


def test_the_default_rules_come_back(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    url = "/office/usa/attention/rules/"
    with within(listed.usa):
        AttentionRule.objects.create(code="silent", is_on=False, limit=30, by=listed["usa-staff"])
    assert "Restore the default rules" in staff.get(url).content.decode()
    assert staff.post(url, {"defaults": "1"}).status_code == 302
    page = staff.get(url)
    assert (page.context["form"]["silent_on"].value(), page.context["form"]["silent_limit"].value()) == (
        True,
        100,
    )
    assert "Restore the default rules" not in page.content.decode()


def test_the_colleague_to_whom_a_community_is_assigned_is_notified(listed: World):
    colleague = add_staff(listed.usa, "colleague")
    call: dict[str, Any] = {"community": listed.hill, "kind": FollowUpKind.CALL, "assigned_to": colleague}
    with within(listed.usa):
        first = follow_up(by=listed["usa-staff"], **call)
        [notice] = due_in_office(listed.usa, timezone.now())
        assert (notice.only, notice.path) == (colleague.pk, "/office/usa/communities/hill/figures/")
        follow_up(by=colleague, last=first.pk, **call)
        assert due_in_office(listed.usa, timezone.now()) == []


def test_no_notice_of_a_community_that_needs_no_attention(listed: World):
    with within(listed.usa):
        follow_up(
            community=listed.hill, kind=FollowUpKind.CALL, by=listed["usa-staff"],
            assigned_to=add_staff(listed.usa, "colleague"),
        )  # fmt: skip
        CommunityAttention.objects.update(points=0)
        assert due_in_office(listed.usa, timezone.now()) == []


def test_the_home_page_shows_the_most_urgent_and_five_figures(listed: World, client: Client):
    half_year = HalfYear.from_day(timezone.now().date())
    week_before = (timezone.now().date() - dt.timedelta(days=8)).isoformat()
    counts = {"met": 1, "visits": 40, "at_least": True, "submitted": 1, "known": 7, "applicable": 28}
    before = {**counts, "met": 2, "visits": 1500, "at_least": False, "known": 21}
    with within(listed.usa):
        Round.objects.create(half_year=str(half_year), due_on=timezone.now().date(), opened_at=timezone.now())
        OfficeSummary.objects.create(
            half_years={str(half_year): counts, str(half_year.previous()): before},
            attention={week_before: 3},
            computed_at=timezone.now(),
        )
    page = sign_in(client, listed["usa-staff"]).get("/office/usa/")
    figures = page.context["figures"]
    assert [figure.value for figure in figures] == ["0", "1", "at least 40", "25%", "1"]
    assert [figure.change.rpartition(": ")[2] for figure in figures] == ["1", "2", "1,500", "75%", "3"]
    assert names(page) == ["hill"]


def test_a_home_page_without_counts_says_that_they_are_not_known(listed: World, client: Client):
    with within(listed.usa):
        Round.objects.create(half_year="2026-H1", due_on=DAY, opened_at=timezone.now())
    page = sign_in(client, listed["usa-staff"]).get("/office/usa/")
    assert [figure.value for figure in page.context["figures"]][1:] == ["", "", "", ""]
    assert page.content.decode().count("Not known yet") == 4


def test_the_international_office_sees_how_many_communities_of_each_office_need_attention(listed: World):
    page = sign_in(Client(), listed["oasis-staff"]).get("/international/offices/").content.decode()
    assert re.findall(r'<a href="/office/(\w+)/attention/">([^<]*)</a>', page) == [
        ("usa", "Needs attention: 1")
    ]


def test_it_says_that_counts_are_left_out_while_the_half_year_runs(listed: World, client: Client):
    staff = sign_in(client, listed["usa-staff"])
    sentence = "While a half-year runs, no rule looks at items 4a, 5, 11, as their counts still grow."
    for page in (LIST, f"{LIST}rules/"):
        assert sentence in " ".join(staff.get(page).content.decode().split())


def test_who_only_sets_aside_need_not_say_what_was_done(listed: World, client: Client):
    form = sign_in(client, listed["usa-staff"]).get(FORM).context["form"]
    assert form["kind"].value() == "note"
