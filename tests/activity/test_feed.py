"""The activity feed: sentences about every app's rows, merged, without anything that the reader may not know."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from communities.changes import MOST, Change, group_changes, merge_changes
from communities.models import Candidate, CandidateMove, Pairing, StageChange
from evaluation.models import Round, Submission, SubmissionStep
from events.models import Event, EventAction, EventChange, PublicEvent
from library.actions.announcements import announce
from library.actions.boards import post_words
from library.models import Material
from stakeholders.models import (
    Evidence,
    Finding,
    Organization,
    Sector,
    SharedEvidence,
    Strategy,
    StrategyStep,
)
from support.models import Interest, Service
from tests.base import World, within
from tests.events.base import plan
from tests.line_breaks import keep_together

HILL, USA = "/c/hill/activity/", "/office/usa/activity/"
NOW = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
# The year is given if it is not the current one.
DAY = keep_together("March 3" if timezone.now().year == NOW.year else "March 3, 2026")


def record(world: World, number: int) -> None:
    """Add one row of each kind that the feed shows to Hill, recorded by its leader."""
    by, now = world["hill-leader"], timezone.now()
    with within(world.hill, coordinator=True):
        organization = Organization.objects.create(name=f"Paper {number}", sector=Sector.MEDIA, created_by=by)
        Finding.objects.create(
            vulnerability="no_screening", summary="Secret words", severity=3, confidence=3, method="interview",
            observed_on=now.date(), created_by=by,
        )  # fmt: skip
        strategy = Strategy.objects.create(
            organization=organization, title="Ask", purpose="prevention", created_by=by
        )
        StrategyStep.objects.create(strategy=strategy, rung="pledged", on=now.date(), by=by)
        evidence = Evidence.objects.create(
            strategy=strategy, kind="link", on=now.date(), what="x", link="https://example.org", created_by=by
        )
        SharedEvidence.objects.create(
            office=world.usa, evidence=evidence, organization_name="Paper", sector="media", strategy_title="Ask",
            rung="pledged", on=now.date(), what="x", shared_by=by,
        )  # fmt: skip
        event = Event.objects.create(
            kind="team_meeting", starts_at=NOW, ends_at=NOW, time_zone="America/Los_Angeles", status="held",
            created_by=by,
        )  # fmt: skip
        EventChange.objects.create(
            event=event, action=EventAction.LOGGED, by=by, at=now + dt.timedelta(seconds=number)
        )
        PublicEvent.objects.create(
            office=world.usa, event=event, kind="team_meeting", status="held", title="Open evening",
            starts_at=now - dt.timedelta(days=1), ends_at=now, time_zone="America/Los_Angeles",
        )  # fmt: skip
        Service.objects.create(name=f"Shelter {number}", provider="x", created_by=by)
        Interest.objects.create(name="Rosa", reach="x", on=now.date(), client_id=uuid.uuid4())
        Material.objects.create(kind="campaign", title="Posters", summary="x", language="en", created_by=by)
        announce(by=by, audience="own", title="New hall", text="x", from_on=now.date() - dt.timedelta(days=1))
        post_words(text="Secret words", by=by)


def office_records(world: World) -> None:
    by, today = world["usa-staff"], timezone.localdate()
    with within(world.usa):
        StageChange.objects.create(
            office=world.usa, community=world.hill, stage="acting", since=today, reason="Secret words", by=by
        )  # fmt: skip
        round_ = Round.objects.create(half_year="2026-H1", due_on=NOW.date(), opened_at=NOW)
        candidate = Candidate.objects.create(name="Lodi", proposed_by="x", created_by=by)
        CandidateMove.objects.create(candidate=candidate, stage="visited", on=today, by=by)
        Pairing.objects.create(
            newcomer=world.hill, mentor=world.dale, since=timezone.localdate(), reason="x", by=by
        )
    with within(world.hill):
        submission = Submission.objects.create(office=world.usa, round=round_, state="submitted")
        SubmissionStep.objects.create(
            office=world.usa, submission=submission, state="submitted", by=world["hill-coordinator"]
        )


def sentences(client, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200
    assert "Secret words" not in response.content.decode()
    assert "Rosa" not in response.content.decode()
    return sorted(change.text for change in response.context["changes"])


OF_ALL = [
    "Hill is now at the stage “Acting”.",
    "hill-coordinator submitted the survey of January to June 2026.",
    "hill-leader added evidence for “Ask” of Paper 0.",
    "hill-leader added: Finding “Police, clinics and offices do not ask the right questions”.",
    "hill-leader added: Material “Posters”.",
    "hill-leader added: Organization “Paper 0”.",
    "hill-leader added: Service “Shelter 0”.",
    "hill-leader announced “New hall”.",
    f"hill-leader logged “Team meeting” of {DAY}.",
    "hill-leader moved the strategy “Ask” of Paper 0 to: Pledged.",
    "hill-leader posted in Discussions.",
]


class TestFeed:
    def test_it_shows_each_role_only_what_it_may_read(self, world: World, signed_in):
        record(world, 0)
        office_records(world)
        assert sentences(signed_in("hill-member"), HILL) == OF_ALL
        helper = "New volunteer inquiry"
        assert sentences(signed_in("hill-coordinator"), HILL) == sorted([*OF_ALL, helper])
        assert sentences(signed_in("dale-coordinator"), "/c/dale/activity/") == []
        assert sentences(signed_in("usa-staff"), USA) == [
            "Dale is the mentor of Hill.",
            "Hill held the public event “Open evening”.",
            "Hill is now at the stage “Acting”.",
            "Hill showed evidence: “Ask”, Paper.",
            "Hill submitted the survey of January to June 2026.",
            "Lodi is now at the stage “Visited”.",
        ]
        assert len(sentences(signed_in("oasis-staff"), USA)) == 6
        assert sentences(signed_in("uk-staff"), "/office/uk/activity/") == []
        for person in ("dale-coordinator", "usa-staff", "stranger"):
            assert signed_in(person).get(HILL).status_code == 404
        assert signed_in("hill-coordinator").get(USA).status_code == 404

    def test_every_link_opens(self, world: World, signed_in):
        record(world, 0)
        office_records(world)
        for person, url in (("hill-member", HILL), ("hill-coordinator", HILL), ("usa-staff", USA)):
            client = signed_in(person)
            for change in client.get(url).context["changes"]:
                assert not change.url or client.get(change.url).status_code == 200, change.text

    def test_it_shows_the_newest_and_merges_many_of_one_kind(self, world: World, signed_in):
        for number in range(9):
            record(world, number)
        changes = signed_in("hill-member").get(HILL).context["changes"]
        assert len(changes) == MOST
        # Nine organizations recorded on one day by one person are one sentence.
        added = [change.text for change in changes if "Organization" in change.text]
        assert added == ["hill-leader added: Organization “Paper 8”. And others."]

    def test_homes_lead_to_it(self, world: World, signed_in):
        assert HILL in signed_in("hill-member").get("/c/hill/").content.decode()
        assert USA in signed_in("usa-staff").get("/office/usa/").content.decode()

    def test_it_shows_no_old_changes_and_nothing_deleted(self, world: World, signed_in):
        record(world, 0)
        office_records(world)
        with within(world.hill):
            Organization.objects.update(deleted_at=NOW)
            Finding.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
            Event.objects.update(deleted_at=NOW)
            # Happened long ago and recorded only now.
            StrategyStep.objects.update(on=NOW.date())
        with within(world.usa):
            StageChange.objects.update(since=NOW.date())
        text = " ".join(sentences(signed_in("hill-member"), HILL))
        assert "Finding" not in text
        assert "Organization" not in text
        assert "logged" not in text
        assert "moved the strategy" not in text
        assert "came to the stage" not in text


class TestMerging:
    @pytest.mark.parametrize(("size", "sentences"), [(1, ["0"]), (3, ["0", "1", "2"]), (4, ["many 0"])])
    def test_it_makes_one_sentence_of_several(self, size: int, sentences: list[str]):
        grouped_changes = group_changes(
            list(range(size)),
            key=lambda row: "same",
            tell=lambda row: Change(NOW, str(row)),
            tell_many=lambda rows: Change(NOW, f"many {rows[0]}"),
        )
        assert [grouped_change.text for grouped_change in grouped_changes] == sentences

    def test_it_merges_the_newest(self):
        hours = [Change(NOW + dt.timedelta(hours=number), str(number)) for number in range(6)]
        assert [merge_change.text for merge_change in merge_changes([hours[:3], [], hours[3:]], 4)] == [
            "5",
            "4",
            "3",
            "2",
        ]


@pytest.mark.parametrize(
    ("day", "ending"),
    [(dt.date(2026, 12, 9), keep_together("Dec. 9.")), (dt.date(2027, 1, 6), keep_together("Jan. 6, 2027."))],
)
def test_a_day_of_another_year_has_its_year(
    world: World, signed_in, monkeypatch: pytest.MonkeyPatch, day: dt.date, ending: str
):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 28, 20, tzinfo=dt.UTC))
    with within(world.hill):
        plan(world, day)
    assert [
        sentence
        for sentence in sentences(signed_in("hill-member"), HILL)
        if sentence.endswith(f"for {ending}")
    ]
