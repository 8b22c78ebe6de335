"""The community's home, the office's dashboard, and the receipts of their figures."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Cadence, Community, RequiredLanguage, StageChange
from dashboards.home_facts import get_home_facts
from evaluation.actions.figures import refresh_figures
from evaluation.models import Figure, Round, Submission
from events.models import Event, EventKind, EventStatus, OrganizationPresence
from stakeholders.models import Organization, Sector
from tests.base import World, within
from tests.evaluation.rounds_world import refresh_office
from tests.line_breaks import keep_together
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)
AT_NOON = {"starts_at": NOON, "ends_at": NOON}
RECEIPT = "/c/hill/figures/2026-H1/stakeholder_meetings/"
OFFICE_RECEIPT = "/office/usa/communities/hill/figures/2026-H1/stakeholder_meetings/"


@pytest.fixture
def round_(world: World) -> Round:
    with within(world.usa):
        return Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=NOON)


def add_meeting(community: Community, title: str, **fields) -> Event:
    """A stakeholder meeting of two sectors, held on 3 March 2026 by default."""
    with within(community):
        event = Event.objects.create(
            title=title,
            time_zone=community.time_zone,
            **{"kind": EventKind.STAKEHOLDER_MEETING, "status": EventStatus.HELD, **AT_NOON, **fields},
        )
        for sector in (Sector.MEDIA, Sector.SCHOOLS):
            organization = Organization.objects.create(name=f"{title} {sector}", sector=sector)
            OrganizationPresence.objects.create(event=event, organization=organization)
    return event


def refresh(community: Community) -> None:
    with within(community):
        refresh_figures([community], H1)
    with within(community.office):
        refresh_office([community], H1)


class TestHome:
    def test_it_says_what_a_coordinator_does_first(self, signed_in, world: World):
        response = signed_in("hill-coordinator").get("/c/hill/")
        assert "Set how often your team meets" in response.content.decode()
        assert response.context["steps"][0].url == "/c/hill/settings/cadence/"

    def test_it_asks_leaders_about_events_that_are_over(self, signed_in, world: World):
        past = timezone.now() - timedelta(days=2)
        add_meeting(world.hill, "Breakfast", status=EventStatus.PLANNED, starts_at=past, ends_at=past)
        response = signed_in("hill-leader").get("/c/hill/")
        assert response.context["steps"][0].url == "/c/hill/events/?status=unresolved"

    def test_it_leads_a_coordinator_to_the_open_survey(self, signed_in, world: World, round_: Round):
        with within(world.hill):
            Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=world["hill-coordinator"])
        response = signed_in("hill-coordinator").get("/c/hill/")
        assert response.context["steps"][0].url == "/c/hill/survey/2026-H1/meets_consistently/"

    def test_it_offers_a_leader_to_log_a_meeting(self, signed_in, world: World):
        assert signed_in("hill-leader").get("/c/hill/").context["steps"][0].url == "/c/hill/events/log/"

    def test_it_shows_a_member_the_next_meeting(self, signed_in, world: World):
        soon = timezone.now() + timedelta(days=2)
        event = add_meeting(
            world.hill,
            "Team",
            kind=EventKind.TEAM_MEETING,
            status=EventStatus.PLANNED,
            starts_at=soon,
            ends_at=soon,
        )
        assert (
            signed_in("hill-member").get("/c/hill/").context["steps"][0].url == f"/c/hill/events/{event.pk}/"
        )

    def test_it_names_what_is_missing_and_where_to_fix_it(self, signed_in, world: World, round_: Round):
        refresh(world.hill)
        missing = {
            item.part.code: item.url
            for item in signed_in("hill-coordinator").get("/c/hill/").context["missing"]
        }
        assert missing["meets_consistently"] == "/c/hill/settings/"
        assert missing["leaders_in_development"] == "/c/hill/team/"
        assert missing["access_known"] == missing["risks_known"] == "/c/hill/residents-survey/"
        # Without services; above all, the required languages are unknown.
        assert missing["resources_identified"] == missing["ready_to_refer"] == "/c/hill/settings/"
        assert missing["stakeholder_meetings"] == "/c/hill/events/plan/?kind=stakeholder_meeting"
        assert missing["professionals_trained"] == "/c/hill/events/plan/?kind=stakeholder_training"
        # A coordinator declares that nothing happened; 4b follows 4a.
        page = signed_in("hill-coordinator").get("/c/hill/")
        signed = {item.part.code: item.question for item in page.context["missing"] if item.question}
        assert signed["professionals_trained"] == "/c/hill/survey/2026-H1/professionals_trained/"
        assert ("sector_breadth" in signed, "Or say that there was none" in page.content.decode()) == (
            False,
            True,
        )

    def test_it_leads_to_the_directory_where_no_service_is_recorded(
        self, signed_in, world: World, round_: Round
    ):
        with within(world.hill):
            RequiredLanguage.objects.create(language="en")
        refresh(world.hill)
        for role in ("coordinator", "leader"):
            result = signed_in(f"hill-{role}").get("/c/hill/").context["missing"]
            missing = {item.part.code: item.url for item in result}
            assert missing["resources_identified"] == missing["ready_to_refer"] == "/c/hill/services/"

    def test_it_asks_nobody_for_what_another_role_does(self, signed_in, world: World, round_: Round):
        add_meeting(world.hill, "Nobody written down", kind=EventKind.STAKEHOLDER_TRAINING, people_present=9)
        refresh(world.hill)
        form_data = {
            name: [item.url for item in signed_in(f"hill-{name}").get("/c/hill/").context["missing"]]
            for name in ("member", "leader")
        }
        # Research, what residents know, the focus based on the research, strategies, and training.
        places = ["research", "residents-survey", "residents-survey", "research", "strategies", "events"]
        assert form_data == {"member": [], "leader": [f"/c/hill/{place}/" for place in places]}

    def test_it_asks_for_nothing_more_once_the_survey_is_with_the_office(
        self, signed_in, world: World, round_: Round
    ):
        refresh(world.hill)
        with within(world.hill):
            Submission.objects.create(office=world.usa, round=round_, state="submitted")
        response = signed_in("hill-member").get("/c/hill/")
        assert response.context["missing"] == []
        assert "Survey due" not in response.content.decode()

    def test_it_shows_the_last_events_of_this_community_alone(self, signed_in, world: World):
        add_meeting(world.hill, "Hill breakfast")
        add_meeting(world.dale, "Dale breakfast")
        text = signed_in("hill-member").get("/c/hill/").content.decode()
        assert ("Hill breakfast" in text, "Dale breakfast" in text) == (True, False)

    def test_it_asks_the_database_as_often_for_many_events(
        self, signed_in, world: World, round_: Round, django_assert_max_num_queries
    ):
        client = signed_in("hill-coordinator")
        for size in (1, 5):
            for index in range(size):
                add_meeting(world.hill, f"Meeting {size} {index}")
            refresh(world.hill)
            with django_assert_max_num_queries(23):
                client.get("/c/hill/")


class TestReceipt:
    def test_it_opens_the_records_behind_a_figure(self, signed_in, world: World, round_: Round):
        event = add_meeting(world.hill, "Hill breakfast")
        refresh(world.hill)
        response = signed_in("hill-member").get(RECEIPT)
        assert f"/c/hill/events/{event.pk}/" in response.content.decode()
        assert response.context["figure"].receipt_hash in response.content.decode()
        assert not response.context["change_texts"]

    def test_it_shows_local_time(self, signed_in, world: World, round_: Round):
        add_meeting(world.hill, "Hill breakfast")
        refresh(world.hill)
        with within(world.hill):
            Figure.objects.update(computed_at=datetime(2026, 7, 2, 3, 30, tzinfo=UTC))
        assert (
            keep_together("July 1, 2026, 8:30 p.m. Pacific Time")
            in signed_in("hill-member").get(RECEIPT).content.decode()
        )
        assert (
            keep_together("July 1, 2026, 8:30 p.m. Pacific Time")
            in signed_in("usa-staff").get(OFFICE_RECEIPT).content.decode()
        )

    def test_it_says_of_how_many_a_share_is(self, signed_in, world: World, round_: Round):
        add_meeting(world.hill, "Hill breakfast")
        refresh(world.hill)
        page = signed_in("hill-member").get("/c/hill/figures/2026-H1/sector_breadth/").content.decode()
        assert re.search(r"tf-kpi__note[^>]*>\s*\d of 8\s*<", page)

    def test_it_names_each_record_by_day_number_and_revision(self, signed_in, world: World, round_: Round):
        event = add_meeting(world.hill, "")
        refresh(world.hill)
        page = signed_in("hill-member").get(RECEIPT).content.decode()
        assert ("<b>3</b>Mar" in page, f"#{event.pk} · revision 1" in page) == (True, True)

    def test_it_counts_what_came_since(self, signed_in, world: World, round_: Round):
        event = add_meeting(world.hill, "Hill breakfast")
        refresh(world.hill)
        with within(world.hill):
            Figure.objects.update(frozen=True)
            Event.objects.filter(pk=event.pk).update(note="corrected")
        add_meeting(world.hill, "Hill lunch")
        response = signed_in("hill-member").get(RECEIPT)
        assert response.context["change_texts"][0] == "Meetings and events: 1 added, 1 corrected"
        assert response.context["figure"].value == 1

    def test_it_shows_the_office_the_number_and_not_which(self, signed_in, world: World, round_: Round):
        add_meeting(world.hill, "Secret breakfast")
        refresh(world.hill)
        response = signed_in("usa-staff").get(OFFICE_RECEIPT)
        assert [group.count for group in response.context["groups"]] == [1, 2]
        assert "Secret breakfast" not in response.content.decode()

    @pytest.mark.parametrize(
        "path",
        [
            "/c/hill/figures/2026-H3/stakeholder_meetings/",
            "/c/hill/figures/2026-H1/no_such_part/",
            "/c/hill/figures/2025-H1/stakeholder_meetings/",
        ],
    )
    def test_it_finds_no_figure_that_is_not_there(self, signed_in, world: World, round_: Round, path: str):
        refresh(world.hill)
        assert signed_in("hill-member").get(path).status_code == 404

    def test_it_hides_the_figures_of_another_offices_community(self, signed_in, world: World, round_: Round):
        refresh(world.hill)
        assert signed_in("uk-staff").get(OFFICE_RECEIPT).status_code == 404
        assert signed_in("uk-staff").get(OFFICE_RECEIPT.replace("/usa/", "/uk/")).status_code == 404


class TestOffice:
    def test_an_empty_office_is_asked_to_open_a_round(self, signed_in):
        response = signed_in("uk-staff").get("/office/uk/")
        assert (response.context["next"].title, response.context["next"].url) == (
            "Open a half-year",
            "/office/uk/reporting-periods/open/",
        )
        guest = signed_in("oasis-staff").get("/office/uk/")
        assert guest.context["next"] is None
        assert "No half-year is open yet" in guest.content.decode()

    def test_it_counts_stages_and_surveys(self, signed_in, world: World, round_: Round):
        with within(world.hill):
            Submission.objects.create(office=world.usa, round=round_, state="submitted")
        board = signed_in("usa-staff").get("/office/usa/").context["board"]
        assert dict(board.states) == {
            "not_started": 1,
            "draft": 0,
            "submitted": 1,
            "returned": 0,
            "accepted": 0,
        }
        assert board.not_submitted == 1
        assert dict(board.stages)["acting"] == 2

    def test_it_sums_over_its_communities_and_says_for_how_many(self, signed_in, world: World, round_: Round):
        add_meeting(world.hill, "One")
        add_meeting(world.hill, "Two")
        refresh(world.hill)
        refresh(world.dale)
        pooled = signed_in("usa-staff").get("/office/usa/").context["board"].pooled["stakeholder_meetings"]
        assert (pooled.measured.value, pooled.value_count, pooled.applicable) == (2, 1, 2)

    def test_it_leaves_out_who_joined_after_the_round_and_keeps_who_rests_today(
        self, signed_in, world: World, round_: Round
    ):
        with within(world.hill):
            StageChange.objects.create(
                office=world.usa, stage="acting", since=date(2026, 9, 1), reason="x", by=world["usa-staff"]
            )
        with within(world.dale):
            StageChange.objects.create(
                office=world.usa, stage="acting", since=date(2025, 9, 1), reason="x", by=world["usa-staff"]
            )
        Community.objects.filter(pk=world.dale.pk).update(stage="dormant")
        refresh(world.hill)
        refresh(world.dale)
        page = signed_in("usa-staff").get("/office/usa/").context
        assert [row[0] for row in page["chart"].rows] == ["Dale"]
        assert page["board"].expected_count == 1

    def test_it_never_shows_unknown_as_zero(self, signed_in, world: World, round_: Round):
        refresh(world.dale)
        rows = signed_in("usa-staff").get("/office/usa/parts/stakeholder_meetings/").context["page"].rows
        assert [row.standing.measured.value for row in rows] == [None, None]

    @pytest.mark.parametrize(
        "path",
        [
            "/office/usa/",
            "/office/usa/trends/",
            "/office/usa/parts/stakeholder_meetings/",
            "/office/usa/communities/hill/figures/",
        ],
    )
    def test_it_answers_staff_and_its_guests_and_nobody_else(
        self, signed_in, world: World, round_: Round, path: str
    ):
        add_meeting(world.hill, "One")
        refresh(world.hill)
        statuses = {name: signed_in(name).get(path).status_code for name in (
            "usa-staff", "oasis-staff", "uk-staff", "hill-coordinator", "stranger",
        )}  # fmt: skip
        assert list(statuses.values()) == [200, 200, 404, 404, 404]

    def test_it_asks_the_database_as_often_for_many_communities(
        self, signed_in, world: World, round_: Round, django_assert_max_num_queries
    ):
        client = signed_in("usa-staff")
        # A visit is recorded once.
        client.get("/office/usa/")
        for town in (world.hill, world.dale):
            refresh(town)
            with within(world.usa):
                refresh_office([town], H1)
            with django_assert_max_num_queries(15):
                client.get("/office/usa/")

    def test_it_counts_communities_without_figures(self, signed_in, world: World, round_: Round):
        client = signed_in("usa-staff")
        before = client.get("/office/usa/").context["board"]
        assert (before.expected_count, before.pooled) == (2, {})
        add_meeting(world.hill, "One")
        refresh(world.hill)
        board = client.get("/office/usa/").context["board"]
        assert (board.expected_count, board.pooled["stakeholder_meetings"].applicable) == (2, 2)

    def test_a_malformed_round_shows_the_newest(self, signed_in, world: World, round_: Round):
        assert signed_in("usa-staff").get("/office/usa/?round=%00x").context["board"].round == round_


def test_the_international_office_reads_every_office(signed_in, world: World, round_: Round):
    add_meeting(world.hill, "One")
    refresh(world.hill)
    refresh(world.dale)
    context = signed_in("oasis-staff").get(reverse("dashboards:international-home")).context
    assert [(board.office.slug, board.communities) for board in context["overview"].boards] == [
        ("uk", 1),
        ("usa", 2),
    ]
    together, offices = next(
        (row[1], row[2]) for row in context["overview"].parts if row[0].code == "stakeholder_meetings"
    )
    assert (together.measured.value, together.value_count, together.applicable) == (1, 1, 2)
    assert [office.pooled and office.pooled.measured.value for office in offices] == [None, 1]


def test_home_says_that_what_was_just_saved_is_counted_soon(world: World, signed_in, monkeypatch):
    client = signed_in("hill-coordinator")
    with within(world.hill):
        refresh_figures([world.hill], HalfYear.from_day(timezone.localdate()))
    soon, reason = "What was saved a moment ago is counted within seconds.", "Nothing is recorded"
    page = client.get("/c/hill/").content.decode()
    assert soon in page
    assert reason not in page
    monkeypatch.setattr(
        "dashboards.home.get_home_facts", lambda *about: replace(get_home_facts(*about), is_updating=False)
    )
    page = client.get("/c/hill/").content.decode()
    assert soon not in page
    assert reason in page
