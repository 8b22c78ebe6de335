"""The campaigns of a town, or of the office itself, with their stages, outputs and events, in its own scope."""

from datetime import date
from typing import Any

from communities.models import User
from demo.calendar import CAMPAIGN
from demo.places import Place
from demo.sources import read_json
from events.models import Campaign, CampaignEvent, CampaignOutput, CampaignStage, Event

FIELDS = ("title", "kind", "goal", "decider_name", "target", "target_unit", "is_public")
# The days in a campaign's rows.
DAYS = ("on", "evidence_on")


def store_campaigns(place: Place, by: User, today: date) -> None:
    for plan in read_json("campaigns.json"):
        if plan["town"] != place.slug:
            continue
        campaign = store_campaign(plan, by, today)
        if plan.get("events"):
            first_day = campaign.stages.in_order()[0].on
            actions = Event.objects.held().filter(kind=CAMPAIGN, local_day__gte=first_day)
            CampaignEvent.objects.bulk_create(
                CampaignEvent(campaign=campaign, event=event) for event in actions.soonest_first()
            )


def store_campaign(plan: dict[str, Any], by: User, today: date) -> Campaign:
    values = {name: plan[name] for name in FIELDS if name in plan}
    campaign = Campaign.objects.create(created_by=by, **values)
    stages = _get_past_rows(plan["stages"], today)
    CampaignStage.objects.bulk_create(CampaignStage(campaign=campaign, by=by, **row) for row in stages)
    outputs = _get_past_rows(plan.get("outputs", []), today)
    CampaignOutput.objects.bulk_create(CampaignOutput(campaign=campaign, **row) for row in outputs)
    return campaign


def _get_past_rows(rows: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Return the rows up to today, with days in place of their texts."""
    dated = [row | {name: date.fromisoformat(row[name]) for name in DAYS if name in row} for row in rows]
    return [row for row in dated if row["on"] <= today]
