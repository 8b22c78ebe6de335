"""Two duplicates are merged without losing history, and separated exactly."""

import datetime as dt

import pytest

from communities.models import Role
from evaluation.figures import compute
from events.models import OrganizationPresence
from stakeholders.actions.merging import (
    MergeError,
    count_moving_rows,
    get_links,
    merge_organizations,
    undo_merge,
)
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.merged import get_different_pairs, get_merge_targets, get_target_id
from stakeholders.models import (
    Contact,
    Contribution,
    DistinctPair,
    Organization,
    OrganizationMerge,
    TrustInvitation,
)
from stakeholders.organization_timeline import TimelineReader, build_timeline
from stakeholders.timeline import Kind
from stakeholders.views.merging import LABELS
from tests.base import World, within
from tests.stakeholders.organizations.base import (
    DAY,
    dump,
    everything,
    invited,
    meeting,
    organization,
    strategy,
)
from tfc.periods import HalfYear


@pytest.fixture
def two(world: World) -> tuple[Organization, Organization]:
    """Two organizations with a row of every kind, a meeting each, a joint one, and both asked in the same year."""
    with within(world.hill):
        target = organization(note="Old", languages=["en"], website="https://dove.example")
        gone = organization("DOVE STREET SCHOOL", note="New", phone="626 555 0142", tie="existing")
        for member in (target, gone):
            everything(member, world["hill-leader"])
            meeting(DAY, member)
            invited(member, 2025)
        meeting(DAY, target, gone)
        invited(gone, 2024)
    return target, gone


def merge(world: World, organization: Organization, gone: Organization, **values) -> OrganizationMerge:
    now = Organization.objects.in_bulk([organization.pk, gone.pk])
    read = (now[organization.pk].revision, now[gone.pk].revision)
    return merge_organizations(
        target=organization, source=gone, values=values, revisions=read, by=world["hill-coordinator"]
    )


def undo(world: World, organization_merge: OrganizationMerge) -> list[str]:
    return undo_merge(merge=organization_merge, by=world["hill-coordinator"])


def test_it_knows_every_model_that_points_to_an_organization_and_has_words_for_it():
    """A new foreign key to Organization is merged automatically; name it in stakeholders/views/merging.py."""
    assert {link.label for link in get_links()} == set(LABELS)


def test_it_moves_every_row_and_deletes_the_duplicate(world: World, two):
    target, gone = two
    with within(world.hill):
        planted = [link for link in get_links() if link.rows(gone.pk).exists()]
        assert len(planted) >= 8
        merge(world, target, gone, name="Dove Street School")
        assert [link.label for link in get_links() if link.rows(gone.pk).exists()] == []
        assert all(link.rows(target.pk).exists() for link in planted)
        assert Contact.objects.filter(organization=target).count() == 4
        assert Organization.objects.in_trash().get().pk == gone.pk


def test_it_counts_once_what_both_were_at(world: World, two):
    target, gone = two
    with within(world.hill):
        moving = {label: (rows, both) for label, rows, both in count_moving_rows(target=target, source=gone)}
        assert moving["events.organizationpresence.organization"] == (2, 1)
        assert moving["stakeholders.trustinvitation.organization"] == (2, 1)
        assert moving["stakeholders.contact.organization"] == (2, 0)
        result = merge(world, target, gone)
        assert OrganizationPresence.objects.filter(organization=target).count() == 3
        assert TrustInvitation.objects.filter(organization=target).count() == 2
    assert set(result.dropped) == {
        "events.organizationpresence.organization",
        "stakeholders.trustinvitation.organization",
        "stakeholders.organization",
    }
    assert result.dropped["events.organizationpresence.organization"][0]["fields"]["organization"] == gone.pk


def test_it_restores_every_row_as_it_was(world: World, two):
    target, gone = two
    with within(world.hill):
        before = dump()
        result = merge(
            world,
            target,
            gone,
            name="Dove",
            tie="existing",
            languages=["en", "es"],
            met_on=dt.date(2020, 1, 1),
        )
        assert dump() != before
        assert undo(world, result) == []
        assert dump() == before


def test_it_keeps_later_changes(world: World, two):
    target, gone = two
    with within(world.hill):
        result = merge(world, target, gone, name="Dove", phone="626 555 0142")
        Organization.objects.filter(pk=target.pk).update(name="The Dove School")
        Contact.objects.create(organization=target, name="New since")
        assert undo(world, result) == ["Name"]
        target.refresh_from_db()
        assert (target.name, target.phone) == ("The Dove School", "")
        assert Contact.objects.get(name="New since").organization == target


def test_it_refuses_to_undo_twice_and_before_a_later_merge_is_undone(world: World, two):
    target, gone = two
    with within(world.hill):
        third = organization("Dove St. School")
        first = merge(world, target, gone)
        second = merge(world, third, target)
        with pytest.raises(MergeError, match="merged again"):
            undo(world, first)
        undo(world, second)
        undo(world, first)
        with pytest.raises(MergeError, match="already"):
            undo(world, first)


