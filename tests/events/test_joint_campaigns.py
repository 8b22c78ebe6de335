"""Joint campaigns: each community answers for itself, a win counts once, and one community claims the total."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from communities.models import Community
from evaluation.achievement_items import ItemKind
from evaluation.achievements import get_office_facts, list_items
from evaluation.rollups.events import refresh_events
from events.actions import campaigns, joint_campaigns
from events.models import Campaign, CampaignShare, CampaignStage, Event, Output
from tests.base import World, within
from tests.events.base import days_ago, organization
from tfc.periods import HalfYear

PAGE = "/c/{}/events/campaigns/"


@pytest.fixture
def campaign(world: World) -> Campaign:
    return make_campaign(world, world.hill, title="Notice rule")


def make_campaign(world: World, community: Community, **values: Any) -> Campaign:
    first = {"stage": "asked", "on": dt.date(2025, 3, 1)}
    with within(community):
        return campaigns.add_campaign(
            **{"title": "Rule", "kind": "policy", "goal": "A rule", "first_stage": first} | values,
            by=world["hill-leader"],
        )


def get_text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def share(world: World, signed_in: Any, campaign: Campaign) -> CampaignShare:
    """Share Hill's campaign with Dale by its page; return the row that Dale reads."""
    page = f"{PAGE.format('hill')}{campaign.pk}/joint/"
    for _time in range(2):
        assert signed_in("hill-leader").post(page, {"other": world.dale.pk}).status_code == 302
    with within(world.dale):
        return CampaignShare.objects.waiting_for(world.dale).get()


def test_the_other_community_reads_it_and_accepts_with_a_new_campaign(
    world: World, signed_in, campaign: Campaign
):
    row = share(world, signed_in, campaign)
    dale, answer = "dale-coordinator", f"{PAGE.format('dale')}joint/{row.pk}/"
    assert "Hill says that “Notice rule” is a joint campaign." in get_text(
        signed_in(dale).get(PAGE.format("dale"))
    )
    assert "Notice rule" in get_text(signed_in(dale).get(answer))
    for _time in range(2):
        assert signed_in(dale).post(answer, {"campaign": ""}).status_code == 302
    with within(world.dale):
        own = Campaign.objects.get()
        assert (own.title, own.joint_key, own.stages.get().stage) == ("Notice rule", row.joint_key, "asked")
    hill = f"{PAGE.format('hill')}{campaign.pk}/"
    assert "Joint campaign with" in get_text(signed_in("hill-leader").get(hill))
    with within(world.dale):
        campaigns.add_stage(
            campaign=own, stage="pledged", on=days_ago(world.dale, 0), by=world["dale-coordinator"]
        )
    assert "Pledged" in get_text(signed_in("hill-leader").get(hill))
    signed_in("hill-leader").post(f"{hill}joint/leave/")
    assert "declined" in get_text(signed_in(dale).get(f"{PAGE.format('dale')}{own.pk}/"))


def test_an_accepted_campaign_takes_the_stages_with_their_evidence(
    world: World, signed_in, campaign: Campaign
):
    row = share(world, signed_in, campaign)
    values = {
        "stage": "adopted", "on": dt.date(2025, 4, 1), "evidence": "Vote", "link": "https://example.org/",
        "evidence_on": dt.date(2025, 4, 2), "lesson": "",
    }  # fmt: skip
    with within(world.hill):
        campaigns.add_stage(campaign=campaign, by=world["hill-leader"], **values)
    signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    with within(world.dale):
        first, adopted = Campaign.objects.get().stages.in_order()
    assert (first.stage, first.on) == ("asked", dt.date(2025, 3, 1))
    assert {name: getattr(adopted, name) for name in values} == values
    assert adopted.by == world["dale-coordinator"]


