"""Campaigns: list, page with timeline and running totals, form, stages that never go backwards, delete and restore."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.utils import timezone

from communities.models import Community
from events.actions import campaigns as actions
from events.models import Campaign, CampaignStage, EventStatus, OfficeUnit, Output
from stakeholders.models import Organization
from tests.base import COMMITTED, World, within
from tests.events.base import days_ago, log, plan
from tests.events.base import organization as make_organization
from tests.row_sets import stored_world
from tests.threads import at_once

HILL = "/c/hill/events/campaigns/"
PLANNED = {"stage": "planned", "on": dt.date(2025, 3, 1)}


def make_campaign(world: World, community: Community | None = None, **fields: Any) -> Campaign:
    values = {
        "title": "Raise the Bar",
        "kind": "petition",
        "goal": "Fair trade chocolate",
        "first_stage": PLANNED,
    }
    with within(community or world.hill):
        return actions.add_campaign(by=world["hill-leader"], **values | fields)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "title": "Fair Trade Town",
        "kind": "certification",
        "goal": "The town is certified.",
        "decider_name": "City council",
        "stage": "asked",
        "on": "2025-03-01",
    } | changes


def stage(**changes: Any) -> dict[str, Any]:
    return {"stage": "asked", "on": "2025-04-01"} | changes


def get_stages(community: Community) -> list[tuple[str, dt.date]]:
    with within(community):
        return list(CampaignStage.objects.in_order().values_list("stage", "on"))


def get_text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("person", ["hill-member", "hill-leader"])
def test_the_list_groups_them_and_only_leaders_record(world: World, signed_in, person: str):
    make_campaign(world, decider_name="Hershey")
    won = {"stage": "adopted", "on": dt.date(2025, 5, 1), "evidence": "Vote of the council"}
    make_campaign(world, title="Town won", first_stage=won)
    lost = {"stage": "not_achieved", "on": dt.date(2025, 6, 1), "lesson": "Ask earlier"}
    make_campaign(world, title="Town lost", first_stage=lost)
    gone = make_campaign(world, title="Deleted one")
    with within(world.hill):
        actions.delete_campaign(campaign=gone, by=world["hill-leader"])
    make_campaign(world, world.dale, title="Of another town")
    text = get_text(signed_in(person).get(HILL))
    assert "Petition · Hershey · Planned since March 1, 2025" in text
    order = [
        text.index(f">{part}<")
        for part in ("In progress", "Raise the Bar", "Won", "Town won", "Not achieved")
    ]
    assert order == sorted(order)
    assert "Of another town" not in text
    assert ("Deleted one" in text, f"{HILL}new/" in text) == (person == "hill-leader",) * 2


def test_it_is_added_once_with_its_first_stage_and_organizations(world: World, signed_in):
    with within(world.hill):
        school = make_organization("Hill school")
    client, sent = signed_in("hill-leader"), typed(partners=[school.pk])
    for _time in range(2):
        response = client.post(f"{HILL}new/", sent)
    with within(world.hill):
        campaign = Campaign.objects.get()
        assert campaign.partners.get().organization_id == school.pk
    assert response.headers["Location"] == f"{HILL}{campaign.pk}/"
    assert get_stages(world.hill) == [("asked", dt.date(2025, 3, 1))]
    assert "Hill school" in get_text(client.get(f"{HILL}{campaign.pk}/"))


def test_each_mistake_gets_a_sentence_and_what_was_typed_stays(world: World, signed_in, subtests):
    with within(world.hill):
        council = make_organization("Council", "legislatures")
    client = signed_in("hill-leader")
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "Enter a title."),
        ({"goal": ""}, "Enter a goal."),
        ({"kind": ""}, "Choose one."),
        ({"decider": council.pk}, "Choose an organization or enter a name, not both."),
        ({"target": "2,000"}, "Choose what the target counts."),
        ({"target_unit": "items"}, "Enter a number, or choose no unit."),
        ({"target": "-5", "target_unit": "items"}, "Enter a number above zero."),
        ({"target": "99999999999", "target_unit": "items"}, "Enter a smaller number."),
        ({"on": "2999-01-01"}, "Enter a date that is not in the future."),
        ({"stage": "adopted"}, "Enter what shows it, or a link."),
        ({"stage": "not_achieved"}, "Enter what you learned."),
        (
            {"evidence": "An article", "evidence_on": "2025-02-27"},
            "The evidence is dated before this stage. Enter a date on or after March 1, 2025.",
        ),
    ]
    for changes, sentence in mistakes:
        with subtests.test(sentence):
            response = client.post(f"{HILL}new/", typed(**{"title": "Typed title", **changes}))
            text = get_text(response)
            assert response.status_code == 422
            assert sentence in text
            assert ("Typed title" in text) == ("title" not in changes)
    with within(world.hill):
        assert not Campaign.objects.exists()


def test_a_win_needs_no_event(world: World, signed_in):
    client = signed_in("hill-leader")
    client.post(f"{HILL}new/", typed(stage="adopted", evidence="Vote 5 to 2", evidence_on="2025-03-02"))
    with within(world.hill):
        campaign = Campaign.objects.with_stage(dt.date(2025, 12, 31)).get()
        assert (campaign.won_on, list(CampaignStage.objects.wins())) == (
            dt.date(2025, 3, 1),
            list(campaign.stages.all()),
        )
        assert Campaign.objects.with_stage(dt.date(2025, 2, 28)).get().won_on is None
    text = get_text(client.get(f"{HILL}{campaign.pk}/"))
    assert "Vote 5 to 2" in text
    assert "March 2, 2025" in text


def test_stages_only_go_forward(world: World, signed_in, subtests):
    campaign = make_campaign(world)
    client, page = signed_in("hill-leader"), f"{HILL}{campaign.pk}/stage/"
    for _time in range(2):
        assert client.post(page, stage()).status_code == 302
    before = [("planned", dt.date(2025, 3, 1)), ("asked", dt.date(2025, 4, 1))]
    assert get_stages(world.hill) == before
    refused = [
        ({"stage": "planned"}, "It is already “Asked”, and a stage never goes backwards."),
        ({"stage": "asked", "on": "2025-04-02"}, "It is already “Asked”"),
        ({"stage": "pledged", "on": "2025-03-31"}, "It has been “Asked” since April 1, 2025."),
        ({"stage": "in_force", "on": "2025-05-01"}, "Enter what shows it, or a link."),
    ]
    for changes, sentence in refused:
        with subtests.test(sentence):
            response = client.post(page, stage(**changes))
            assert (response.status_code, sentence in get_text(response)) == (422, True)
    client.post(page, stage(stage="in_force", on="2025-05-01", link="https://example.org/law"))
    lost = client.post(page, stage(stage="not_achieved", on="2025-06-01", lesson="None"))
    assert "It was won on May 1, 2025. Remove that stage first." in get_text(lost)
    assert get_stages(world.hill) == [*before, ("in_force", dt.date(2025, 5, 1))]


def test_one_that_ended_does_not_go_on_until_its_last_stage_is_removed(world: World, signed_in):
    campaign = make_campaign(world)
    client, page = signed_in("hill-leader"), f"{HILL}{campaign.pk}/"
    client.post(f"{page}stage/", stage(stage="not_achieved", lesson="Ask the owner first"))
    text = get_text(client.get(page))
    assert "Ask the owner first" in text
    assert f"{page}stage/" not in text
    assert "This campaign has ended." in get_text(
        client.post(f"{page}stage/", stage(stage="adopted", evidence="x"))
    )
    with within(world.hill):
        first, last = campaign.stages.in_order().values_list("pk", flat=True)
    for number in (first, last, last, first):
        client.post(f"{page}stages/{number}/remove/")
    assert get_stages(world.hill) == [("planned", dt.date(2025, 3, 1))]


def test_a_campaign_is_won_once(world: World):
    campaign = make_campaign(world)
    with within(world.hill):
        for name, month in (("adopted", 4), ("in_force", 6)):
            day = dt.date(2025, month, 1)
            actions.add_stage(campaign=campaign, stage=name, on=day, evidence="x", by=world["hill-leader"])
        assert CampaignStage.objects.wins().get().stage == "adopted"
        actions.delete_campaign(campaign=campaign, by=world["hill-leader"])
        assert not CampaignStage.objects.wins().exists()


def test_outputs_of_its_held_events_are_added_by_unit(world: World, signed_in):
    campaign = make_campaign(world, target=2000, target_unit="items")
    with within(world.hill):
        first, second, deleted = (
            log(world, days_ago(world.hill, day), title=f"Stand {day}") for day in (9, 8, 7)
        )
        planned = plan(world, days_ago(world.hill, -3), title="Next stand")
        events = [first, second, deleted, planned]
        actions.set_campaign(events=events, campaign=campaign, by=world["hill-leader"])
        for event, unit, quantity, at_least in (
            (first, "items", 700, False), (second, "items", 540, True), (second, "contacts", 30, False),
            (deleted, "items", 9000, False), (planned, "items", 9000, False),
        ):  # fmt: skip
            Output.objects.create(event=event, unit=unit, quantity=quantity, at_least=at_least)
        type(deleted).objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
        assert planned.status == EventStatus.PLANNED
    text = get_text(signed_in("hill-member").get(f"{HILL}{campaign.pk}/"))
    assert "Items given out: at least 1,240 of 2,000" in text
    assert "<li>Items given out" not in text
    assert "Contacts face to face: 30" in text
    assert (
        text.index("Next stand") < text.index("Stand 8") < text.index("Stand 9") < text.index("March 1, 2025")
    )
    assert "Stand 7" not in text


def test_an_event_belongs_to_one_campaign(world: World):
    campaign, other = make_campaign(world), make_campaign(world, title="Other")
    with within(world.hill):
        event = log(world, days_ago(world.hill, 3))
        for chosen, expected in (
            (campaign, [campaign.pk]),
            (other, [other.pk]),
            (other, [other.pk]),
            (None, []),
        ):
            actions.set_campaign(events=[event], campaign=chosen, by=world["hill-leader"])
            assert list(event.campaignevents.values_list("campaign_id", flat=True)) == expected


def test_editing_overtaken_by_another_person_keeps_what_was_typed(world: World, signed_in):
    campaign, client = make_campaign(world), signed_in("hill-leader")
    page, sent = f"{HILL}{campaign.pk}/edit/", typed(title="Mine", revision="1")
    assert client.post(page, sent).status_code == 302
    response = client.post(page, sent | {"title": "Theirs"})
    assert (response.status_code, "Theirs" in get_text(response), "Mine" in get_text(response)) == (
        409,
        True,
        True,
    )


def test_it_is_deleted_and_restored(world: World, signed_in):
    campaign, client = make_campaign(world), signed_in("hill-leader")
    there = f"{HILL}{campaign.pk}/"
    client.post(f"{there}delete/")
    assert client.get(there).status_code == 404
    client.post(f"{there}restore/")
    assert client.get(there).status_code == 200


def test_the_office_reads_what_is_not_deleted_and_changes_nothing(world: World):
    current, gone = make_campaign(world), make_campaign(world, title="Gone")
    with within(world.hill):
        actions.delete_campaign(campaign=gone, by=world["hill-leader"])
    with within(world.usa):
        assert list(Campaign.objects.for_office(world.usa)) == [current]
        assert list(Campaign.objects.not_deleted().owned_by(world.hill)) == [current]
        assert Campaign.objects.update(title="x") == CampaignStage.objects.update(stage="asked") == 0
    with within(world.dale):
        assert not Campaign.objects.exists()
        assert not CampaignStage.objects.exists()
        assert not Organization.objects.exists()


def test_an_event_is_planned_for_it_or_added_later_and_removed(world: World, signed_in):
    campaign, client = make_campaign(world), signed_in("hill-leader")
    there, plan_page = f"{HILL}{campaign.pk}/", "/c/hill/events/plan/"
    assert f"{plan_page}?kind=campaign&amp;campaign={campaign.pk}" in get_text(client.get(there))
    assert f'value="{campaign.pk}" selected' in get_text(client.get(f"{plan_page}?campaign={campaign.pk}"))
    first = days_ago(world.hill, -3)
    sent = {
        "client_id": str(uuid.uuid4()), "kind": "campaign", "title": "Letters", "day": first, "starts": "10:00",
        "hosting": "hosted", "campaign": campaign.pk, "repeat": "week", "until": first + dt.timedelta(days=8),
    }  # fmt: skip
    for _time in range(2):
        assert client.post(plan_page, sent).status_code == 302
    with within(world.hill):
        assert campaign.events.count() == 2
        other = log(world, days_ago(world.hill, 3), title="Stand")
        elsewhere = log(world, days_ago(world.hill, 4), title="Part of another")
        actions.set_campaign(events=[elsewhere], campaign=make_other(world), by=world["hill-leader"])
    add = f"{there}events/new/"
    assert "Part of another" not in get_text(client.get(add))
    assert "Choose one." in get_text(client.post(add, {"event": ""}))
    client.post(add, {"event": other.pk})
    assert "Part of the campaign <a href=" in get_text(client.get(f"/c/hill/events/{other.pk}/"))
    client.post(f"{there}events/{other.pk}/remove/")
    client.post(f"{there}events/{elsewhere.pk}/remove/")
    with within(world.hill):
        assert not other.campaignevents.exists()
        assert elsewhere.campaignevents.exists()


def make_other(world: World) -> Campaign:
    return actions.add_campaign(
        title="Other", kind="policy", goal="A rule", first_stage=PLANNED, by=world["hill-leader"]
    )


def type_line(number: int, **values: str) -> dict[str, str]:
    return {f"output_{number}_{name}": value for name, value in values.items()}


def test_its_own_outputs_add_to_those_of_its_events(world: World, signed_in):
    campaign, client = make_campaign(world, target=2000, target_unit="signatures"), signed_in("hill-leader")
    there, add = f"{HILL}{campaign.pk}/", f"{HILL}{campaign.pk}/outputs/new/"
    assert "Signatures: nothing recorded yet, target 2,000" in get_text(client.get(there))
    sent = {
        "client_id": str(uuid.uuid4()),
        "on": "2025-04-01",
        **type_line(1, quantity="1,200", unit="signatures", at_least="on", what="Online"),
        **type_line(3, quantity="40", unit="signatures", what="At the fair"),
    }
    for _time in range(2):
        assert client.post(add, sent).status_code == 302
    for changes, sentence in (
        ({"output_1_quantity": "-3"}, "Enter a number above zero."),
        ({"output_3_quantity": "9999999999"}, "Enter a smaller number."),
        ({"output_1_unit": ""}, "Choose one."),
        ({"on": "2999-01-01"}, "Enter a date that is not in the future."),
        (dict.fromkeys(sent, "") | {"on": "2025-04-01"}, "Enter a number."),
    ):
        response = client.post(add, sent | changes)
        assert (response.status_code, sentence in get_text(response)) == (422, True)
    text = get_text(client.get(there))
    assert "Signatures: at least 1,240 of 2,000" in text
    assert "Signatures: at least 1,200 (Online)" in text
    with within(world.hill):
        number = campaign.outputs.get(quantity=1200).pk
    client.post(f"{there}outputs/{number}/remove/")
    assert "Signatures: 40 of 2,000" in get_text(client.get(there))


def test_rows_with_the_same_number_are_all_stored_and_a_form_sent_twice_is_stored_once(
    world: World, signed_in
):
    campaign, client = make_campaign(world), signed_in("hill-leader")
    there, add = f"{HILL}{campaign.pk}/", f"{HILL}{campaign.pk}/outputs/new/"
    rows = type_line(1, quantity="50", unit="signatures") | type_line(2, quantity="50", unit="signatures")
    first, second = (
        re.findall(r'name="client_id" value="([0-9a-f-]+)"', get_text(client.get(add)))[0]
        for _time in range(2)
    )
    # The second form is another: the same numbers were reached again that day.
    for form, total in ((first, 100), (first, 100), (second, 200)):
        assert client.post(add, {"client_id": form, "on": "2025-04-01", **rows}).status_code == 302
        assert f"Signatures: {total}" in get_text(client.get(there))
    assert client.post(add, rows | {"client_id": first, "on": "2025-04-02"}).status_code == 409
    assert "Signatures: 200" in get_text(client.get(there))


def test_it_is_found_by_the_unit_of_an_output_without_words(world: World, signed_in):
    campaign = make_campaign(world)
    with within(world.usa):
        rides = OfficeUnit.objects.create(title_en="Rides", added_by=world["usa-staff"])
    with within(world.hill):
        for unit, what in ((rides.code, ""), ("items", "postcards")):
            actions.add_output(
                campaign=campaign,
                on=dt.date(2025, 5, 1),
                unit=unit,
                quantity=60,
                what=what,
                by=world["hill-leader"],
            )
    client = signed_in("hill-member")
    assert f"{HILL}{campaign.pk}/" in get_text(client.get("/c/hill/search/?q=rides"))
    page = get_text(client.get("/c/hill/search/?q=postcards"))
    assert f"{HILL}{campaign.pk}/" in page
    assert "; <mark>postcards" not in page


def test_it_is_found_by_what_was_learned(world: World, signed_in):
    campaign = make_campaign(world)
    with within(world.hill):
        actions.add_stage(
            campaign=campaign, stage="not_achieved", on=dt.date(2025, 5, 1), lesson="Begin with grocers",
            by=world["hill-leader"],
        )  # fmt: skip
    page = signed_in("hill-member").get("/c/hill/search/?q=grocers")
    assert f"{HILL}{campaign.pk}/" in get_text(page)


def test_it_is_found_by_its_words_and_exported(world: World, signed_in):
    campaign, client = make_campaign(world, decider_name="Hershey"), signed_in("hill-leader")
    with within(world.hill):
        day, by = dt.date(2025, 5, 1), world["hill-leader"]
        actions.add_stage(campaign=campaign, stage="asked", on=day, evidence="Open letter", by=by)
        actions.add_output(campaign=campaign, on=day, unit="items", quantity=60, what="postcards", by=by)
    for word in ("chocolate", "Hershey", "Raise bar", "open letter", "postcards"):
        assert f"{HILL}{campaign.pk}/" in get_text(client.get("/c/hill/search/", {"q": word}))
    row = json.loads(b"".join(client.get("/c/hill/exports/campaigns.json").streaming_content))["rows"][0]
    assert (row["title"], row["decided_by"], row["stage"], row["won_on"]) == (
        "Raise the Bar",
        "Hershey",
        "asked",
        None,
    )
    row = json.loads(b"".join(client.get("/c/hill/exports/campaign_outputs.json").streaming_content))["rows"][
        0
    ]
    assert (row["campaign"], row["on"], row["unit"], row["quantity"], row["what"]) == (
        "Raise the Bar",
        "2025-05-01",
        "items",
        60,
        "postcards",
    )


def test_a_long_list_says_that_it_is_not_complete(world: World, signed_in, monkeypatch: pytest.MonkeyPatch):
    make_campaign(world)
    client, note = signed_in("hill-member"), "Only the newest 200 campaigns are listed"
    assert note not in get_text(client.get(HILL))
    monkeypatch.setattr("events.views.campaigns.AT_MOST", 1)
    assert note in get_text(client.get(HILL))


def test_a_win_needs_evidence_that_people_can_read(world: World, signed_in):
    campaign, client = make_campaign(world), signed_in("hill-leader")
    add = f"{HILL}{campaign.pk}/stage/"
    response = client.post(add, stage(stage="adopted", evidence="\u200b"))
    assert (response.status_code, "Enter what shows it, or a link." in get_text(response)) == (422, True)
    assert client.post(add, stage(stage="adopted", evidence="\u200bMinutes")).status_code == 302


@COMMITTED
def test_the_same_output_sent_many_times_at_once_is_stored_once():
    world = stored_world()
    campaign = make_campaign(world)

    def send() -> None:
        with within(world.hill):
            by, on = world["hill-leader"], dt.date(2025, 5, 1)
            actions.add_output(campaign=campaign, on=on, unit="items", quantity=60, by=by)

    assert at_once(*[send] * 4) == [None] * 4
    with within(world.hill):
        assert campaign.outputs.count() == 1
