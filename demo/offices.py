"""Offices of the demo: thresholds, rounds, catalogue, questions, spot checks and own work. In the office's scope."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from communities.models import Community, Office, ThresholdSetting, User
from dashboards.actions.alerts import add_alert
from dashboards.actions.attention import follow_up
from dashboards.models import AlertCondition
from demo.campaigns import store_campaign
from demo.plan import Plan
from demo.sign_ins import STAFF
from demo.sources import make_random, read_json, read_rows
from demo.surveys import H2025, H2026
from evaluation.deliverables import link_deliverable
from evaluation.models import (
    CustomAnswer,
    CustomItem,
    CustomItemVersion,
    CustomKind,
    CustomState,
    Round,
    Submission,
    SubmissionState,
)
from events.actions import load_historical_activities
from events.actions.joint_campaigns import share_campaign
from events.actions.office_events import add_office_event
from events.counts import OutputLine
from events.models import OfficeEvent
from stakeholders.actions import grants, partnerships
from stakeholders.models import (
    CheckVerdict,
    InfluenceWeight,
    OwnVulnerability,
    Sector,
    SharedEvidence,
    SpotCheck,
    VulnerabilityGroup,
)
from tfc.periods import HalfYear
from tfc.tenancy import office_scope


def store_office(plan: Plan, office: Office, staff: User) -> dict[HalfYear, Round]:
    """Returns the rounds by half-year."""
    for row in read_rows("thresholds.csv"):
        if row["office"] == office.slug:
            # Written directly: the action refuses a threshold for a half-year that has begun.
            ThresholdSetting.objects.update_or_create(
                office=office,
                code=row["code"],
                from_half_year=row["from_half_year"],
                defaults={"value": row["value"], "by": staff},
            )
    if office.slug == "usa":
        load_historical_activities(office=office, rows=read_rows("recorded_activity_2013.csv"))
        _store_catalogue(staff)
        _store_questions(staff)
    return {
        round_plan.half_year: Round.objects.get_or_create(
            half_year=str(round_plan.half_year),
            defaults={name: getattr(round_plan, name) for name in ("due_on", "opened_at", "closed_at")},
        )[0]
        for round_plan in plan.rounds
    }


def _store_catalogue(staff: User) -> None:
    """One vulnerability of its own with its weights, and one shipped weight that it sees differently.

    The weights are of all eight sectors, since a sector without a weight does not count.
    """
    text = read_json("catalogue.json")
    fields = {"group": VulnerabilityGroup.DEMAND, "added_by": staff}
    fields |= {name: text[name] for name in ("title_es", "title_zh")}
    own, made = OwnVulnerability.objects.get_or_create(title_en=text["title_en"], defaults=fields)
    if not made:
        return
    weights = [(own.code, Sector(sector), weight) for sector, weight in text["weights"].items()]
    for vulnerability, sector, weight in [*weights, ("untrained_hotels", Sector.LOCAL_LEGISLATURES, 3)]:
        InfluenceWeight.objects.create(
            vulnerability=vulnerability, sector=sector, weight=weight, reason=text["reason"], set_by=staff
        )


def _store_questions(staff: User) -> None:
    """Two custom questions, one of them reworded. A loading that goes on finds them there."""
    if CustomItem.objects.exists():
        return
    texts = read_json("custom_questions.json")
    schools = CustomItem.objects.create(number=1, kind=CustomKind.PERCENTAGE, created_by=staff)
    room = CustomItem.objects.create(number=2, kind=CustomKind.CHOICE, created_by=staff)
    for item, number, half_year, name in (
        (schools, 1, H2025[1], "schools"),
        (room, 1, H2025[1], "room_before"),
        (room, 2, H2026[0], "room"),
    ):
        CustomItemVersion.objects.create(
            item=item, number=number, from_half_year=str(half_year), texts=texts[name], by=staff
        )


def store_custom_answers(slug: str, office: Office, round_: Round, coordinator: User) -> None:
    """Of a survey that was submitted, in the community's scope."""
    submission = Submission.objects.filter(round=round_).exclude(state=SubmissionState.DRAFT).first()
    if submission is None:
        return
    for item in CustomItem.objects.filter(office=office).in_order():
        begun = item.versions.filter(from_half_year__lte=round_.half_year).order_by("-number")
        if version := begun.first():
            CustomAnswer.objects.create(
                office=office, submission=submission, item=item, version=version, by=coordinator,
                **_draw_answer(item, version, make_random("own", slug, round_.half_year, item.number)),
            )  # fmt: skip