def test_an_accepted_campaign_takes_the_target_and_who_decides(world: World, signed_in, campaign: Campaign):
    values: dict[str, Any] = {"decider_name": "City council", "target": 2000, "target_unit": "signatures"}
    page = get_text(signed_in("hill-leader").get(f"{PAGE.format('hill')}{campaign.pk}/joint/"))
    assert "target and stages of this campaign, and who decides." in page
    row = share(world, signed_in, campaign)
    with within(world.hill):
        council = organization("School board")
        for changed in (values | {"decider_name": "", "decider": council}, values | {"decider": None}):
            current = Campaign.objects.get()
            campaigns.edit_campaign(
                campaign=current, by=world["hill-leader"], revision=current.revision, **changed
            )
            assert CampaignShare.objects.get().decider_name == Campaign.objects.get().decided_by
    dale, answer = "dale-coordinator", f"{PAGE.format('dale')}joint/{row.pk}/"
    text = get_text(signed_in(dale).get(answer))
    for shown in ("City council", "Signatures: 2,000", "Policy or law"):
        assert shown in text
    signed_in(dale).post(answer, {"campaign": ""})
    with within(world.dale):
        own = Campaign.objects.get()
        assert {name: getattr(own, name) for name in values} == values
    signed_in("hill-leader").post(f"{PAGE.format('hill')}{campaign.pk}/joint/leave/")
    with within(world.hill):
        left = CampaignShare.objects.get(community=world.hill)
    assert (left.kind, left.decider_name, left.target, left.target_unit) == ("", "", None, "")


def test_it_is_declined(world: World, signed_in, campaign: Campaign):
    row = share(world, signed_in, campaign)
    for _time in range(2):
        signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/decline/")
    with within(world.dale):
        assert not CampaignShare.objects.waiting_for(world.dale).exists()
        assert not Campaign.objects.exists()
    assert "declined" in get_text(signed_in("hill-leader").get(f"{PAGE.format('hill')}{campaign.pk}/"))


def test_two_communities_that_both_claim_the_total_get_a_sentence(
    world: World, signed_in, campaign: Campaign
):
    row = share(world, signed_in, campaign)
    dale = "dale-coordinator"
    signed_in(dale).post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    hill = f"{PAGE.format('hill')}{campaign.pk}/"
    signed_in("hill-leader").post(f"{hill}joint/total/", {"counts_all": "yes"})
    with within(world.dale):
        own = Campaign.objects.get()
    page = f"{PAGE.format('dale')}{own.pk}/"
    text = get_text(signed_in(dale).post(f"{page}joint/total/", {"counts_all": "yes"}, follow=True))
    assert "Hill already counts the outputs of all communities. Record only your own part." in text
    with within(world.dale):
        assert not Campaign.objects.get().counts_all
    signed_in("hill-leader").post(f"{hill}joint/total/")
    signed_in(dale).post(f"{page}joint/total/", {"counts_all": "yes"})
    with within(world.dale):
        assert Campaign.objects.get().counts_all
    assert "Counts the outputs of all" in get_text(signed_in("hill-leader").get(hill))


def test_a_joint_campaign_and_its_win_are_counted_once_by_the_office(
    world: World, signed_in, campaign: Campaign
):
    today = days_ago(world.hill, 0)
    row = share(world, signed_in, campaign)
    signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    won = {"stage": "adopted", "on": dt.date(2025, 4, 1), "evidence": "Vote"}
    make_campaign(world, world.hill, first_stage=won)
    make_campaign(world, world.dale, first_stage=won)
    for community, stages in ((world.hill, ("adopted", "in_force")), (world.dale, ("adopted",))):
        with within(community):
            joint = Campaign.objects.get(joint_key=row.joint_key)
            for stage in stages:
                campaigns.add_stage(
                    campaign=joint, stage=stage, on=today, evidence="Vote", by=world["hill-leader"]
                )
    with within(world.usa):
        assert CampaignStage.objects.wins().count() == 4
        items = list_items([get_office_facts(world.usa, None)])
    wins = [item.label for item in items if item.kind == ItemKind.WIN]
    assert wins == [
        "Dale, Hill: Notice rule (Policy or law)", "Hill: Rule (Policy or law)", "Dale: Rule (Policy or law)",
    ]  # fmt: skip
    counts = [(item.unit, item.value) for item in items if item.kind == ItemKind.CAMPAIGN]
    assert counts == [("adopted", 2), ("in_force", 1)]
    page = "/office/usa/achievements/?period=all&item=campaign:in_force"
    text = get_text(signed_in("usa-staff").get(page))
    assert text.count("Notice rule") == 1
    assert "Dale, Hill" in text


