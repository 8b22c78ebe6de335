"""Possible duplicate events: shown side by side, merged, one deleted, or both kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluation.models import QualityAnswer
from evaluation.quality.check_runs import get_all_flags
from evaluation.quality.reading import read_facts
from events.actions.merging import moving
from events.actions.recording import get_attendance
from events.models import (
    ConstituencyPresence,
    Event,
    EvidenceEvent,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    Output,
)
from stakeholders.models import Evidence, Organization, Strategy
from tests.base import World, sign_in, within

URL = "/c/hill/data-quality/"


@pytest.fixture
def pair(world: World) -> tuple[Event, Event]:
    """A walk recorded by two people with different details."""
    at = timezone.now() - timedelta(days=40)
    fields = {"kind": "awareness", "status": "held", "starts_at": at, "ends_at": at, "time_zone": "UTC"}
    by, other = world["hill-leader"], world["hill-coordinator"]
    with within(world.hill):
        first = Event.objects.create(
            title="Neighborhood walk", people_present=10, place="Park", note="Rain", created_by=by, **fields
        )
        second = Event.objects.create(
            title="Neigborhood walk", people_present=12, note="Wet", created_by=other, **fields
        )
        school = Organization.objects.create(name="Dove School", sector="schools")
        radio = Organization.objects.create(name="Hill Radio", sector="media")
        OrganizationPresence.objects.create(event=first, organization=school)
        for organization in (school, radio):
            OrganizationPresence.objects.create(event=second, organization=organization)
        MemberPresence.objects.create(event=second, membership=world.hill.memberships.get(user=by))
        ConstituencyPresence.objects.create(event=second, constituency="youth")
        Headcount.objects.create(event=first, dimension="gender", group="female", people=4)
        Headcount.objects.create(event=second, dimension="gender", group="female", people=5)
        Headcount.objects.create(event=second, dimension="language", group="es", people=3)
        Output.objects.create(event=second, unit="items", quantity=50)
        strategy = Strategy.objects.create(organization=school, title="x", purpose="mitigate")
        evidence = Evidence.objects.create(strategy=strategy, kind="event", what="x", on=at.date())
        EvidenceEvent.objects.create(event=second, evidence=evidence)
    return first, second


def form_data(world: World) -> dict[str, str]:
    with within(world.hill):
        flags = get_all_flags(read_facts([world.hill])[world.hill.pk])
        return next({"answer": flag.check, "key": flag.key} for flag in flags if flag.check == "same_event")


def joining(world: World, **changes: Any) -> dict[str, Any]:
    return {
        **form_data(world), "join": "1", "revision": 1, "other_revision": 1, "title": "kept",
        "headcounts_gender": "gone", "people_present": "12", "note": "Rain",
    } | changes  # fmt: skip


def test_it_shows_both_and_marks_where_they_differ(world: World, pair):
    client = sign_in(Client(), world["hill-leader"])
    listed = client.get(URL).content.decode()
    assert "Compare" in listed
    page = client.get(URL, form_data(world))
    text = page.content.decode()
    for phrase in ("Neighborhood walk", "Neigborhood walk", "hill-leader", "hill-coordinator", "Hill Radio"):
        assert phrase in text
    assert ("Delete the first one" in text, "The second one: Neigborhood walk" in text) == (True, True)
    # Differences come first, the rest is folded.
    [mine, theirs] = [
        {str(difference.label): difference for difference in (*differing, *alike)}
        for _side, differing, alike in page.context["cards"]
    ]
    assert page.context["cards"][0][2]
    assert (mine["When"].differs, mine["Title"].differs, theirs["Place"].differs) == (False, True, True)
    assert (mine["Outputs"].text, theirs["Gender"].text) == ("", "Women and girls: 5")
    # Only differing values are asked about.
    assert set(page.context["form"].fields) == {
        "revision", "other_revision", "title", "headcounts_gender", "people_present", "note",
    }  # fmt: skip


def test_it_joins_two_into_one_and_a_restored_one_says_what_stays(world: World, pair):
    first, second = pair
    client = sign_in(Client(), world["hill-leader"])
    response = client.post(URL, joining(world), follow=True)
    assert response.redirect_chain[-1][0] == f"/c/hill/events/{first.pk}/"
    assert "Merged with: Neigborhood walk" in response.content.decode()
    with within(world.hill):
        target, gone = Event.objects.get(pk=first.pk), Event.objects.get(pk=second.pk)
        came = get_attendance(target)
        assert (target.title, target.place, target.note) == ("Neighborhood walk", "Park", "Rain")
        assert (came.people_present, len(came.organizations), len(came.memberships)) == (12, 2, 1)
        assert came.constituencies == ("youth",)
        assert came.headcounts == {"gender": {"female": 5}, "language": {"es": 3}}
        assert [line.quantity for line in came.outputs] == [50]
        assert EvidenceEvent.objects.get().event_id == first.pk
        assert gone.deleted_at is not None
        # The other event is in the trash unchanged.
        assert get_attendance(gone).headcounts == {"gender": {"female": 5}, "language": {"es": 3}}
    # A second submission finds only one event.
    again = client.post(URL, {**joining_key(pair), "join": "1"}, follow=True)
    assert "already done" in again.content.decode()
    binned = client.get(f"/c/hill/events/{second.pk}/").content.decode()
    assert "It was merged into “Neighborhood walk”" in binned
    back = client.post(f"/c/hill/events/{second.pk}/restore/", follow=True).content.decode()
    assert "keeps the data merged into it" in back
    assert "Compare" in client.get(URL).content.decode()


def joining_key(pair: tuple[Event, Event]) -> dict[str, str]:
    return {"answer": "same_event", "key": f"{pair[0].pk}-{pair[1].pk}:0000000000"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people_present": "4"}, "These add up to 5, but the total is 4."),
        ({"people_present": "many"}, "Enter a whole number."),
        ({"people_present": ""}, "Enter the total."),
        ({"people_present": "9" * 40}, "Enter a whole number."),
        ({"title": "x"}, "Select a valid choice."),
        ({"note": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_it_says_what_cannot_be_joined_and_saves_nothing(world: World, pair, changes, sentence):
    refused = sign_in(Client(), world["hill-leader"]).post(URL, joining(world, **changes))
    assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    with within(world.hill):
        assert Event.objects.not_deleted().count() == 2
        assert EvidenceEvent.objects.get().event_id == pair[1].pk


def test_it_merges_nothing_that_was_changed_meanwhile(world: World, pair):
    refused = sign_in(Client(), world["hill-leader"]).post(URL, joining(world, other_revision=7))
    assert (refused.status_code, "Another person changed this" in refused.content.decode()) == (409, True)
    with within(world.hill):
        assert Event.objects.not_deleted().count() == 2


def test_the_two_stay_two_with_a_reason_or_one_is_deleted(world: World, pair):
    client = sign_in(Client(), world["hill-leader"])
    refused = client.post(URL, {**form_data(world), "reason": ""})
    assert (refused.status_code, "Enter a reason." in refused.content.decode()) == (422, True)
    assert refused.content.decode().count("data-error-summary") == 1
    client.post(URL, {**form_data(world), "reason": "Two streets, two walks."})
    with within(world.hill):
        assert QualityAnswer.objects.get().reason == "Two streets, two walks."
    assert "Compare" not in client.get(URL).content.decode()
    deleted = client.post(f"/c/hill/events/{pair[1].pk}/delete/", {"next": URL})
    assert deleted["Location"] == URL


def test_a_shared_event_stays_and_two_shared_ones_both_stay(world: World, pair):
    key = "11111111-1111-4111-8111-111111111111"
    with within(world.hill):
        Event.objects.filter(pk=pair[1].pk).update(joint_key=key)
    client = sign_in(Client(), world["hill-leader"])
    page = client.get(URL, form_data(world))
    assert page.context["pair"].target.event == pair[1]
    with within(world.hill):
        Event.objects.filter(pk=pair[0].pk).update(joint_key=key.replace("1", "2"))
    with within(world.hill):
        revisions = dict(Event.objects.values_list("pk", "revision"))
    assert "Both are joint events" in client.get(URL, form_data(world)).content.decode()
    sent = joining(world, revision=revisions[pair[0].pk], other_revision=revisions[pair[1].pk])
    assert client.post(URL, sent).status_code == 422
    with within(world.hill):
        assert Event.objects.not_deleted().count() == 2


def test_it_knows_everything_that_hangs_on_an_event():
    """A new table with a key to events must be decided here: its rows move to the remaining event, or stay."""
    assert [link.label for link in moving()] == [
        "events.campaignevent.event",
        "events.evidenceevent.event",
        "events.guestcount.event",
        "events.researchevent.event",
        "library.adoptionevent.event",
        "library.materialuse.event",
    ]
