"""What the demo's office offers to leaders: two trainings held in this half-year, two to come, one of them full."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from communities.models import Community, Membership, Office, Role, User
from demo.plan import Plan
from demo.sign_ins import STAFF
from demo.sources import read_json
from events.actions import EventTime
from events.actions import trainings as actions
from events.models import LeaderGoal, OfficeTraining, TrainingTopic
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

ZONE = ZoneInfo("America/Los_Angeles")
SHOWCASE = "pasadena"


def store_trainings(office: Office, plan: Plan) -> None:
    """Once: a second loading finds them there. What would lie in a half-year that is closed is left out."""
    staff, today = User.objects.get(email=STAFF[office.slug]), plan.now.astimezone(ZONE).date()
    with office_scope(office.pk):
        if OfficeTraining.objects.exists():
            return
    towns = {community.slug: community for community in Community.objects.filter(office=office)}
    for text in read_json("trainings.json"):
        day = today + timedelta(days=text["days"])
        if day >= HalfYear.from_day(today).first_day:
            _store_training(office, text, day, towns, staff)
    if SHOWCASE in towns:
        _store_goals(towns[SHOWCASE], today)


def _store_training(
    office: Office, text: Mapping[str, Any], day: date, towns: dict[str, Community], staff: User
) -> None:
    """``roles`` of those who sign up in each of the ``towns``, the first town first."""
    offer = actions.Offer(
        topic=TrainingTopic(text["topic"]),
        title=text["title"],
        description=text["description"],
        when=EventTime(day=day, starts=time(9, 30), ends=time(12, 30), zone=ZONE),
        place=text.get("place", ""),
        online_link=text.get("link", ""),
        places=text["places"],
        language=text["language"],
    )
    with office_scope(office.pk):
        training = actions.offer_training(office=office, offer=offer, by=staff)
    roles = [Role[name.upper()] for name in text["roles"]]
    there = []
    for slug in text["towns"]:
        if slug in towns:
            there += _sign_up(towns[slug], training, roles)
    if text["days"] < 0:
        with office_scope(office.pk):
            # The last one could not come.
            actions.record_training(training=training, there=there[:-1], by=staff)


def _sign_up(town: Community, training: OfficeTraining, roles: list[Role]) -> list[int]:
    team = Membership.objects.current().filter(community=town, role__in=roles).select_related("user")
    with community_scope(town.pk, town.office_id):
        return [
            actions.sign_up(community=town, training=training, membership=membership, by=membership.user).pk
            for membership in team.order_by("role", "pk")
        ]


def _store_goals(town: Community, today: date) -> None:
    leader = Membership.objects.current().filter(community=town, role=Role.LEADER).order_by("pk").first()
    if leader is None:
        return
    with community_scope(town.pk, town.office_id):
        for text, days, done in (
            ("Lead a team meeting alone", -20, True),
            ("Present the findings to the school board", 50, False),
        ):
            goal: LeaderGoal = actions.add_goal(
                membership=leader, by=leader.user, text=text, due_on=today + timedelta(days=days)
            )
            if done:
                actions.settle_goal(goal=goal, done_on=today - timedelta(days=22), by=leader.user)