def test_outputs_of_a_joint_campaign_are_counted_once_by_the_office(
    world: World, signed_in, campaign: Campaign
):
    row = share(world, signed_in, campaign)
    signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    for community, number in ((world.hill, 100), (world.dale, 150)):
        with within(community):
            joint = Campaign.objects.get(joint_key=row.joint_key)
            day = dt.date(2025, 4, 1)
            campaigns.add_output(
                campaign=joint, on=day, unit="signatures", quantity=number, by=world["hill-leader"]
            )
    assert get_signatures(world) == "at least 150"
    signed_in("hill-leader").post(f"{PAGE.format('hill')}{campaign.pk}/joint/total/", {"counts_all": "yes"})
    assert get_signatures(world) == "100"


@pytest.mark.parametrize("is_joint_event", [True, False])
def test_outputs_of_events_of_a_joint_campaign_are_counted_once_by_the_office(
    world: World, signed_in, campaign: Campaign, is_joint_event: bool
):
    row = share(world, signed_in, campaign)
    signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    key = uuid4() if is_joint_event else None
    for community, number in ((world.hill, 300), (world.dale, 250)):
        with within(community):
            joint = Campaign.objects.get(joint_key=row.joint_key)
            noon = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
            event = Event.objects.create(
                kind="awareness", status="held", starts_at=noon, ends_at=noon, time_zone=community.time_zone,
                joint_key=key,
            )  # fmt: skip
            campaigns.set_campaign(events=[event], campaign=joint, by=world["hill-leader"])
            Output.objects.create(event=event, unit="signatures", quantity=number)
            refresh_events([community], HalfYear(2026, 1), using="default")
    assert get_signatures(world) == ("300" if is_joint_event else "at least 300")


def test_an_output_of_an_event_and_of_its_joint_campaign_is_counted_once_by_the_office(
    world: World, signed_in, campaign: Campaign
):
    row = share(world, signed_in, campaign)
    signed_in("dale-coordinator").post(f"{PAGE.format('dale')}joint/{row.pk}/", {"campaign": ""})
    with within(world.hill):
        noon = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
        event = Event.objects.create(
            kind="awareness", status="held", starts_at=noon, ends_at=noon, time_zone=world.hill.time_zone
        )
        campaigns.set_campaign(events=[event], campaign=campaign, by=world["hill-leader"])
        Output.objects.create(event=event, unit="signatures", quantity=300)
        refresh_events([world.hill], HalfYear(2026, 1), using="default")
    with within(world.dale):
        campaigns.add_output(
            campaign=Campaign.objects.get(), on=dt.date(2026, 3, 3), unit="signatures", quantity=250,
            by=world["dale-coordinator"],
        )  # fmt: skip
    assert get_signatures(world) == "at least 300"


def get_signatures(world: World) -> str:
    with within(world.usa):
        [item] = [
            item for item in list_items([get_office_facts(world.usa, None)]) if item.unit == "signatures"
        ]
    return item.number


def test_an_own_campaign_is_chosen_and_belongs_to_one_joint_campaign(world: World, campaign: Campaign):
    own = make_campaign(world, world.dale, title="Ours")
    with within(world.hill):
        other = campaigns.add_campaign(
            title="Other", kind="policy", goal="x", first_stage={"stage": "planned", "on": dt.date(2025, 3, 1)},
            by=world["hill-leader"],
        )  # fmt: skip
        for shared in (campaign, other):
            joint_campaigns.share_campaign(campaign=shared, other=world.dale, by=world["hill-leader"])
    with within(world.dale):
        first, second = CampaignShare.objects.waiting_for(world.dale)
        for row in (first, first):
            accepted = joint_campaigns.accept_campaign(
                place=world.dale, share=row, campaign=own, by=world["dale-coordinator"]
            )
            assert accepted == own
        with pytest.raises(Exception, match="already a joint campaign"):
            joint_campaigns.accept_campaign(
                place=world.dale, share=second, campaign=own, by=world["dale-coordinator"]
            )