def test_it_undoes_nothing_when_a_row_that_moved_is_no_longer_there(world: World, two):
    target, gone = two
    with within(world.hill):
        result = merge(world, target, gone)
        (moved, *_others) = result.moved["events.organizationpresence.organization"]
        OrganizationPresence.objects.filter(pk=moved).delete()
        before = dump()
        with pytest.raises(MergeError, match="records changed since"):
            undo(world, result)
        assert dump() == before


def test_it_undoes_nothing_when_what_both_had_has_lost_its_ground(world: World, two):
    target, gone = two
    with within(world.hill):
        result = merge(world, target, gone)
        together = result.dropped["events.organizationpresence.organization"][0]["fields"]["event"]
        OrganizationPresence.objects.filter(event=together).delete()
        TrustInvitation.objects.filter(round__year=2025).delete()
        event = result.dropped["events.organizationpresence.organization"][0]
        event["fields"]["event"] = 0
        OrganizationMerge.objects.filter(pk=result.pk).update(dropped=result.dropped)
        before = dump()
        with pytest.raises(MergeError, match="changed since"):
            undo(world, result)
        assert dump() == before


@pytest.mark.parametrize("which", [0, 1])
def test_it_joins_nothing_when_one_was_saved_since_it_was_read(world: World, two, which: int):
    target, gone = two
    with within(world.hill):
        read = (target.revision, gone.revision)
        Organization.objects.filter(pk=two[which].pk).update(name="Another")
        before = dump()
        with pytest.raises(SavedMeanwhileError):
            merge_organizations(
                target=target, source=gone, values={}, revisions=read, by=world["hill-coordinator"]
            )
        assert dump() == before


def test_it_leads_from_a_gone_one_to_the_end_of_the_chain(world: World, two):
    target, gone = two
    with within(world.hill):
        third = organization("Dove St. School")
        merge(world, target, gone)
        later = merge(world, third, target)
        assert [get_target_id(member.pk, get_merge_targets()) for member in (gone, target, third)] == [
            third.pk
        ] * 3
        undo(world, later)
        assert get_target_id(gone.pk, get_merge_targets()) == target.pk


def test_different_organizations_stay_different(world: World, two):
    target, gone = two
    with within(world.hill):
        third = organization("Dove St. School")
        DistinctPair.objects.create(first=gone, second=third, by=world["hill-leader"])
        assert get_different_pairs() == {(gone.pk, third.pk)}
        result = merge(world, target, gone)
        assert get_different_pairs() == {(target.pk, third.pk)}
        undo(world, result)
        assert get_different_pairs() == {(gone.pk, third.pk)}


def test_it_leaves_other_organizations_and_communities_alone(world: World, two):
    target, gone = two
    with within(world.dale):
        organization("Dale High")
        there = dump()
    with within(world.hill):
        other = organization("Hill High")
        Contribution.objects.create(
            organization=other, sector="schools", kind="hours", what="Help", received_on=DAY
        )
        merge(world, target, gone)
        assert Contribution.objects.filter(organization=other).count() == 1
    with within(world.dale):
        assert dump() == there


def test_the_figures_count_no_meeting_and_no_organization_twice(world: World):
    def numbers(part: str) -> tuple:
        measured = compute([world.hill], HalfYear(2026, 1))[world.hill.pk][part].measured
        return measured.numerator, measured.denominator

    with within(world.hill):
        target, gone, radio = organization(), organization("Dove School"), organization("Radio", "media")
        for member in (target, gone, radio):
            strategy(member, world["hill-leader"], ("planned", DAY))
        meeting(DAY, target, gone, radio)
        meeting(DAY, target, gone)
        assert numbers("stakeholder_meetings")[0] == 1
        assert numbers("strategies_implemented") == (0, 3)
        result = merge(world, target, gone)
        assert numbers("stakeholder_meetings")[0] == 1
        assert numbers("sector_breadth")[0] == 2
        assert numbers("strategies_implemented") == (0, 2)
        undo(world, result)
        assert numbers("strategies_implemented") == (0, 3)


def test_its_history_is_complete_and_lists_a_meeting_once(world: World, two, rf):
    def story(organization: Organization) -> list[tuple]:
        request = rf.get("/")
        request.community, request.role = world.hill, Role.COORDINATOR
        timeline = build_timeline(TimelineReader(request, organization), None, size=999)
        return [(row.kind, row.id) for _, rows in timeline.years for row in rows]

    target, gone = two
    with within(world.hill):
        apart = set(story(target)) | set(story(gone))
        shared = OrganizationPresence.objects.filter(
            organization=gone, event__organizationpresences__organization=target
        )
        dropped = {(Kind.EVENT, row.pk) for row in shared}
        assert len(dropped) == 1
        result = merge(world, target, gone)
        together = story(target)
        assert set(together) == apart - dropped - {(Kind.ADDED, gone.pk)} | {(Kind.MERGED, result.pk)}
        assert len(together) == len(set(together))
