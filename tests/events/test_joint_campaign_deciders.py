"""The copies of a joint campaign name the organization that decides as it is called now."""

import datetime as dt

import pytest

from events.actions import campaigns, joint_campaigns
from events.models import Campaign, CampaignShare
from stakeholders.actions.merging import merge_organizations, undo_merge
from stakeholders.actions.register import edit_organization
from stakeholders.models import Organization
from tests.base import World, within
from tests.events.base import organization


@pytest.fixture
def council(world: World) -> Organization:
    """Hill's organization that decides on a campaign shared with Dale."""
    leader = world["hill-leader"]
    with within(world.hill):
        council = organization("Council")
        campaign = campaigns.add_campaign(
            title="Rule", kind="policy", goal="A rule", decider=council, by=leader,
            first_stage={"stage": "asked", "on": dt.date(2025, 3, 1)},
        )  # fmt: skip
        joint_campaigns.share_campaign(campaign=campaign, other=world.dale, by=leader)
    return council


def get_decider_in_copy(world: World) -> str:
    with within(world.dale):
        return CampaignShare.objects.waiting_for(world.dale).get().decider_name


def rename(world: World, council: Organization, name: str) -> None:
    with within(world.hill):
        revision = Organization.objects.get(pk=council.pk).revision
        edit_organization(organization=council, by=world["hill-leader"], revision=revision, name=name)


def test_a_renamed_organization(world: World, council: Organization):
    assert get_decider_in_copy(world) == "Council"
    rename(world, council, "City Council")
    assert get_decider_in_copy(world) == "City Council"


def test_a_merge_and_its_undoing(world: World, council: Organization):
    with within(world.hill):
        target = organization("County Board")
        merge = merge_organizations(
            target=target, source=council, values={}, by=world["hill-leader"],
            revisions=(target.revision, council.revision),
        )  # fmt: skip
        assert Campaign.objects.get().decider == target
    assert get_decider_in_copy(world) == "County Board"
    with within(world.hill):
        undo_merge(merge=merge, by=world["hill-leader"])
    assert get_decider_in_copy(world) == "Council"
