"""An office's own campaigns, alone or joint with its communities: each accepts, and the office counts them once."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from communities.models import Community, Office
from communities.notices import get_due_notices
from evaluation.achievement_items import ItemKind
from evaluation.achievements import get_community_facts, get_office_facts, list_items
from events.actions import campaigns
from events.models import Campaign, CampaignOutput, CampaignShare, CampaignStage
from tests.base import World, within
from tests.events.test_joint_campaigns import get_text, make_campaign

OFFICE = "/office/usa/campaigns/"
HILL = "/c/hill/events/campaigns/"
NEW = {
    "title": "Cocoa petition", "kind": "petition", "goal": "Slave-free chocolate", "decider_name": "Hershey",
    "target": "2000", "target_unit": "signatures", "stage": "asked", "on": "2025-03-01",
    "client_id": "7f1f3b1e-0000-4000-8000-000000000001",
}  # fmt: skip


@pytest.fixture
def campaign(world: World, signed_in) -> Campaign:
    for _time in range(2):
        assert signed_in("usa-staff").post(f"{OFFICE}new/", NEW).status_code == 302
    with within(world.usa):
        return Campaign.objects.get()


def share(signed_in, person: str, campaign: Campaign, **data: Any) -> None:
    list_url = OFFICE if person.startswith("usa") else HILL
    for _time in range(2):
        assert signed_in(person).post(f"{list_url}{campaign.pk}/joint/", data).status_code == 302


def get_share(place: Community | Office) -> CampaignShare:
    with within(place):
        return CampaignShare.objects.waiting_for(place).get()


def get_signatures(place: Community | Office) -> str:
    with within(place):
        facts = (
            get_office_facts(place, None)
            if isinstance(place, Office)
            else get_community_facts(place, None, dt.date(2026, 6, 1))
        )
        return next(item.number for item in list_items([facts]) if item.unit == "signatures")


def test_an_office_records_follows_and_deletes_its_campaign(world: World, signed_in, campaign: Campaign):
    staff, page = signed_in("usa-staff"), f"{OFFICE}{campaign.pk}/"
    assert (campaign.community_id, campaign.office_id) == (None, world.usa.pk)
    text = get_text(staff.get(page))
    assert "Hershey" in text
    assert "nothing recorded yet, target 2,000" in text
    staff.post(
        f"{page}outputs/new/",
        {
            "on": "2025-04-01",
            "output_1_unit": "signatures",
            "output_1_quantity": "1200",
            "output_1_at_least": "on",
        },
    )
    won = {"stage": "adopted", "on": "2025-06-01", "evidence": "Letter"}
    assert staff.post(f"{page}stage/", won).status_code == 302
    assert "at least 1,200 of 2,000" in get_text(staff.get(page))
    backwards = get_text(staff.post(f"{page}stage/", won | {"stage": "planned"}))
    assert "a stage never goes backwards" in backwards
    edited = NEW | {"title": "Hershey petition", "revision": campaign.revision}
    assert staff.post(f"{page}edit/", edited).status_code == 302
    assert staff.post(f"{page}edit/", edited).status_code == 409
    assert "Hershey petition" in get_text(staff.get(OFFICE))
    assert "Hershey petition" in get_text(staff.get("/office/usa/search/?q=chocolate"))
    exported = staff.get("/office/usa/exports/office-campaigns.csv")
    assert b"Hershey petition" in b"".join(exported.streaming_content)
    assert "Hershey petition" in get_text(staff.get("/office/usa/audit-log/"))
    staff.post(f"{page}delete/")
    assert staff.get(page).status_code == 404
    staff.post(f"{page}restore/")
    assert staff.get(page).status_code == 200


def test_nobody_else_reads_or_changes_it(world: World, signed_in, campaign: Campaign):
    page = f"{OFFICE}{campaign.pk}/"
    assert signed_in("uk-staff").get(page).status_code == 404
    guest = signed_in("oasis-staff")
    assert "Record the next stage" not in get_text(guest.get(page))
    assert guest.get(f"{page}edit/").status_code == 302
    assert guest.post(f"{page}delete/").status_code == 403
    assert signed_in("hill-leader").get(f"{HILL}{campaign.pk}/").status_code == 404
    for place in (world.hill, world.uk):
        with within(place):
            assert not Campaign.objects.exists()


def test_an_office_changes_no_campaign_of_a_community(world: World, signed_in):
    own = make_campaign(world, world.hill)
    staff = signed_in("usa-staff")
    assert staff.get(f"{OFFICE}{own.pk}/").status_code == 404
    assert staff.post(f"{OFFICE}{own.pk}/delete/").status_code == 404
    with within(world.usa):
        assert not Campaign.objects.filter(pk=own.pk).update(title="x")
        with pytest.raises(DatabaseError), transaction.atomic():
            Campaign.objects.create(title="x", kind="policy", goal="x", community=world.hill)


def test_a_community_that_accepts_counts_its_own_and_the_office_counts_once(
    world: World, signed_in, campaign: Campaign
):
    share(signed_in, "usa-staff", campaign, other=world.hill.pk)
    row = get_share(world.hill)
    assert f"{world.usa.name} says that “Cocoa petition” is a joint campaign." in get_text(
        signed_in("hill-leader").get(HILL)
    )
    for _time in range(2):
        assert signed_in("hill-leader").post(f"{HILL}joint/{row.pk}/", {"campaign": ""}).status_code == 302
    with within(world.hill):
        own = Campaign.objects.get()
        campaigns.add_output(
            campaign=own, on=dt.date(2025, 4, 1), unit="signatures", quantity=300, by=world["hill-leader"]
        )
    assert world.usa.name in get_text(signed_in("hill-leader").get(f"{HILL}{own.pk}/"))
    signed_in("usa-staff").post(
        f"{OFFICE}{campaign.pk}/outputs/new/",
        {"on": "2025-04-01", "output_1_unit": "signatures", "output_1_quantity": "1200"},
    )
    assert get_signatures(world.hill) == "300"
    assert get_signatures(world.usa) == "at least 1,200"
    signed_in("usa-staff").post(f"{OFFICE}{campaign.pk}/joint/total/", {"counts_all": "yes"})
    assert get_signatures(world.usa) == "1,200"
    assert "already counts the outputs of all" in get_text(
        signed_in("hill-leader").post(f"{HILL}{own.pk}/joint/total/", {"counts_all": "yes"}, follow=True)
    )
    page = get_text(signed_in("usa-staff").get("/office/usa/achievements/?period=all&item=campaign:asked"))
    assert page.count("Cocoa petition") == 1
    assert f"Hill, {world.usa.name}" in page
    sources = get_text(
        signed_in("usa-staff").get("/office/usa/achievements/?period=all&item=output:signatures")
    )
    assert "1,200" in sources
    assert "300" in sources
    signed_in("hill-leader").post(f"{HILL}{own.pk}/joint/leave/")
    assert "declined" in get_text(signed_in("usa-staff").get(f"{OFFICE}{campaign.pk}/"))
    assert get_signatures(world.usa) == "1,500"


def test_an_office_joins_a_campaign_of_a_community_when_invited(world: World, signed_in):
    own = make_campaign(world, world.hill, title="Notice rule")
    share(signed_in, "hill-leader", own, with_office="on")
    row = get_share(world.usa)
    assert "Hill says that “Notice rule” is a joint campaign." in get_text(signed_in("usa-staff").get(OFFICE))
    assert "Notice rule" in get_text(signed_in("usa-staff").get(f"{OFFICE}joint/{row.pk}/"))
    for _time in range(2):
        assert signed_in("usa-staff").post(f"{OFFICE}joint/{row.pk}/", {"campaign": ""}).status_code == 302
    with within(world.usa):
        joined = Campaign.objects.owned_by(world.usa).get()
        assert joined.joint_key == row.joint_key
        assert not CampaignShare.objects.waiting_for(world.usa).exists()
    for place, campaign in ((world.hill, own), (world.usa, joined)):
        with within(place):
            campaigns.add_stage(
                campaign=campaign, stage="adopted", on=dt.date(2025, 6, 1), evidence="Vote",
                by=world["hill-leader"],
            )  # fmt: skip
    with within(world.usa):
        assert CampaignStage.objects.wins().count() == 2
        items = list_items([get_office_facts(world.usa, None)])
    assert [item.label for item in items if item.kind == ItemKind.WIN] == [
        f"Hill, {world.usa.name}: Notice rule (Policy or law)"
    ]


def test_an_office_is_told_that_a_community_counts_the_outputs_of_all_though_both_joined_through_a_third(
    world: World, signed_in
):
    own = make_campaign(world, world.hill, title="Notice rule")
    share(signed_in, "hill-leader", own, with_office="on")
    share(signed_in, "hill-leader", own, other=world.dale.pk)
    dale = "/c/dale/events/campaigns/"
    signed_in("usa-staff").post(f"{OFFICE}joint/{get_share(world.usa).pk}/", {"campaign": ""})
    signed_in("dale-coordinator").post(f"{dale}joint/{get_share(world.dale).pk}/", {"campaign": ""})
    with within(world.usa):
        of_office = Campaign.objects.owned_by(world.usa).get()
    with within(world.dale):
        of_dale = Campaign.objects.get()
    claim, page = {"counts_all": "yes"}, f"{OFFICE}{of_office.pk}/"
    signed_in("dale-coordinator").post(f"{dale}{of_dale.pk}/joint/total/", claim)
    text = get_text(signed_in("usa-staff").post(f"{page}joint/total/", claim, follow=True))
    assert "Dale already counts the outputs of all communities. Record only your own part." in text
    signed_in("dale-coordinator").post(f"{dale}{of_dale.pk}/joint/total/")
    signed_in("usa-staff").post(f"{page}joint/total/", claim)
    # The community cannot see the office's answer to the third one, and is refused without a name.
    text = get_text(
        signed_in("dale-coordinator").post(f"{dale}{of_dale.pk}/joint/total/", claim, follow=True)
    )
    assert "Another participant already counts the outputs of all communities." in text
    with within(world.dale):
        assert not Campaign.objects.get().counts_all


def test_an_invitation_is_declined_by_the_office(world: World, signed_in):
    own = make_campaign(world, world.hill)
    share(signed_in, "hill-leader", own, with_office="on")
    row = get_share(world.usa)
    signed_in("usa-staff").post(f"{OFFICE}joint/{row.pk}/decline/")
    with within(world.usa):
        assert not CampaignShare.objects.waiting_for(world.usa).exists()
    assert "declined" in get_text(signed_in("hill-leader").get(f"{HILL}{own.pk}/"))


def test_an_event_of_the_office_is_part_of_its_campaign(world: World, signed_in, campaign: Campaign):
    staff, page = signed_in("usa-staff"), f"{OFFICE}{campaign.pk}/"
    add_url = f"/office/usa/events/new/?campaign={campaign.pk}"
    assert add_url in get_text(staff.get(page))
    assert f'value="{campaign.pk}" selected' in get_text(staff.get(add_url))
    event = {
        "role": "held", "kind": "awareness", "title": "Stand at the market", "on": "2025-04-02",
        "campaign": campaign.pk, "output_1_quantity": "90", "output_1_unit": "signatures",
        "client_id": "7f1f3b1e-0000-4000-8000-000000000009",
    }  # fmt: skip
    assert staff.post(add_url, event).status_code == 302
    text = get_text(staff.get(page))
    assert "Stand at the market" in text
    assert "Signatures: 90 of 2,000" in text
    with within(world.usa):
        [stored] = campaign.office_events.all()
    assert f'href="{page}"' in get_text(staff.get(f"/office/usa/events/{stored.pk}/"))
    own = make_campaign(world, world.hill)
    assert staff.post(add_url, event | {"campaign": own.pk, "client_id": ""}).status_code == 422
    staff.post(f"/office/usa/events/{stored.pk}/delete/")
    assert "nothing recorded yet" in get_text(staff.get(page))


def get_notices(place: Community | Office) -> list[tuple[str, str]]:
    with within(place):
        return [(due.kind.code, due.path) for due in get_due_notices(place, timezone.now())]


def test_both_sides_are_notified_of_an_invitation_and_of_its_answer(
    world: World, signed_in, campaign: Campaign
):
    own = make_campaign(world, world.hill)
    share(signed_in, "hill-leader", own, with_office="on")
    share(signed_in, "usa-staff", campaign, other=world.hill.pk)
    to_office, to_hill = get_share(world.usa), get_share(world.hill)
    assert get_notices(world.usa) == [("campaign_shared", f"{OFFICE}joint/{to_office.pk}/")]
    assert get_notices(world.hill) == [("campaign_shared", f"{HILL}joint/{to_hill.pk}/")]
    signed_in("usa-staff").post(f"{OFFICE}joint/{to_office.pk}/decline/")
    signed_in("hill-leader").post(f"{HILL}joint/{to_hill.pk}/", {"campaign": ""})
    assert get_notices(world.usa) == [("campaign_answered", f"{OFFICE}{campaign.pk}/")]
    assert get_notices(world.hill) == [("campaign_answered", f"{HILL}{own.pk}/")]
    assert get_notices(world.dale) == []
    with within(world.usa):
        assert get_due_notices(world.usa, timezone.now() + dt.timedelta(days=15)) == []


def test_of_communities_that_joined_through_the_office_one_claims_the_total(
    world: World, signed_in, campaign: Campaign
):
    answers, pages = [], []
    for community, person, quantity in (
        (world.hill, "hill-leader", 300),
        (world.dale, "dale-coordinator", 200),
    ):
        share(signed_in, "usa-staff", campaign, other=community.pk)
        page = f"/c/{community.slug}/events/campaigns/"
        signed_in(person).post(f"{page}joint/{get_share(community).pk}/", {"campaign": ""})
        with within(community):
            own = Campaign.objects.get()
            campaigns.add_output(
                campaign=own, on=dt.date(2025, 4, 1), unit="signatures", by=world[person], quantity=quantity
            )
        pages.append(f"{page}{own.pk}/")
        claimed = signed_in(person).post(f"{pages[-1]}joint/total/", {"counts_all": "yes"}, follow=True)
        answers.append(get_text(claimed))
    refused = "Another participant already counts the outputs of all communities. Record only your own part."
    assert [refused in answer for answer in answers] == [False, True]
    assert get_signatures(world.usa) == "300"
    # Who deletes its campaign counts no longer for all, also when it is restored.
    signed_in("hill-leader").post(f"{pages[0]}delete/")
    claim = {"counts_all": "yes"}
    assert refused not in get_text(
        signed_in("dale-coordinator").post(f"{pages[1]}joint/total/", claim, follow=True)
    )
    assert signed_in("hill-leader").post(f"{pages[0]}restore/").status_code == 302
    assert get_signatures(world.usa) == "200"
    assert refused in get_text(signed_in("hill-leader").post(f"{pages[0]}joint/total/", claim, follow=True))


def test_the_share_form_asks_for_somebody(world: World, signed_in):
    own = make_campaign(world, world.hill)
    answer = signed_in("hill-leader").post(f"{HILL}{own.pk}/joint/", {"other": ""})
    assert answer.status_code == 422
    assert "Choose one." in get_text(answer)


def test_an_office_cannot_share_with_a_community_of_another(world: World, signed_in, campaign: Campaign):
    answer = signed_in("usa-staff").post(f"{OFFICE}{campaign.pk}/joint/", {"other": world.moor.pk})
    assert answer.status_code == 422
    with within(world.usa):
        assert not CampaignShare.objects.exists()
        assert not CampaignOutput.objects.exists()


def test_an_office_names_the_organizations_that_take_part(world: World, signed_in, campaign: Campaign):
    staff, page = signed_in("usa-staff"), f"{OFFICE}{campaign.pk}/"
    edited = NEW | {
        "revision": campaign.revision,
        "partner_names": " Church  of Hill\n\nCounty task force\nChurch of Hill",
    }
    assert staff.post(f"{page}edit/", edited).status_code == 302
    with within(world.usa):
        assert Campaign.objects.get().partner_names == "Church of Hill\nCounty task force"
    shown = get_text(staff.get(page))
    assert "Organizations that take part" in shown
    assert "County task force" in shown
    assert "Cocoa petition" in get_text(staff.get("/office/usa/search/?q=task+force"))
    exported = b"".join(staff.get("/office/usa/exports/office-campaigns.csv").streaming_content)
    assert b"County task force" in exported
    assert "partner_names" not in get_text(signed_in("hill-leader").get(f"{HILL}new/"))


def test_a_campaign_that_an_office_won_is_linked_from_its_achievements(
    world: World, signed_in, campaign: Campaign
):
    with within(world.usa):
        campaigns.add_stage(
            campaign=campaign, by=world["usa-staff"], stage="adopted", on=dt.date(2026, 3, 3), evidence="Letter",
            evidence_on=dt.date(2026, 3, 3),
        )  # fmt: skip
    page = signed_in("usa-staff").get("/office/usa/achievements/?period=2026-H1").content.decode()
    assert f'href="{OFFICE}{campaign.pk}/"' in page
