"""An organization's page shows what the community did with it."""

import datetime as dt

import pytest
from django.utils import timezone

from stakeholders.models import Contact, FocusDecision, FocusStakeholder, Organization, OrganizationMerge
from stakeholders.organization_timeline import PAGE
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.base import register
from tests.stakeholders.organizations.base import DAY, everything, meeting, organization, strategy


@pytest.fixture
def radio(world: World) -> Organization:
    with within(world.hill):
        return organization(met_on=dt.date(2020, 2, 2), created_by=world["hill-leader"])


def url(organization: Organization, rest: str = "") -> str:
    return register("hill", f"{organization.pk}/{rest}")


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [entry.title for _, entries in response.context["timeline"].years for entry in entries]


def test_it_lists_everything_newest_first(world: World, signed_in, radio):
    with within(world.hill):
        everything(radio, world["hill-leader"])
        meeting(DAY, radio, title="Round table")
        meeting(DAY - dt.timedelta(days=400), radio)
    response = signed_in("hill-leader").get(url(radio))
    assert titles(response) == [
        "Kim of Dove Street School became a contact",
        "Ana of Dove Street School became a contact",
        "Added to your list",
        "No longer a focus",
        "Evidence: A photo",
        "Posters",
        "Posters",
        "You asked: no strategy yet",
        "They gave: Gift",
        "What followed the briefing “Wages”",
        "They answered the briefing “Wages”",
        "They got the briefing “Wages”",
        "You chose them as a focus",
        "Round table",
        "Stakeholder meeting",
        "You know them since then",
    ]
    page = response.content.decode()
    for name in ("A hearing", "The mayor", "by hill-leader", "Strategy: In practice", "Stakeholder meeting"):
        assert name in page


def test_it_names_only_consenting_people_to_members(world: World, signed_in, radio):
    with within(world.hill):
        everything(radio, world["hill-leader"])
    page = signed_in("hill-member").get(url(radio)).content.decode()
    assert "Ana of Dove Street School became a contact" in page
    assert "Kim" not in page


def test_it_lists_nothing_planned_canceled_or_deleted(world: World, signed_in, radio):
    with within(world.hill):
        everything(radio, world["hill-leader"])
        for status in ("planned", "cancelled"):
            meeting(DAY, radio, status=status, title="Not held")
        meeting(DAY, radio, title="Not held", deleted_at=timezone.now())
        Contact.objects.update(deleted_at=timezone.now())
        for name in ("contributions", "strategies", "focuses", "briefings"):
            getattr(radio, name).update(deleted_at=timezone.now())
    response = signed_in("hill-leader").get(url(radio))
    assert titles(response) == [
        "Added to your list",
        "You asked: no strategy yet",
        "You know them since then",
    ]
    assert response.context["connections"].last_seen is None


def test_it_continues_page_by_page(world: World, signed_in, radio):
    with within(world.hill):
        for number in range(PAGE + 3):
            meeting(DAY - dt.timedelta(days=number // 2), radio, title=f"Meeting {number}")
    client = signed_in("hill-member")
    first = client.get(url(radio))
    second = client.get(first.context["older_url"].partition("#")[0])
    assert len(titles(first)) == PAGE
    result = titles(first) + titles(second)
    assert sorted(result) == sorted(
        [
            "Added to your list",
            "You know them since then",
            *(f"Meeting {number}" for number in range(PAGE + 3)),
        ]
    )
    assert second.context["older_url"] == ""
    assert "The newest" in second.content.decode()


def test_it_lists_merged_organizations_and_coordinators_separate_them(world: World, signed_in, radio):
    with within(world.hill):
        middle = organization("Middle", deleted_at=timezone.now())
        gone = organization("First", deleted_at=timezone.now())
        by = world["hill-coordinator"]
        first = OrganizationMerge.objects.create(target=middle, source=gone, by=by)
        OrganizationMerge.objects.create(target=radio, source=middle, by=by)
        undone = organization("Undone")
        OrganizationMerge.objects.create(target=radio, source=undone, by=by, undone_at=timezone.now())
    undo = register("hill", f"merges/{first.pk}/undo/")
    response = signed_in("hill-coordinator").get(url(radio))
    assert titles(response)[:2] == ["“Middle” was merged into it", "“First” was merged into it"]
    assert "Undone" not in response.content.decode()
    assert undo in response.content.decode()
    assert undo not in signed_in("hill-leader").get(url(radio)).content.decode()


def test_it_shows_the_engagement_status(world: World, signed_in, radio):
    today = timezone.localdate()
    with within(world.hill):
        meeting(today - dt.timedelta(days=20), radio)
        meeting(today - dt.timedelta(days=30), radio)
        meeting(today - dt.timedelta(days=500), radio)
        strategy(radio, world["hill-leader"], ("verified", DAY))
        decision = FocusDecision.objects.create(verdict="accepted", decided_on=DAY)
        FocusStakeholder.objects.create(
            decision=decision, sector=radio.sector, organization=radio, plan="Train them", plan_due=DAY
        )
    response = signed_in("hill-member").get(url(radio))
    ties, page = response.context["connections"], response.content.decode()
    assert (ties.meetings, ties.last_seen) == (2, today - dt.timedelta(days=20))
    for shown in (
        "2 meetings and events",
        "Train them",
        "Not confirmed",
        keep_together("since Feb. 2, 2020"),
    ):
        assert shown in page


def test_it_suggests_one_step_to_those_who_record(world: World, signed_in, radio):
    with within(world.hill):
        Contact.objects.create(organization=radio, name="Ana")
    sentence = "They were never at a meeting. Invite them to the next one."
    assert sentence in signed_in("hill-leader").get(url(radio)).content.decode()
    assert sentence not in signed_in("hill-member").get(url(radio)).content.decode()


@pytest.mark.parametrize("before", ["x", "2026-99-99-1-1", "0001-01-01-99-" + "9" * 18])
def test_it_does_not_break_on_an_address_that_no_page_gave(signed_in, radio, before: str):
    assert signed_in("hill-member").get(url(radio), {"before": before}).status_code == 200
