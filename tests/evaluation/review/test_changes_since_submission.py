"""What the office reads of changes since a submission: by kind, without undone ones and without persons."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from communities.actions.settings import set_required_languages
from communities.models import Membership, Role, RolePeriod, Stage
from evaluation.actions.decisions import accept_submission, return_submission
from evaluation.actions.rounds import close_round
from evaluation.instrument import PARTS
from evaluation.measures import State
from evaluation.models import Figure, Round, StandingRollup, Submission, SubmittedRecords
from evaluation.rollups.recompute import recompute_stale_figures
from events.actions.recording import record_event
from events.counts import Attendance
from events.models import Event, EventKind, Headcount, OrganizationPresence
from stakeholders.actions.merging import merge_organizations, undo_merge
from stakeholders.models import Organization
from tests.base import COMMITTED, World, within
from tests.evaluation.rounds_world import H1, add_event, fill_town, hand_in, make_round
from tests.row_sets import stored_world
from tests.stakeholders.organizations.base import DAY, everything, meeting, organization

pytestmark = COMMITTED
TITLE = "Changed since the survey was submitted"
MEETINGS = f"/office/usa/communities/hill/figures/{H1}/stakeholder_meetings/"


@pytest.fixture
def world() -> World:
    return stored_world()


@pytest.fixture
def round_(world: World) -> Round:
    round_ = make_round(world.usa)
    fill_town(world, world.hill)
    return round_


@pytest.fixture
def submission(world: World, round_: Round) -> Submission:
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    recompute_stale_figures()
    return submission


@pytest.fixture
def review_texts(signed_in, submission: Submission) -> Callable[[], list[str]]:
    """Return the changes on the office's review page after a worker has processed them."""

    def read() -> list[str]:
        recompute_stale_figures()
        response = signed_in("usa-staff").get(f"/office/usa/submissions/{submission.pk}/")
        texts = list(response.context["change_texts"])
        page = response.content.decode()
        assert (TITLE in page) == bool(texts)
        assert all(f"<li>{text}</li>" in page for text in texts)
        return texts

    return read


def stakeholder_meeting(world: World, day: int, *present: str) -> Event:
    moment = datetime(2026, 5, day, 20, tzinfo=UTC)
    event = add_event(world.hill, moment, EventKind.STAKEHOLDER_MEETING, by=world["hill-leader"])
    for participant in Organization.objects.filter(name__in=present):
        OrganizationPresence.objects.create(event=event, organization=participant)
    return event


def correct(event: Event, note: str) -> None:
    Event.objects.filter(pk=event.pk).update(note=note)


def merge(world: World, target: str, gone: str, **values):
    organizations = [Organization.objects.get(name=name) for name in (target, gone)]
    revisions = (organizations[0].revision, organizations[1].revision)
    return merge_organizations(
        target=organizations[0],
        source=organizations[1],
        values=values,
        revisions=revisions,
        by=world["hill-coordinator"],
    )


def test_a_survey_with_unchanged_records_lists_nothing(review_texts):
    assert review_texts() == []


def test_the_review_page_and_the_receipt_count_changes_by_kind(world, submission, review_texts, signed_in):
    with within(world.hill):
        stakeholder_meeting(world, 20, "High School", "The Post")
        meetings = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).order_by("starts_at")
        for event in meetings[:2]:
            correct(event, "The mayor came as well.")
        Organization.objects.filter(name="The Post").update(phone="626 555 0142")
        Event.objects.filter(pk=Event.objects.filter(kind=EventKind.TEAM_MEETING).first().pk).update(
            deleted_at=timezone.now()
        )
    assert review_texts() == [
        "Meetings and events: 1 added, 2 corrected, 1 removed",
        "Organizations: 1 corrected",
    ]
    page = signed_in("usa-staff").get(MEETINGS).content.decode()
    assert TITLE in page
    assert "<li>Meetings and events: 1 added, 2 corrected</li>" in page
    assert "The mayor came as well." not in page
    own_page = signed_in("hill-member").get(f"/c/hill/figures/{H1}/stakeholder_meetings/").content.decode()
    assert "<li>Meetings and events: 1 added, 2 corrected</li>" in own_page


@pytest.mark.thorough
def test_a_record_in_several_parts_is_counted_once(world, review_texts):
    with within(world.hill):
        event = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        correct(event, "Another room.")
        behind = Figure.objects.filter(receipt__records__contains={"events.event": [[event.pk, 1]]})
        assert behind.count() >= 2
    assert review_texts() == ["Meetings and events: 1 corrected"]


