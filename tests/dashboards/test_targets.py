"""Targets of offices and communities: set, tracked by figures and stages, changed, closed; and their owners."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities import actions
from communities.models import (
    Community,
    Measure,
    Membership,
    Office,
    Owner,
    Role,
    RolePeriod,
    Stage,
    StageChange,
    Target,
)
from evaluation.actions.figures import refresh_figures
from evaluation.measures.plans import Standing, Verdict
from evaluation.models import Answer, Decision, Figure, Round, Submission, SubmissionState
from evaluation.targets import TargetProgress, follow_targets
from events.models import Event, EventKind, EventStatus, Headcount
from reports.target_texts import describe_value
from tests.base import LONG_AGO, World, make_community, make_user, within
from tfc.disclosure import Reader
from tfc.periods import HalfYear

OFFICE, TOWN = "/office/usa/targets/", "/c/hill/targets/"
H1, H2 = HalfYear(2025, 1), HalfYear(2025, 2)
SignedIn = Callable[..., Client]
VALUES: dict[str, Any] = {
    "direction": "up",
    "baseline_value": 0,
    "baseline_on": H1.first_day,
    "baseline_receipt": {},
    "goal_value": 10,
    "due_on": H2.last_day,
    "note": "",
}


@pytest.fixture
def by(world: World):
    return world["usa-staff"]


def set_by(world: World, place: Office | Community, measure: str, code: str = "", **more: Any) -> Target:
    """Set a target by the office for all or for ``about``, or by a community for itself."""
    about = more.pop("about", None)
    community = place if isinstance(place, Community) else about
    office = place if isinstance(place, Office) else place.office
    with within(place):
        return actions.set_target(
            office=office,
            owner=Owner.COMMUNITY if isinstance(place, Community) else Owner.OFFICE,
            community=community,
            measure=Measure(measure),
            code=code,
            values=VALUES | more,
            by=world["usa-staff"],
        )


def verdict(place: Office | Community, target: Target) -> Verdict:
    verdict = followed(place, target).verdict
    assert verdict
    return verdict


def followed(place: Office | Community, target: Target) -> TargetProgress:
    reader = Reader.COMMUNITY if isinstance(place, Community) else Reader.NETWORK
    with within(place):
        [follow_target] = follow_targets(
            [Target.objects.select_related("community").get(pk=target.pk)], reader=reader
        )
    return follow_target


def hold(town: Community, day: date, kind: str = EventKind.EDUCATION, **more: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    with within(town):
        return Event.objects.create(
            kind=kind, status=EventStatus.HELD, starts_at=at, ends_at=at, time_zone=town.time_zone, **more
        )


def count(town: Community, *half_years: HalfYear) -> None:
    with within(town):
        for half_year in half_years:
            refresh_figures([town], half_year)


def begin(world: World, town: Community, day: date, stage: Stage = Stage.AWARENESS) -> None:
    with within(town):
        StageChange.objects.create(
            office_id=town.office_id, stage=stage, since=day, reason="x", by=world["usa-staff"]
        )


def join(town: Community, at: datetime, role: Role = Role.MEMBER) -> None:
    person = make_user(f"{town.slug}-{uuid4()}")
    membership = Membership.objects.create(community=town, user=person, role=role, started_at=at)
    with within(town):
        RolePeriod.objects.create(
            membership=membership, user=person, role=role, started_on=at.astimezone(town.zone).date()
        )


def leave(town: Community, at: date, **roles: Any) -> None:
    with within(town):
        RolePeriod.objects.filter(ended_on=None, **roles).update(ended_on=at)


class TestFollowed:
    def test_it_counts_communities_from_the_day_on_which_they_began(self, world: World):
        """Leadership team, a coordinator and three members: neither a candidate nor pressing Start counts."""
        target = set_by(world, world.usa, "communities", goal_value=2)
        assert verdict(world.usa, target).standing == Standing.UNKNOWN
        for town in (world.hill, world.dale):
            join(town, LONG_AGO)
        begin(world, world.hill, date(2024, 2, 1), Stage.CANDIDATE)
        begin(world, world.hill, date(2025, 2, 1), Stage.AWARENESS)
        assert [(point.day, point.lower) for point in followed(world.usa, target).points] == [
            (H2.last_day, 0)
        ]
        begin(world, world.hill, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        begin(world, world.hill, date(2025, 8, 1), Stage.ACTING)
        result = followed(world.usa, target)
        assert (
            [(point.day, point.lower) for point in result.points],
            verdict(world.usa, target).standing,
        ) == ([(date(2025, 3, 1), 1), (H2.last_day, 1)], Standing.MISSED)
        begin(world, world.dale, date(2025, 11, 1), Stage.LEADERSHIP_TEAM)
        assert verdict(world.usa, target).on == date(2025, 11, 1)
        early = set_by(
            world, world.usa, "communities", baseline_on=date(2013, 1, 1), due_on=date(2013, 12, 31)
        )
        assert followed(world.usa, early).points[0].reason == "before_records"

    def test_a_community_without_a_whole_team_has_not_started(self, world: World):
        """Hill has a coordinator and two more; the third joins in the evening in California, the next day in UTC."""
        target = set_by(world, world.usa, "communities", goal_value=2)
        begin(world, world.hill, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        assert [point.lower for point in followed(world.usa, target).points] == [0]
        join(world.hill, datetime(2025, 5, 2, 4, tzinfo=UTC))
        result = followed(world.usa, target)
        assert [(point.day, point.lower) for point in result.points] == [
            (date(2025, 5, 1), 1),
            (H2.last_day, 1),
        ]

    @pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR])
    def test_a_community_starts_with_its_coordinator(self, world: World, role: Role):
        """A coordinator who left before the others joined does not count."""
        target = set_by(world, world.usa, "communities", goal_value=2)
        leave(world.hill, date(2025, 4, 1), role=Role.COORDINATOR)
        begin(world, world.hill, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        for number in range(2):
            join(world.hill, datetime(2025, 6, 1, 20 + number, tzinfo=UTC), role)
        reached = [(point.day, point.lower) for point in followed(world.usa, target).points]
        begun = [(date(2025, 6, 1), 1), (H2.last_day, 1)]
        assert reached == (begun if role == Role.COORDINATOR else [(H2.last_day, 0)])

    def test_one_that_started_stays_counted_when_it_sleeps_or_loses_people(self, world: World):
        target = set_by(world, world.usa, "communities", goal_value=2)
        join(world.hill, LONG_AGO)
        begin(world, world.hill, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        begin(world, world.hill, date(2025, 6, 1), Stage.DORMANT)
        leave(world.hill, date(2025, 7, 1))
        assert [point.lower for point in followed(world.usa, target).points] == [1, 1]

    def test_the_roles_of_that_day_count_and_not_those_of_today(self, world: World):
        """A coordinator who became a member by the action keeps the start; a new coordinator does not move it back."""
        target = set_by(world, world.usa, "communities", goal_value=2)
        join(world.hill, LONG_AGO)
        begin(world, world.hill, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        join(world.dale, LONG_AGO)
        leave(world.dale, date(2025, 2, 1), role=Role.COORDINATOR)
        begin(world, world.dale, date(2025, 3, 1), Stage.LEADERSHIP_TEAM)
        for town, name, role in (
            (world.hill, "hill-leader", Role.COORDINATOR),
            (world.hill, "hill-coordinator", Role.MEMBER),
            (world.dale, "dale-leader", Role.COORDINATOR),
        ):
            with within(town):
                membership = Membership.objects.get(community=town, user=world[name])
                actions.change_role(membership=membership, role=role, by=world["hill-coordinator"])
        assert [(point.day, point.lower) for point in followed(world.usa, target).points] == [
            (date(2025, 3, 1), 1),
            (H2.last_day, 1),
        ]

    def test_it_adds_up_events_of_half_years_and_leaves_the_most_open_where_something_is_unknown(
        self, world: World
    ):
        target = set_by(world, world.usa, "events", "education", goal_value=3)
        joint = uuid4()
        for day in (date(2025, 2, 1), date(2025, 9, 1)):
            hold(world.hill, day)
        hold(world.hill, date(2025, 4, 1), joint_key=joint)
        hold(world.dale, date(2025, 4, 1), joint_key=joint)
        count(world.hill, H1, H2)
        count(world.dale, H1, H2)
        result = followed(world.usa, target)
        # The kind of the joint event is unknown; in the second half Dale recorded nothing.
        assert [
            (point.lower, point.upper, point.value_count, point.expected_count) for point in result.points
        ] == [(2, 3, 2, 2), (3, None, 1, 2)]
        assert verdict(world.usa, target).standing == Standing.MET
        of_all = set_by(world, world.usa, "events", goal_value=9)
        assert [(point.lower, point.upper) for point in followed(world.usa, of_all).points] == [
            (2, 2),
            (3, None),
        ]
        assert verdict(world.usa, of_all).recorded == Standing.MISSED
        own = set_by(world, world.hill, "events", goal_value=3)
        assert followed(world.hill, own).points[-1].lower == 3
        assert followed(world.usa, own).verdict == followed(world.hill, own).verdict

    def test_it_shows_a_community_no_sum_over_other_communities(self, world: World, signed_in: SignedIn):
        target = set_by(world, world.usa, "part", "resources_identified", baseline_value=41, goal_value=75)
        hold(world.hill, date(2025, 2, 1))
        count(world.hill, H1)
        assert (followed(world.hill, target).verdict, followed(world.hill, target).points) == (None, ())
        # If all of them began, it is such a sum too.
        page = signed_in("usa-staff").get(f"{OFFICE}{target.thread}/").content.decode()
        assert "41%" in page
        assert "From 41% on" in page
        page = signed_in("hill-member").get(f"{TOWN}{target.thread}/").content.decode()
        assert "To 75% by" in page
        assert "41%" not in page
        assert "From 41" not in page

    def test_it_hides_few_residents_from_the_office_and_what_a_community_aims_at_in_them(
        self, world: World, signed_in: SignedIn
    ):
        with within(world.hill):
            Figure.objects.create(
                community=world.hill, office=world.usa, half_year=str(H1), part="access_known", state="value",
                unit="percent", numerator=2, denominator=40, value=5, lower=2, upper=2, interval=[1, 16],
                rating="not_met", definition_version=1, receipt_hash="0" * 64, computed_at=timezone.now(),
                as_of=H1.last_day, details={"version": 1, "method": "street"},
            )  # fmt: skip
        target = set_by(world, world.usa, "part", "access_known", about=world.hill, goal_value=50)
        hidden = followed(world.usa, target)
        assert (hidden.points[0].lower, hidden.points[0].reason) == (None, "few_people")
        assert followed(world.hill, target).points[0].lower == 1
        own = set_by(world, world.hill, "part", "access_known", goal_value=50, baseline_value=5)
        client = signed_in("usa-staff")
        assert str(own.thread) not in client.get(OFFICE).content.decode()
        assert client.get(f"{OFFICE}{own.thread}/").status_code == 404
        assert signed_in("hill-member").get(f"{TOWN}{own.thread}/").status_code == 200


class TestWhose:
    def test_it_belongs_to_an_office_or_to_a_community(self, world: World, signed_in: SignedIn):
        for_all = set_by(world, world.usa, "events")
        for_dale = set_by(world, world.usa, "events", about=world.dale)
        own = set_by(world, world.hill, "events")
        with within(world.hill):
            assert set(Target.objects.all()) == {for_all, own}
        with within(world.dale):
            assert set(Target.objects.all()) == {for_all, for_dale}
        with within(world.moor):
            assert not Target.objects.exists()
        with within(world.usa):
            assert set(Target.objects.all()) == {for_all, for_dale, own}
        assert signed_in("usa-staff").get(f"{OFFICE}{own.thread}/").context["edit_url"] == ""
        assert signed_in("usa-staff").post(f"{OFFICE}{own.thread}/close/", {"reason": "x"}).status_code == 404
        assert signed_in("hill-coordinator").get(f"{TOWN}{for_all.thread}/edit/").status_code == 404
        codes = {
            name: signed_in(name).get(f"{TOWN}new/").status_code
            for name in ("hill-coordinator", "hill-leader", "dale-coordinator", "stranger")
        }
        assert codes == {
            "hill-coordinator": 200,
            "hill-leader": 403,
            "dale-coordinator": 404,
            "stranger": 404,
        }


class TestPages:
    def sent(self, **more: str) -> dict[str, str]:
        return {
            "subject": "events:",
            "direction": "up",
            "goal_value": "12",
            "begins": "2025-H1",
            "ends": "2025-H2",
            "baseline_value": "",
            "note": "From the proposal.",
            **more,
        }

    def test_it_sets_changes_and_closes_one_and_keeps_what_it_was(self, world: World, signed_in: SignedIn):
        client = signed_in("usa-staff")
        assert "Nothing yet" in client.get(OFFICE).content.decode()
        thread = str(uuid4())
        for _twice in range(2):
            assert client.post(f"{OFFICE}new/", self.sent(thread=thread)).status_code == 302
        url = f"{OFFICE}{thread}/"
        assert client.post(f"{url}edit/", self.sent(goal_value="20", version="1")).status_code == 302
        answer_to_old = client.post(f"{url}edit/", self.sent(goal_value="30", version="1"))
        assert (answer_to_old.status_code, "30" in answer_to_old.content.decode()) == (409, True)
        page = client.get(url).content.decode()
        assert "at least 20 by" in page
        assert "From 0 on" in page
        assert client.post(f"{url}close/", {"reason": ""}).status_code == 422
        assert client.post(f"{url}close/", {"reason": "The grant ended."}).status_code == 302
        with within(world.usa):
            versions = [
                (target.version, int(target.goal_value), target.close_reason)
                for target in Target.objects.order_by("version")
            ]
        assert versions == [(1, 12, ""), (2, 20, ""), (3, 20, "The grant ended.")]
        assert "The grant ended." in client.get(OFFICE).content.decode()
        assert client.post(f"{url}edit/", self.sent(version="3")).status_code == 302

    def test_it_freezes_a_computed_baseline_with_what_it_comes_from(self, world: World, signed_in: SignedIn):
        client = signed_in("hill-coordinator")
        request = self.sent(subject="part:stakeholder_meetings", begins="2025-H2", goal_value="9")
        refused = client.post(f"{TOWN}new/", request)
        assert "is unknown. Enter its value." in refused.content.decode()
        hold(world.hill, date(2025, 3, 1), EventKind.STAKEHOLDER_MEETING)
        with within(world.hill):
            actions_made = Event.objects.get()
            actions_made.constituencypresences.create(constituency="youth")
            actions_made.constituencypresences.create(constituency="parents")
        count(world.hill, H1)
        assert client.post(f"{TOWN}new/", request).status_code == 302
        with within(world.hill):
            target = Target.objects.get()
            [figure] = Figure.objects.filter(half_year=str(H1), part="stakeholder_meetings")
        assert (int(target.baseline_value), target.baseline_receipt["figures"]) == (
            1,
            [[world.hill.pk, figure.receipt_hash]],
        )
        page = client.get(f"{TOWN}{target.thread}/").content.decode()
        assert figure.receipt_hash[:12] in page
        assert 'href="/c/hill/figures/2025-H1/stakeholder_meetings/"' in page

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("goal_value", "1.5", "whole number"),
            ("goal_value", "0", "Enter more than the value at the start."),
            ("goal_value", "9" * 12, "or a smaller number."),
            ("goal_value", "ten\x00", "Enter a number"),
            ("ends", "2012-H1", "Select a valid choice"),
            ("begins", "2026-H1", "Enter an end after the start."),
            ("begins", "10000-H1", "Select a valid choice"),
            ("direction", "down", "counts only grow"),
            ("subject", "part:nothing", "Select a valid choice"),
            ("subject", "part:access_known", "are not added up"),
            ("community", "99999999999999999999", "Select a valid choice"),
            ("note", "x\x00", "Null characters"),
            ("thread", "not-one", "valid UUID"),
        ],
    )
    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in: SignedIn, field: str, value: str, message: str
    ):
        answer = signed_in("usa-staff").post(f"{OFFICE}new/", self.sent(**{field: value}))
        assert (answer.status_code, message in answer.content.decode()) == (422, True)
        with within(world.usa):
            assert not Target.objects.exists()

    def test_it_lets_guests_read_and_set_nothing(self, world: World, signed_in: SignedIn):
        target = set_by(world, world.usa, "communities")
        guest = signed_in("oasis-staff")
        assert guest.get(OFFICE).context["add_url"] == ""
        assert guest.get(f"{OFFICE}{target.thread}/").context["edit_url"] == ""
        assert guest.get(f"{OFFICE}new/").status_code == 302
        assert guest.post(f"{OFFICE}new/", self.sent()).status_code == 403

    def test_it_draws_the_plan_and_leads_to_the_records(self, world: World, signed_in: SignedIn):
        own = set_by(world, world.hill, "events", "education", goal_value=4)
        hold(world.hill, date(2025, 2, 1))
        count(world.hill, H1)
        page = signed_in("hill-member").get(f"{TOWN}{own.thread}/").content.decode()
        assert 'class="tf-chart-plan"' in page
        assert "/c/hill/figures/2025-H1/engagement_events/" in page
        assert "/c/hill/events/?half_year=2025-H1&amp;kind=education&amp;status=held" in page
        office = signed_in("usa-staff").get(f"{OFFICE}{own.thread}/").content.decode()
        assert "/office/usa/communities/hill/figures/2025-H1/engagement_events/" in office
        assert "/c/hill/events/" not in office

    def test_it_asks_the_same_number_of_queries_for_many(self, world: World, signed_in: SignedIn):
        client = signed_in("usa-staff")

        def ask() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(OFFICE).status_code == 200
            return len(queries)

        for measure, code in (("communities", ""), ("events", ""), ("part", "research_done")):
            set_by(world, world.usa, measure, code)
        set_by(world, world.usa, "people", "judges", about=world.hill)
        count(world.hill, H1)
        few = ask()
        for slug in ("elm", "oak"):
            town = make_community(world.usa, slug)
            begin(world, town, date(2025, 5, 1))
            count(town, H1, H2)
            set_by(world, world.usa, "people", "police", about=town)
            set_by(world, town, "events", "campaign", due_on=H2.last_day + timedelta(days=181))
        assert ask() == few


def test_it_follows_a_profession_exactly_where_it_was_entered(world: World):
    """The people were not counted, but the police were entered."""
    training = hold(world.hill, H1.first_day, EventKind.STAKEHOLDER_TRAINING)
    with within(world.hill):
        Headcount.objects.create(event=training, dimension="profession", group="police", people=12)
    count(world.hill, H1, H2)
    ends = {}
    for profession in ("police", "judges"):
        target = set_by(world, world.usa, "people", profession, about=world.hill, due_on=H1.last_day)
        latest = followed(world.usa, target).latest
        ends[profession] = latest and (latest.lower, latest.upper)
    assert ends == {"police": (12, 12), "judges": (0, None)}


def test_a_profession_left_empty_is_not_missed(world: World):
    training = hold(world.hill, H1.first_day, EventKind.STAKEHOLDER_TRAINING, people_present=30)
    with within(world.hill):
        Headcount.objects.create(event=training, dimension="profession", group="police", people=20)
    count(world.hill, H1)
    for code, ends, rating in (("judges", (0, 10), Standing.UNKNOWN), ("police", (20, 20), Standing.MET)):
        target = set_by(world, world.usa, "people", code, about=world.hill, due_on=H1.last_day, goal_value=5)
        latest = followed(world.usa, target).latest
        assert latest
        assert ((latest.lower, latest.upper), verdict(world.usa, target).standing) == (ends, rating)


@pytest.mark.parametrize("measure", [("events", ""), ("part", "engagement_events")])
def test_it_says_how_many_parts_of_a_sum_are_overrides(world: World, measure: tuple[str, str]):
    for town in (world.hill, world.dale):
        hold(town, date(2025, 2, 1))
        count(town, H1)
    with within(world.usa):
        round_ = Round.objects.create(half_year=str(H1), due_on=H1.last_day, opened_at=timezone.now())
    with within(world.hill):
        survey = Submission.objects.create(
            office=world.usa, round=round_, state=SubmissionState.SUBMITTED, submitted_at=timezone.now()
        )
        Answer.objects.create(
            office=world.usa, submission=survey, part="engagement_events", decision=Decision.OVERRIDDEN,
            override_value=9, counts="override", reason="x",
        )  # fmt: skip
    due: dict[str, Any] = {"due_on": H1.last_day, "goal_value": 20}
    together = followed(world.usa, set_by(world, world.usa, *measure, **due))
    assert describe_value(together) == "10 of 20, 1 of them is an override"
    alone = followed(world.usa, set_by(world, world.usa, *measure, about=world.hill, **due))
    assert describe_value(alone) == "9 of 20, override"
    assert (
        describe_value(followed(world.usa, set_by(world, world.usa, *measure, about=world.dale, **due)))
        == "1 of 20"
    )


def test_no_login_of_ours_changes_or_deletes_a_version(world: World):
    target = set_by(world, world.usa, "events")
    with within(world.usa), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('communities_target', 'UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
    with within(world.usa):
        actions.change_target(target=target, values=VALUES | {"goal_value": 11}, by=world["usa-staff"])
        with pytest.raises(actions.TargetChangedError):
            actions.change_target(target=target, values=VALUES | {"goal_value": 12}, by=world["usa-staff"])
