"""Where the demo's office thought of starting: places from the first word to the decision, a mentor, the set-up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from communities import actions
from communities.formation import answers_of
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
from dashboards.pairings import shared_keys
from dashboards.setup import done_steps, facts_of, joint_days
from demo.accounts import store_users
from demo.people import COLLEAGUE_NAME
from demo.plan import Plan
from demo.sign_ins import COLLEAGUE, STAFF
from tfc.tenancy import community_scope, office_scope

Scores = tuple[int, int, int]
CALIFORNIA = "California"
# Each new town, its mentor, since when, and why these two.
PAIRS = (
    (
        "boyle-heights", "pasadena", date(2025, 10, 1),
        "Both began with a parish, and they are half an hour apart.",
    ),
    (
        "koreatown", "san-francisco", date(2025, 11, 15),
        "San Francisco works in several languages as well, and meets by video.",
    ),
    ("long-beach", "san-diego", date(2026, 1, 10), "Two harbors: San Diego knows how to talk with one."),
    ("south-los-angeles", "pasadena", date(2026, 2, 1), "Their coordinators have known each other for years."),
)  # fmt: skip


@dataclass(frozen=True)
class CandidatePlan:
    """``days``: how long ago it was proposed. Without second scores only the first person has scored."""

    name: str
    proposed_by: str
    routes: str
    days: int
    notes: str = ""
    visited: bool = False
    first: Scores | None = None
    second: Scores | None = None
    verdict: Verdict | None = None
    reason: str = ""


OPEN = (
    CandidatePlan("Glendale", "A teacher who came to a talk in Pasadena", "", 9),
    CandidatePlan(
        "Bakersfield",
        "The Fresno team",
        "Highway 99 and the truck stops along it.",
        48,
        notes="Two churches showed us their rooms. The sheriff's office wants to hear more.",
        visited=True,
    ),
    CandidatePlan(
        "Stockton",
        "The Sacramento team",
        "Interstate 5, the port, and field work in summer.",
        75,
        notes="A food bank and a health center work together well.",
        visited=True,
        first=(4, 2, 3),
    ),
    CandidatePlan(
        "Riverside",
        "A nurse at the county hospital",
        "The freight roads east of Los Angeles.",
        96,
        notes="A student group has run two evenings on its own.",
        visited=True,
        first=(4, 3, 1),
        second=(2, 3, 2),
    ),
    CandidatePlan(
        "Anaheim",
        "Our own staff",
        "The hotels around the parks.",
        310,
        visited=True,
        first=(4, 1, 1),
        second=(3, 1, 2),
        verdict=Verdict.NOT_NOW,
        reason="Nobody in town could say who would lead. We come back when the hotel association has found two people.",
    ),
)
# Towns of the demo, with what two people wrote before they began.
STARTED: dict[str, tuple[str, Scores, Scores]] = {
    "boyle-heights": ("A parish in the town", (3, 4, 2), (4, 4, 3)),
    "koreatown": ("A clinic that sees many workers", (4, 2, 3), (3, 3, 3)),
    "south-los-angeles": ("A school board member", (4, 3, 2), (4, 2, 2)),
    "long-beach": ("A harbor chaplain", (4, 2, 1), (4, 2, 2)),
}
WORDS: dict[Criterion, tuple[str, ...]] = {
    Criterion.ROUTES: (
        "Nobody we asked knows of a route.",
        "A driver told us of one, and nobody else did.",
        "The road through the valley is named in the county's report.",
        "The exit beside the town is named in the county's report.",
        "The county's report names the main road, and the paper wrote about two cases.",
    ),
    Criterion.LEADERS: (
        "We asked six people, and all said no.",
        "One person would like to, if others join.",
        "Two people came to the visit and want to go on.",
        "Four people meet on Thursdays and wrote down who does what.",
        "The group that opened the youth center has time for us until next year and after.",
    ),
    Criterion.NETWORKS: (
        "We found nobody at work on it.",
        "There was one evening at the library.",
        "A shelter and a parish each do something.",
        "The shelter, the parish and the clinic know each other well.",
        "A round table meets every month and has a plan for the year.",
    ),
}


def store_formation(office: Office, plan: Plan) -> None:
    """Once: a second loading finds it there."""
    people = _people(office)
    with office_scope(office.pk):
        if not Candidate.objects.exists():
            _store_candidates(office, people, plan)
    for pair in PAIRS:
        _pair(office, people[0], plan.now.date(), *pair)
    for town in Community.objects.filter(stage__in=EARLY, office__is_international=False):
        with community_scope(town.pk, town.office_id):
            actions.record_setup(community=town, done=done_steps(facts_of([town])[town.pk]))


def _store_candidates(office: Office, people: tuple[User, User], plan: Plan) -> None:
    for one in OPEN:
        _store(office, one, people, plan.now)
    for town in Community.objects.filter(slug__in=STARTED).order_by("pk"):
        proposed_by, first, second = STARTED[town.slug]
        _store_started(town, proposed_by, (first, second), people, plan)


def _people(office: Office) -> tuple[User, User]:
    """The office's account and a colleague, so that two can score."""
    colleague = store_users([(COLLEAGUE_NAME, COLLEAGUE)])[COLLEAGUE]
    StaffMembership.objects.get_or_create(office=office, user=colleague)
    return User.objects.get(email=STAFF[office.slug]), colleague


