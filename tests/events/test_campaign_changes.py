"""Campaigns in the activity feed, in notifications, and on the page of an organization."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communities.notices import get_due_notices
from events.actions import campaigns, joint_campaigns
from events.models import Campaign
from stakeholders.models import Organization, Sector
from tests.base import World, within

HILL, USA = "/c/hill/activity/", "/office/usa/activity/"


@pytest.fixture
def campaign(world: World) -> Campaign:
    by = world["hill-leader"]
    today = timezone.localdate(timezone=world.hill.zone)
    with within(world.hill):
        campaign = campaigns.add_campaign(
            title="Notice rule", kind="policy", goal="x", first_stage={"stage": "asked", "on": today}, by=by
        )
        campaigns.add_stage(campaign=campaign, stage="adopted", on=today, evidence="Vote", by=by)
    return campaign


def get_changes(client: Any, url: str) -> list[tuple[str, str]]:
    changes = client.get(url).context["changes"]
    assert all(not change.url or client.get(change.url).status_code == 200 for change in changes)
    return [(change.text, change.url) for change in changes]


def test_new_campaigns_stages_and_wins_are_in_the_feed(world: World, signed_in, campaign: Campaign):
    page = f"/c/hill/events/campaigns/{campaign.pk}/"
    assert get_changes(signed_in("hill-member"), HILL) == [
        ("hill-leader recorded that the campaign “Notice rule” is now “Adopted”.", page),
        ("hill-leader added: Campaign “Notice rule”.", page),
    ]
    assert get_changes(signed_in("usa-staff"), USA) == [
        ("Hill won the campaign “Notice rule”.", "/office/usa/achievements/")
    ]
    with within(world.hill):
        campaigns.delete_campaign(campaign=campaign, by=world["hill-leader"])
    assert get_changes(signed_in("hill-member"), HILL) == []
    assert get_changes(signed_in("usa-staff"), USA) == []


def test_stages_of_long_ago_are_not_news(world: World, signed_in):
    with within(world.hill):
        campaigns.add_campaign(
            title="Old", kind="policy", goal="x", by=world["hill-leader"],
            first_stage={"stage": "adopted", "on": dt.date(2015, 3, 1), "evidence": "Vote"},
        )  # fmt: skip
    assert get_changes(signed_in("hill-member"), HILL) == []
    assert get_changes(signed_in("usa-staff"), USA) == []


def test_an_invitation_is_told_to_leaders_until_it_is_answered(world: World, signed_in, campaign: Campaign):
    with within(world.hill):
        joint_campaigns.share_campaign(campaign=campaign, other=world.dale, by=world["hill-leader"])
    [(text, answer)] = get_changes(signed_in("dale-coordinator"), "/c/dale/activity/")
    assert text == "Hill says that “Notice rule” is a joint campaign."
    with within(world.dale, coordinator=True):
        [notice] = [due for due in get_due_notices(world.dale, timezone.now()) if "campaign" in due.kind.code]
    assert notice.path == answer
    signed_in("dale-coordinator").post(f"{answer}decline/")
    assert get_changes(signed_in("dale-coordinator"), "/c/dale/activity/") == []
    with within(world.dale, coordinator=True):
        assert not [due for due in get_due_notices(world.dale, timezone.now()) if "campaign" in due.kind.code]


def test_an_organization_lists_the_campaigns_in_which_it_takes_part_or_decides(
    world: World, signed_in, campaign: Campaign
):
    by = world["hill-leader"]
    with within(world.hill):
        council, library = (
            Organization.objects.create(name=name, sector=Sector.LOCAL_LEGISLATURES, created_by=by)
            for name in ("Council", "Library")
        )
        campaigns.edit_campaign(
            campaign=campaign, partners=[library], by=by, revision=campaign.revision, decider=council
        )
        other = Organization.objects.create(name="Other", sector=Sector.MEDIA, created_by=by)
    for organization, is_listed in ((council, True), (library, True), (other, False)):
        page = signed_in("hill-member").get(f"/c/hill/organizations/{organization.pk}/").content.decode()
        assert (f"/c/hill/events/campaigns/{campaign.pk}/" in page) is is_listed
        assert ("Policy or law · Council · Adopted since" in " ".join(page.split())) is is_listed
