"""Storing the plan: global rows first, then office by office and community by community, each in its own scope.

Every scope is one transaction, so a loading that was stopped is taken up where it ended.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from communities.actions import remind_community, remind_office
from communities.imports import columns, reading, storing
from communities.imports.checking import Checker, check_chunk
from communities.imports.kinds import kinds
from communities.models import Community, ImportBatch, ImportState, Role, User
from dashboards.actions.alerts import add_alert
from dashboards.actions.attention import refresh_attention
from dashboards.models import AlertCondition
from demo.accounts import store_communities, store_offices
from demo.formation import store_formation
from demo.help import store_totals
from demo.library import Files, files_in_background, store_library
from demo.offices import store_custom_answers, store_office, store_office_work, store_spot_check
from demo.places import build_places
from demo.plan import Plan, Town
from demo.records import is_stored, store_town
from demo.reports import store_archive, store_data_links, store_reports, store_subscriptions
from demo.results import store_results, store_reviews, store_signatures
from demo.sharing import store_boards, store_joint
from demo.sign_ins import STAFF, get_demo_email
from demo.sources import DATA
from demo.targets import store_targets
from demo.trainings import store_trainings
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.figures import refresh_figures
from evaluation.actions.public_tables import make_public_tables
from evaluation.actions.quality import answer_flag, record_quality
from evaluation.models import QualityCount, Round
from evaluation.quality.check_runs import count_flags_by_check
from evaluation.quality.page import get_check_results
from evaluation.rollups.recompute import recompute_stale_figures
from tfc.current_actor import DEMO, acting_as
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

CSV_NAME = "Partners 2019.csv"
Tell = Callable[[str], object]
Rounds = dict[HalfYear, Round]
SHOWCASE = "pasadena"
NO_PROFILE = "The census has no numbers of languages for our town by itself, only for the county."


def is_loaded() -> bool:
    """Whether every town of the demo has its records and results already."""
    slugs = [place.slug for place in build_places()]
    communities = list(Community.objects.filter(slug__in=slugs))
    return len(communities) == len(slugs) and all(_has_results(community) for community in communities)


def _has_results(community: Community) -> bool:
    """The quality count is the last that a community gets, in the transaction of its results."""
    with community_scope(community.pk, community.office_id):
        return QualityCount.objects.exists()


@acting_as(None, DEMO)
def load(plan: Plan, tell: Tell) -> None:
    """Store everything that is not there yet; ``tell`` gets a line of progress now and then."""
    with files_in_background([town.place.slug for town in plan.towns], plan.now) as files:
        _load(plan, files, tell)


def _load(plan: Plan, files: Files, tell: Tell) -> None:
    offices = store_offices()
    communities = store_communities(plan, offices)
    tell(f"{len(offices)} offices, {len(communities)} communities and their people")
    users = {user.email: user for user in User.objects.filter(email__in=STAFF.values())}
    staff = {slug: users[email] for slug, email in STAFF.items()}
    rounds = {}
    for slug in ("usa", "uk"):
        with office_scope(offices[slug].pk):
            rounds[slug] = store_office(plan, offices[slug], staff[slug])
    _store_towns(plan, communities, rounds, staff, tell)
    for slug, office_rounds in rounds.items():
        with office_scope(offices[slug].pk):
            _compare_communities(office_rounds, staff[slug])
    with office_scope(offices["usa"].pk):
        store_spot_check(offices["usa"], staff["usa"])
        places = [town.place for town in plan.towns if town.place.office == "usa"]
        store_totals(places, plan.now.date())
    store_library(communities, offices["usa"], files)
    tell("the library")
    store_joint(plan, communities)
    store_formation(offices["usa"], plan)
    store_boards(communities, offices, plan.now)
    store_trainings(offices["usa"], plan)
    store_office_work(plan.now.date())
    store_targets(plan)
    if SHOWCASE in communities:
        coordinator = User.objects.get(email=get_demo_email(Role.COORDINATOR, SHOWCASE))
        _store_showcase(communities[SHOWCASE], coordinator, staff["usa"], plan.now)
    tell("reports")
    recompute_stale_figures()
    refresh_attention(offices.values(), using="figures")


def _store_showcase(community: Community, coordinator: User, staff: User, now: datetime) -> None:
    """What only Pasadena has, and the notifications that its people got yesterday morning."""
    store_data_links(community, staff, now)
    store_subscriptions(community, staff, now)
    store_reports(community, staff)
    store_import(community, coordinator)
    store_archive(community)
    yesterday = datetime.combine(now.date() - timedelta(days=1), time(18), UTC)
    with community_scope(community.pk, community.office_id, coordinator=True):
        add_alert(place=community, condition=AlertCondition.SILENT, limit=30, by=coordinator)
        remind_community(community=community, now=yesterday)
    with office_scope(community.office_id):
        remind_office(office=community.office, now=yesterday)


def _store_towns(
    plan: Plan,
    communities: Mapping[str, Community],
    rounds: Mapping[str, Rounds],
    staff: Mapping[str, User],
    tell: Tell,
) -> None:
    for number, town in enumerate(plan.towns, start=1):
        community = communities[town.place.slug]
        with community_scope(community.pk, community.office_id, coordinator=True):
            if not is_stored(community):
                store_town(town, community, staff[town.place.office], plan.now)
                store_signatures(town, User.objects.get(email=town.people[0].email))
        tell(f"{number} of {len(plan.towns)}: {town.place.name}, {len(town.events)} events")
    _refresh_figures(plan, communities)
    tell("the figures")
    for town in plan.towns:
        office = town.place.office
        _store_results(town, communities[town.place.slug], rounds[office], staff[office])
    tell("the surveys")


def _refresh_figures(plan: Plan, communities: Mapping[str, Community]) -> None:
    """All communities at once, as the workers do: one by one it would take most of the time of loading.

    The login of figures does not see the other one's transactions, so the records must be committed.
    """
    for round_plan in plan.rounds:
        started_communities = [
            communities[town.place.slug]
            for town in plan.towns
            if town.place.known_since <= round_plan.half_year.last_day
        ]
        refresh_figures(started_communities, round_plan.half_year, using="figures")


def _store_results(town: Town, community: Community, rounds: Rounds, staff: User) -> None:
    coordinator = User.objects.get(email=town.people[0].email)
    with community_scope(community.pk, community.office_id, coordinator=True):
        if QualityCount.objects.exists():
            return
        store_results(town, community, rounds, coordinator, staff)
        for round_ in rounds.values():
            store_custom_answers(community.slug, community.office, round_, coordinator)
        _store_quality(community, coordinator)


def _store_quality(community: Community, coordinator: User) -> None:
    """What the records lack, counted as every night; in Pasadena a part of it has an answer."""
    if community.slug == SHOWCASE:
        for result in get_check_results(community):
            if result.check.code == "no_profile":
                for flag in result.flags:
                    answer_flag(flag=flag, reason=NO_PROFILE, by=coordinator)
    record_quality(community=community, counts=count_flags_by_check(get_check_results(community)))


def _compare_communities(rounds: Rounds, staff: User) -> None:
    """What all communities of an office have to be there for."""
    store_reviews(staff)
    for round_ in rounds.values():
        make_public_tables(round_id=round_.pk)
        refresh_comparisons(office_id=round_.office_id, half_year=round_.period)


def store_import(community: Community, by: User) -> None:
    """By a worker's own steps; nothing where it is there already."""
    with community_scope(community.pk, community.office_id, coordinator=True):
        if not ImportBatch.objects.exists():
            _run_import(community, by)


def _run_import(community: Community, by: User) -> None:
    content = (DATA / "partners_2019.csv").read_bytes()
    batch = ImportBatch.objects.create(
        kind="organizations",
        file_name=CSV_NAME,
        sha256=hashlib.sha256(content).hexdigest(),
        language="en",
        by=by,
        committed_by=by,
    )
    importer = kinds()[batch.kind](community, by)
    with TemporaryDirectory(prefix="import-") as folder:
        tables = reading.read_batch_tables(content, batch, importer, Path(folder))
        reading.store(batch, list(tables[0].rows))
    batch.sheet, batch.table = tables[0].title, reading.describe_table(tables[0])
    batch.notes = reading.get_table_notes(tables[0], tables)
    columns.propose(batch, importer)
    checker = Checker(batch, importer)
    check_chunk(checker)
    while storing.store_chunk(checker):
        pass
    batch.count_rows()
    batch.state, batch.committed_at = ImportState.COMMITTED, timezone.now()
    batch.save()