def test_an_undone_merge_leaves_no_correction(world, review_texts):
    with within(world.hill):
        merged = merge(world, "High School", "The Post", note="One of two.", website="https://post.example")
    assert review_texts()
    with within(world.hill):
        undo_merge(merge=merged, by=world["hill-coordinator"])
        assert Organization.objects.get(name="High School").revision > 1
    assert review_texts() == []


@pytest.mark.thorough
def test_a_merge_undone_after_another_correction_leaves_that_one_alone(world, review_texts):
    with within(world.hill):
        merged = merge(world, "High School", "The Post", note="One of two.")
        Organization.objects.filter(name="High School").update(phone="626 555 0142")
        undo_merge(merge=merged, by=world["hill-coordinator"])
    assert review_texts() == ["Organizations: 1 corrected"]


def test_a_value_that_is_changed_back_is_no_correction(world, review_texts):
    with within(world.hill):
        event = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        correct(event, "Another room.")
    assert review_texts() == ["Meetings and events: 1 corrected"]
    with within(world.hill):
        correct(event, "")
        assert Event.objects.get(pk=event.pk).revision > 2
    assert review_texts() == []


@pytest.mark.thorough
def test_attendance_that_is_recorded_again_as_it_was_is_no_correction(world, round_, signed_in):
    with within(world.hill):
        event = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        organizations = tuple(Organization.objects.values_list("pk", flat=True))
        counts = {"profession": {"police": 3}}
        came = Attendance(organizations=organizations, people_present=9, headcounts=counts)
        record_event(event=event, attendance=came, revision=None, by=world["hill-leader"])
    submission = hand_in(world.hill, round_, world["hill-coordinator"])

    def texts(present: int) -> list[str]:
        with within(world.hill):
            attendance = Attendance(organizations=organizations, people_present=present, headcounts=counts)
            record_event(event=event, attendance=attendance, revision=None, by=world["hill-leader"])
        recompute_stale_figures()
        response = signed_in("usa-staff").get(f"/office/usa/submissions/{submission.pk}/")
        return list(response.context["change_texts"])

    assert texts(12) == ["Meetings and events: 1 corrected"]
    assert texts(9) == []


@pytest.mark.thorough
def test_parts_of_an_event_belong_to_its_content(world, review_texts):
    with within(world.hill):
        event = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        Headcount.objects.create(event=event, dimension="profession", group="police", people=3)
        event.save()
    assert review_texts() == ["Meetings and events: 1 corrected"]


@pytest.mark.thorough
def test_a_record_that_is_added_and_deleted_is_nothing(world, review_texts):
    with within(world.hill):
        event = stakeholder_meeting(world, 20, "High School", "The Post")
    assert review_texts() == ["Meetings and events: 1 added"]
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(deleted_at=timezone.now())
    assert review_texts() == []


@pytest.mark.thorough
def test_a_record_that_is_deleted_and_restored_is_nothing(world, review_texts):
    with within(world.hill):
        event = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        Event.objects.filter(pk=event.pk).update(deleted_at=timezone.now())
    assert review_texts() == ["Meetings and events: 1 removed"]
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(deleted_at=None)
    assert review_texts() == []


def test_what_is_removed_and_entered_again_as_it_was_is_nothing(world, round_, signed_in):
    def require(*languages: str) -> None:
        set_required_languages(languages=languages, by=world["hill-coordinator"])

    with within(world.hill):
        require("en", "es")
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    recompute_stale_figures()

    def read() -> list[str]:
        recompute_stale_figures()
        response = signed_in("usa-staff").get(f"/office/usa/submissions/{submission.pk}/")
        return list(response.context["change_texts"])

    with within(world.hill):
        require("en")
    assert read() == ["Languages needed for help: 1 removed"]
    with within(world.hill):
        require("en", "es")
        meeting = Event.objects.filter(kind=EventKind.STAKEHOLDER_MEETING).first()
        present = list(
            OrganizationPresence.objects.filter(event=meeting).values_list("organization__name", flat=True)
        )
        Event.objects.filter(pk=meeting.pk).update(deleted_at=timezone.now())
    assert read() == ["Meetings and events: 1 removed"]
    with within(world.hill):
        stakeholder_meeting(world, meeting.starts_at.day, *present)
        require("en", "zh")
    assert read() == ["Languages needed for help: 1 added, 1 removed"]
    with within(world.hill):
        require("es", "en")
    assert read() == []