def _draw_answer(item: CustomItem, version: CustomItemVersion, chance: Random) -> dict[str, Any]:
    if chance.random() < 0.15:
        return {"state": CustomState.UNKNOWN}
    if item.kind == CustomKind.CHOICE:
        options = len(version.texts["en"]["options"])
        return {"state": CustomState.ANSWERED, "option": chance.randrange(options)}
    whole = chance.randint(4, 19)
    return {
        "state": CustomState.ANSWERED,
        "number": Decimal(chance.randint(0, whole)),
        "whole": Decimal(whole),
    }


def store_spot_check(office: Office, staff: User) -> None:
    """Of what the communities showed, the first is looked at and the others wait."""
    first = SharedEvidence.objects.filter(office=office).order_by("community_id", "id").first()
    if first and not SpotCheck.objects.filter(shared=first).exists():
        SpotCheck.objects.create(
            community_id=first.community_id,
            office=office,
            shared=first,
            verdict=CheckVerdict.CONFIRMED,
            note="We called and asked: it hangs there, in two languages.",
            by=staff,
        )


def store_office_work(today: date) -> None:
    """Once: a second loading finds it there. What lies after ``today`` is left out."""
    office, staff = Office.objects.get(slug="usa"), User.objects.get(email=STAFF["usa"])
    plan = read_json("office_work.json")
    with office_scope(office.pk):
        if OfficeEvent.objects.exists():
            return
        for event in plan["events"]:
            outputs = [OutputLine(**line) for line in event.pop("outputs")]
            if (on := date.fromisoformat(event.pop("on"))) <= today:
                add_office_event(by=staff, outputs=outputs, on=on, **event)
        for partnership in plan["partnerships"]:
            partnerships.add_office_partnership(by=staff, **_with_days(partnership))
        _store_grant(plan["grant"], office, staff)
        for step in plan["follow_ups"]:
            if town := Community.objects.filter(office=office, slug=step.pop("town")).first():
                follow_up(community=town, by=staff, **step)
        add_alert(place=office, condition=AlertCondition.SILENT, limit=60, by=staff)
        campaign = store_campaign(plan["campaign"], staff, today)
        if town := Community.objects.filter(office=office, slug=plan["campaign"]["asks"]).first():
            share_campaign(campaign=campaign, other=town, by=staff)


def _store_grant(plan: dict[str, Any], office: Office, by: User) -> None:
    deliverables, sub_grants = plan.pop("deliverables"), plan.pop("sub_grants")
    grant = grants.add_grant(by=by, **_with_days(plan))
    for deliverable in deliverables:
        follow = {name: deliverable.pop(name) for name in ("measure", "code")}
        stored = grants.add_deliverable(grant=grant, by=by, **_with_days(deliverable))
        link_deliverable(deliverable=stored, by=by, **follow)
    towns = {town.slug: town for town in Community.objects.filter(office=office)}
    for sub_grant in sub_grants:
        if town := towns.get(sub_grant.pop("town")):
            values = _with_days(sub_grant) | {"currency": grant.currency, "recipient": town}
            grants.add_sub_grant(grant=grant, by=by, **values)


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with days and amounts in place of their texts."""
    days = {
        name: date.fromisoformat(row[name])
        for name in ("on", "starts_on", "ends_on", "due_on")
        if name in row
    }
    return row | days | ({"amount": Decimal(row["amount"])} if "amount" in row else {})
