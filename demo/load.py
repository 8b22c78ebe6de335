"""Storing the plan: global rows first, then office by office and community by community, each in its own scope.

Every scope is one transaction, so a loading that was stopped is taken up where it ended.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from communities.models import Community, Office, ThresholdSetting, User
from demo.accounts import store_communities, store_offices
from demo.archives import store_archives
from demo.boards import store_boards
from demo.data_links import store_links
from demo.formation import store_formation
from demo.help_records import store_totals
from demo.imports import store_imports
from demo.joint import store_joint
from demo.library_records import store_library
from demo.notices import store_notices
from demo.office_records import store_catalogue, store_spot_check
from demo.own_questions import store_own_answers, store_questions
from demo.places import places, rows
from demo.plan import THRESHOLDS, Plan, Town
from demo.quality import store_quality
from demo.records import is_stored, store_town
from demo.reports import store_reports
from demo.results import store_results, store_reviews, store_signatures
from demo.sent_views import store_sent_views
from demo.sign_ins import STAFF
from demo.targets import store_targets
from demo.trainings import store_trainings
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.figures import refresh_figures
from evaluation.actions.public_tables import make_public_tables
from evaluation.models import QualityCount, Round
from evaluation.rollups.recompute import drain
from events.actions import load_historical_activities
from tfc.current_actor import DEMO, acting_as
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

Tell = Callable[[str], object]


def is_loaded() -> bool:
    """Whether every town of the demo has its records already."""
    slugs = [place.slug for place in places()]
    communities = list(Community.objects.filter(slug__in=slugs))
    return len(communities) == len(slugs) and all(_has_results(community) for community in communities)


def _has_results(community: Community) -> bool:
    """The quality count is the last that a community gets, in the transaction of its results."""
    with community_scope(community.pk, community.office_id):
        return QualityCount.objects.exists()


@acting_as(None, DEMO)
def load(plan: Plan, tell: Tell) -> None:
    """Store everything that is not there yet; ``tell`` gets a line of progress now and then."""
    offices = store_offices()
    communities = store_communities(plan, offices)
    tell(f"{len(offices)} offices, {len(communities)} communities and their people")
    staff = {one.email: one for one in User.objects.filter(email__in=STAFF.values())}
    rounds = {}
    for slug in ("usa", "uk"):
        with office_scope(offices[slug].pk):
            rounds[slug] = _store_office(plan, offices[slug], staff[STAFF[slug]])
    _store_towns(plan, communities, rounds, staff, tell)
    for slug, found in rounds.items():
        with office_scope(offices[slug].pk):
            _compare(found, staff[STAFF[slug]])
    with office_scope(offices["usa"].pk):
        store_spot_check(offices["usa"], staff[STAFF["usa"]])
        store_totals([one.help for one in plan.towns if one.place.office == "usa"], plan.now.date())
    store_library(communities, offices["usa"], plan.now)
    tell("the library")
    store_joint(plan)
    store_formation(offices["usa"], plan)
    store_boards(communities, offices, plan.now)
    store_trainings(offices["usa"], plan)
    store_targets(plan)
    store_links(communities["pasadena"], offices["usa"], staff[STAFF["usa"]], plan.now)
    store_sent_views(communities["pasadena"], staff[STAFF["usa"]], plan.now)
    store_reports(staff[STAFF["usa"]])
    tell("reports")
    store_imports()
    store_archives()
    _follow(plan)


def _store_towns(
    plan: Plan,
    communities: Mapping[str, Community],
    rounds: Mapping[str, dict[HalfYear, Round]],
    staff: Mapping[str, User],
    tell: Tell,
) -> None:
    for number, town in enumerate(plan.towns, start=1):
        _store_town(town, communities[town.place.slug], staff[STAFF[town.place.office]], plan.now)
        tell(f"{number} of {len(plan.towns)}: {town.place.name}, {len(town.events)} events")
    _refresh_figures(plan, communities)
    tell("the figures")
    for town in plan.towns:
        slug = town.place.office
        _store_results(town, communities[town.place.slug], rounds[slug], staff[STAFF[slug]])
    tell("the surveys")


def _follow(plan: Plan) -> None:
    """What people are told of all that, and what offices read of it."""
    store_notices(plan.now)
    drain()


def _store_office(plan: Plan, office: Office, staff: User) -> dict[HalfYear, Round]:
    for slug, code, value, half_year in THRESHOLDS:
        if slug == office.slug:
            # Written directly: nobody can set a threshold of a half-year that has begun.
            ThresholdSetting.objects.update_or_create(
                office=office,
                code=code,
                from_half_year=str(half_year),
                defaults={"value": value, "by": staff},
            )
    if office.slug == "usa":
        load_historical_activities(office=office, rows=rows("recorded_activity_2013.csv"))
        store_catalogue(office, staff)
        store_questions(staff)
    return {
        one.half_year: Round.objects.get_or_create(
            half_year=str(one.half_year),
            defaults={"due_on": one.due_on, "opened_at": one.opened_at, "closed_at": one.closed_at},
        )[0]
        for one in plan.rounds
    }


def _compare(rounds: dict[HalfYear, Round], staff: User) -> None:
    """What all communities of an office have to be there for."""
    store_reviews(staff)
    for round_ in rounds.values():
        make_public_tables(round_id=round_.pk)
        refresh_comparisons(office_id=round_.office_id, half_year=round_.period)


def _store_town(town: Town, community: Community, staff: User, now: datetime) -> None:
    with community_scope(community.pk, community.office_id, coordinator=True):
        if not is_stored(community):
            store_town(town, community, staff, now)
            store_signatures(town, User.objects.get(email=town.people[0].email))


def _refresh_figures(plan: Plan, communities: Mapping[str, Community]) -> None:
    """All communities at once, as the workers do: one by one it would take most of the time of loading.

    The login of figures does not see the other one's transactions, so the records must be committed.
    """
    for round_plan in plan.rounds:
        known = [
            communities[town.place.slug]
            for town in plan.towns
            if town.place.known_since <= round_plan.half_year.last_day
        ]
        refresh_figures(known, round_plan.half_year, using="figures")


def _store_results(town: Town, community: Community, rounds: dict[HalfYear, Round], staff: User) -> None:
    coordinator = User.objects.get(email=town.people[0].email)
    with community_scope(community.pk, community.office_id, coordinator=True):
        if not QualityCount.objects.exists():
            store_results(town, community, rounds, coordinator, staff)
            for round_ in rounds.values():
                store_own_answers(community.slug, community.office, round_, coordinator)
            store_quality(community, coordinator)