def test_records_of_people_are_not_counted_for_the_office(world, submission, review_texts, signed_in):
    with within(world.hill):
        membership = Membership.objects.filter(user=world["hill-member"]).get()
        RolePeriod.objects.create(
            membership=membership, user=world["hill-member"], role=Role.LEADER, started_on=date(2026, 1, 2)
        )
    texts = review_texts()
    assert texts == ["Leaders: changed"]
    page = signed_in("usa-staff").get(f"/office/usa/communities/hill/figures/{H1}/leaders_in_development/")
    assert "<li>Leaders: changed</li>" in page.content.decode()
    with within(world.usa):
        changes = StandingRollup.objects.get(half_year=str(H1), community=world.hill).changes
    assert set(changes) == {"", "leaders_in_development"}
    assert all(counts is None for kinds in changes.values() for counts in kinds.values())


def test_a_returned_survey_lists_nothing_and_a_new_submission_starts_over(
    world, round_, submission, review_texts
):
    with within(world.hill):
        stakeholder_meeting(world, 20, "High School", "The Post")
    assert review_texts() == ["Meetings and events: 1 added"]
    with within(world.usa):
        return_submission(submission=submission, reason="One more?", by=world["usa-staff"])
    assert review_texts() == []
    hand_in(world.hill, round_, world["hill-coordinator"])
    assert review_texts() == []
    with within(world.hill):
        assert SubmittedRecords.objects.count() == 1


@pytest.mark.thorough
def test_changes_are_followed_after_acceptance_and_after_the_round_is_closed(
    world, round_, submission, review_texts
):
    with within(world.usa):
        accept_submission(submission=submission, by=world["usa-staff"])
        close_round(round_id=round_.pk, by=world["usa-staff"])
    with within(world.hill):
        stakeholder_meeting(world, 20, "High School", "The Post")
    assert review_texts() == ["Meetings and events: 1 added"]
    call_command("verify_rollups", stdout=StringIO())


def test_the_office_reads_no_digest(world, submission):
    with within(world.hill):
        assert SubmittedRecords.objects.get().digests
    with within(world.usa):
        assert not SubmittedRecords.objects.exists()


@pytest.mark.thorough
def test_an_organization_that_was_there_before_is_not_added_by_a_meeting(world, round_, signed_in):
    with within(world.hill):
        Organization.objects.create(name="Old Mill", sector="business", created_by=world["hill-leader"])
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        stakeholder_meeting(world, 20, "High School", "Old Mill")
    recompute_stale_figures()
    response = signed_in("usa-staff").get(f"/office/usa/submissions/{submission.pk}/")
    assert response.context["change_texts"] == ["Meetings and events: 1 added"]


@pytest.mark.thorough
def test_an_undone_merge_of_organizations_with_records_of_every_kind_leaves_nothing(world, round_, signed_in):
    with within(world.hill):
        target, gone = organization("Dove Street School", note="Old"), organization("Dove School", note="New")
        for side in (target, gone):
            everything(side, world["hill-leader"])
            meeting(DAY, side)
        meeting(DAY, target, gone)
    submission = hand_in(world.hill, round_, world["hill-coordinator"])

    def texts() -> list[str]:
        recompute_stale_figures()
        response = signed_in("usa-staff").get(f"/office/usa/submissions/{submission.pk}/")
        return list(response.context["change_texts"])

    with within(world.hill):
        merged = merge(world, "Dove Street School", "Dove School", note="Old and new")
    assert len(texts()) >= 3
    with within(world.hill):
        undo_merge(merge=merged, by=world["hill-coordinator"])
    assert texts() == []


def test_nothing_was_removed_when_a_community_becomes_dormant_after_its_survey(
    world: World, submission: Submission, review_texts, signed_in
):
    staff = signed_in("usa-staff")
    answer = {"stage": Stage.DORMANT, "since": "2026-06-15", "reason": "The team pauses."}
    assert staff.post("/office/usa/communities/hill/stage/", answer).status_code == 302
    assert review_texts() == []
    out = StringIO()
    call_command("figures", community="hill", round=str(H1), stdout=out)
    assert State.NOT_APPLICABLE not in out.getvalue()
    with within(world.usa):
        return_submission(submission=submission, reason="Look again.", by=world["usa-staff"])
    out = StringIO()
    call_command("figures", community="hill", round=str(H1), stdout=out)
    assert out.getvalue().count(State.NOT_APPLICABLE) >= len(PARTS)
