"""What the demo's office offers to leaders: two trainings held in this half-year, two to come, one of them full."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from communities.models import Community, Membership, Office, Role, User
from demo.plan import Plan
from demo.sign_ins import STAFF
from events.actions import When
from events.actions import trainings as actions
from events.models import LeaderGoal, OfficeTraining, TrainingTopic
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

ZONE = ZoneInfo("America/Los_Angeles")
SHOWCASE = "pasadena"


@dataclass(frozen=True)
class TrainingPlan:
    """``days`` from today; ``roles`` of those who sign up in each of the ``towns``, the first town first."""

    topic: TrainingTopic
    title: str
    description: str
    days: int
    place: str
    link: str
    places: int
    towns: tuple[str, ...]
    roles: tuple[Role, ...]
    language: str = "en"


NEIGHBORS = (SHOWCASE, "koreatown", "boyle-heights", "long-beach")
PLANS = (
    TrainingPlan(
        TrainingTopic.DYNAMICS,
        "How trafficking works in our region",
        "What recruiters promise, how control is kept, and what a town can notice.",
        -61,
        "Oasis USA, Los Angeles",
        "",
        24,
        NEIGHBORS,
        (Role.LEADER,),
    ),
    TrainingPlan(
        TrainingTopic.RESEARCH,
        "Asking people well",
        "Plan interviews and a survey with your team. Bring your map of the town.",
        -26,
        "",
        "https://meet.example.org/asking-well",
        30,
        NEIGHBORS,
        (Role.COORDINATOR, Role.LEADER),
    ),
    TrainingPlan(
        TrainingTopic.SECTORS,
        "Sitting down with businesses and media",
        "Find the person who decides, and leave with a next step.",
        12,
        "Pasadena Public Library",
        "",
        4,
        NEIGHBORS,
        (Role.LEADER, Role.COORDINATOR),
    ),
    TrainingPlan(
        TrainingTopic.FACILITATION,
        "Facilitar una reunión que lleva a algo",
        "Para quienes dirigen reuniones en español.",
        40,
        "",
        "https://meet.example.org/facilitar",
        20,
        (SHOWCASE, "boyle-heights"),
        (Role.LEADER,),
        language="es",
    ),
)


def store_trainings(office: Office, plan: Plan) -> None:
    """Once: a second loading finds them there. What would lie in a half-year that is closed is left out."""
    staff, today = User.objects.get(email=STAFF[office.slug]), plan.now.astimezone(ZONE).date()
    with office_scope(office.pk):
        if OfficeTraining.objects.exists():
            return
    towns = {one.slug: one for one in Community.objects.filter(office=office)}
    for one in PLANS:
        day = today + timedelta(days=one.days)
        if day >= HalfYear.of(today).first_day:
            _store(office, one, day, towns, staff)
    if SHOWCASE in towns:
        _store_goals(towns[SHOWCASE], today)


def _store(office: Office, one: TrainingPlan, day: date, towns: dict[str, Community], staff: User) -> None:
    offer = actions.Offer(
        topic=one.topic,
        title=one.title,
        description=one.description,
        when=When(day=day, starts=time(9, 30), ends=time(12, 30), zone=ZONE),
        place=one.place,
        online_link=one.link,
        places=one.places,
        language=one.language,
    )
    with office_scope(office.pk):
        training = actions.offer_training(office=office, offer=offer, by=staff)
    there = []
    for slug in one.towns:
        if slug in towns:
            there += _sign_up(towns[slug], training, one.roles)
    if one.days < 0:
        with office_scope(office.pk):
            # The last one could not come.
            actions.record_training(training=training, there=there[:-1], by=staff)


def _sign_up(town: Community, training: OfficeTraining, roles: tuple[Role, ...]) -> list[int]:
    team = Membership.objects.current().filter(community=town, role__in=roles).select_related("user")
    with community_scope(town.pk, town.office_id):
        return [
            actions.sign_up(community=town, training=training, membership=one, by=one.user).pk
            for one in team.order_by("role", "pk")
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