def _store(office: Office, one: CandidatePlan, people: tuple[User, User], now: datetime) -> None:
    day = now.date() - timedelta(days=one.days)
    fields = {"name": one.name, "region": CALIFORNIA, "country": "USA", "proposed_by": one.proposed_by}
    fields |= {"routes": one.routes, "notes": one.notes}
    candidate = actions.propose_candidate(office=office, fields=fields, by=people[0], on=day)
    if one.visited:
        visit = day + timedelta(days=20)
        actions.move_candidate(
            candidate=candidate, stage=CandidateStage.VISITED, on=visit, note="Both of us went.", by=people[1]
        )
    _score(candidate, people, (one.first, one.second), day + timedelta(days=30))
    if one.verdict:
        actions.decide_candidate(
            candidate=candidate,
            verdict=one.verdict,
            reason=one.reason,
            on=day + timedelta(days=50),
            by=people[0],
        )


def _store_started(
    town: Community, proposed_by: str, scores: tuple[Scores, Scores], people: tuple[User, User], plan: Plan
) -> None:
    """Decided on the day on which the town came to its stage "awareness"; nothing where that is still to come."""
    stages = next(one.place.stages for one in plan.towns if one.place.slug == town.slug)
    proposed, began = stages[0][1], dict(stages).get(Stage.AWARENESS)
    if began is None or began > plan.now.date():
        return
    fields = {"name": town.name, "region": town.region, "country": "USA", "proposed_by": proposed_by}
    candidate = actions.propose_candidate(office=town.office, fields=fields, by=people[0], on=proposed)
    _score(candidate, people, scores, proposed + timedelta(days=60))
    actions.decide_candidate(
        candidate=candidate,
        verdict=Verdict.START,
        reason="People in the town want it, and both of us would begin here.",
        on=began,
        by=people[0],
        place={"name": town.name, "slug": town.slug, "time_zone": town.time_zone},
    )


def _score(
    candidate: Candidate, people: tuple[User, User], scores: tuple[Scores | None, Scores | None], day: date
) -> None:
    for person, given in zip(people, scores, strict=True):
        if given is not None:
            words = {
                one: (score, WORDS[one][score], "Our visit")
                for one, score in zip(Criterion, given, strict=True)
            }
            at = datetime.combine(day, time(18), UTC)
            actions.score_candidate(candidate=candidate, answers=answers_of(words), by=person, at=at)


def _pair(
    office: Office, staff: User, today: date, newcomer: str, mentor: str, since: date, reason: str
) -> None:
    """One town accompanies another; what both held is read in the scope of each."""
    found = {one.slug: one for one in Community.objects.filter(slug__in=(newcomer, mentor))}
    if today < since or len(found) < 2:
        return
    towns = [found[newcomer], found[mentor]]
    days = []
    for town in towns:
        with community_scope(town.pk, town.office_id):
            days.append(joint_days([town.pk])[town.pk])
    with office_scope(office.pk):
        pairing: Pairing = actions.pair_communities(
            newcomer=towns[0],
            mentor=towns[1],
            since=since,
            reason=reason,
            by=staff,
        )
        actions.count_joint_events(pairing=pairing, keys=shared_keys(pairing, *days))
