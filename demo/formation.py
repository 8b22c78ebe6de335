"""Where the demo's office thinks of starting: candidates up to the decision, mentors, and the set-up of new towns."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from communities import actions
from communities.formation import get_assessment_fields
from communities.models import (
    Candidate,
    CandidateStage,
    Community,
    Criterion,
    Office,
    Pairing,
    StaffMembership,
    Stage,
    User,
    Verdict,
)
from communities.models.setup import EARLY
from dashboards.pairings import get_shared_keys
from dashboards.setup import get_completed_steps, get_facts, joint_days
from demo.accounts import store_users
from demo.people import COLLEAGUE_NAME
from demo.plan import Plan
from demo.sign_ins import COLLEAGUE, STAFF
from demo.sources import read_json
from stakeholders.actions.routes import add_route
from tfc.tenancy import community_scope, office_scope

CALIFORNIA = "California"
# ``pairs``: each new town, its mentor, since when, and why these two. ``candidates``: ``days`` ago they were proposed;
# without second scores only the first person has scored. ``started``: towns of the demo, with what was scored before.
DATA = read_json("formation.json")


def store_formation(office: Office, plan: Plan) -> None:
    """Once: a second loading finds it there."""
    people = _people(office)
    with office_scope(office.pk):
        if not Candidate.objects.exists():
            _store_candidates(office, people, plan)
    for newcomer, mentor, since, reason in DATA["pairs"]:
        if date.fromisoformat(since) <= plan.now.date():
            _pair(office, people[0], newcomer, mentor, date.fromisoformat(since), reason)
    for town in Community.objects.filter(stage__in=EARLY, office__is_international=False):
        with community_scope(town.pk, town.office_id):
            actions.record_setup(community=town, done=get_completed_steps(get_facts([town])[town.pk]))


def _store_candidates(office: Office, people: tuple[User, User], plan: Plan) -> None:
    for route in DATA["known_routes"]:
        add_route(by=people[0], name=route["name"], source=route["source"], places="\n".join(route["places"]))
    for candidate in DATA["candidates"]:
        _store_candidate(office, candidate, people, plan.now)
    for town in Community.objects.filter(slug__in=DATA["started"]).order_by("pk"):
        _store_started(town, DATA["started"][town.slug], people, plan)


def _people(office: Office) -> tuple[User, User]:
    """The office's account and a colleague, so that two people can score."""
    colleague = store_users([(COLLEAGUE_NAME, COLLEAGUE)])[COLLEAGUE]
    StaffMembership.objects.get_or_create(office=office, user=colleague)
    return User.objects.get(email=STAFF[office.slug]), colleague


def _store_candidate(
    office: Office, text: Mapping[str, Any], people: tuple[User, User], now: datetime
) -> None:
    day = now.date() - timedelta(days=text["days"])
    fields: dict[str, Any] = {name: text.get(name, "") for name in ("name", "proposed_by", "routes", "notes")}
    latitude, longitude = map(Decimal, text["position"])
    fields |= {"region": CALIFORNIA, "country": "USA", "latitude": latitude, "longitude": longitude}
    candidate = actions.propose_candidate(office=office, fields=fields, by=people[0], on=day)
    if text.get("visited"):
        visit = day + timedelta(days=20)
        actions.move_candidate(
            candidate=candidate, stage=CandidateStage.VISITED, on=visit, note="Both of us went.", by=people[1]
        )
    _score(candidate, people, text, day + timedelta(days=30))
    if "verdict" in text:
        actions.decide_candidate(
            candidate=candidate,
            verdict=Verdict(text["verdict"]),
            reason=text["reason"],
            on=day + timedelta(days=50),
            by=people[0],
        )


def _store_started(town: Community, text: Mapping[str, Any], people: tuple[User, User], plan: Plan) -> None:
    """Decided on the day on which the town came to its stage "awareness"; nothing where that is still to come."""
    stages = next(town_plan.place.stages for town_plan in plan.towns if town_plan.place.slug == town.slug)
    proposed, began = stages[0][1], dict(stages).get(Stage.AWARENESS)
    if began is None or began > plan.now.date():
        return
    fields = {"name": town.name, "region": town.region, "country": "USA"}
    fields["proposed_by"] = text["proposed_by"]
    candidate = actions.propose_candidate(office=town.office, fields=fields, by=people[0], on=proposed)
    _score(candidate, people, text, proposed + timedelta(days=60))
    actions.decide_candidate(
        candidate=candidate,
        verdict=Verdict.START,
        reason="People in the town want it, and both of us would begin here.",
        on=began,
        by=people[0],
        place={"name": town.name, "slug": town.slug, "time_zone": town.time_zone},
    )


def _score(
    candidate: Candidate, people: tuple[User, User], text: Mapping[str, Sequence[int]], day: date
) -> None:
    for person, name in zip(people, ("first", "second"), strict=True):
        if name in text:
            answers = {
                criterion: (score, DATA["criterion_texts"][criterion][score], "Our visit")
                for criterion, score in zip(Criterion, text[name], strict=True)
            }
            at = datetime.combine(day, time(18), UTC)
            actions.score_candidate(
                candidate=candidate, answers=get_assessment_fields(answers), by=person, at=at
            )


def _pair(office: Office, staff: User, newcomer: str, mentor: str, since: date, reason: str) -> None:
    """One town accompanies another; what both held is read in the scope of each."""
    communities = {
        community.slug: community for community in Community.objects.filter(slug__in=(newcomer, mentor))
    }
    if len(communities) < 2:
        return
    towns = [communities[newcomer], communities[mentor]]
    days = []
    for town in towns:
        with community_scope(town.pk, town.office_id):
            days.append(joint_days([town.pk])[town.pk])
    with office_scope(office.pk):
        pairing: Pairing = actions.pair_communities(
            newcomer=towns[0], mentor=towns[1], since=since, reason=reason, by=staff
        )
        actions.count_joint_events(pairing=pairing, keys=get_shared_keys(pairing, *days))
