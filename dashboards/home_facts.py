"""The pending work of a community in one query, so that its home reads further only if needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Subquery
from django.utils import timezone

from communities.actions.visits import A_VISIT
from communities.models import Cadence, Community, Notice, Pairing, RosterConfirmation, User
from communities.thresholds import Thresholds, get_setting_lines, parse_thresholds
from dashboards.since_last_visit import VISIT_PREFIXES, get_visit_columns
from evaluation.models import Declaration, StaleMark
from events.models import Event, JointShare
from stakeholders.models import FocusStakeholder, Organization, Research, Strategy
from stakeholders.strategy_status import CLAIMS
from support import directory
from support.confirming import get_confirmed_cutoff, get_lapsing_cutoff
from support.models import Service
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear


@dataclass(frozen=True)
class HomeFacts:
    """``unresolved``: past events without an outcome.

    ``has_claims``: strategies that need evidence, fresh or not. ``thresholds`` are for the requested and the current
    half-year, ``evidence_months`` for today.
    """

    thresholds: Mapping[HalfYear, Thresholds]
    evidence_months: int
    unresolved: int
    has_cadence: bool
    has_replies: bool
    has_approvals: bool
    has_plan_due: bool
    has_claims: bool
    has_lapsing: bool
    has_roster: bool
    has_research: bool
    has_declared_no_research: bool
    has_organizations: bool
    has_strategies: bool
    has_pairing: bool
    has_joint_question: bool
    # Records were saved that the figures do not contain yet.
    is_updating: bool
    # Kinds of the user's open notifications.
    notice_kinds: Sequence[str]
    # The user's last visit, and what is new since (dashboards.since_last_visit).
    visit: Mapping[str, Any]


def _columns() -> dict[str, Any]:
    """Return the columns of `HomeFacts`, with the parameters of `_facts`."""
    town, office, today, now = (parameter(position) for position in range(4))
    this_half_year, half_year, first_lapsing, last_lapsing = (parameter(position) for position in range(4, 8))
    user, visit_began = parameter(8), parameter(9)
    over = Event.objects.unresolved(now).order_by().values("community")
    strategies: Any = Strategy.objects.in_practice().with_progress(today)
    declared = Declaration.objects.filter(half_year=half_year, part="research_done")
    return {
        "settings": ArraySubquery(get_setting_lines(office)),
        "unresolved": Subquery(over.annotate(n=Count("pk")).values("n")),
        "has_cadence": Exists(Cadence.objects.all()),
        "has_replies": Exists(directory.get_unsettled_replies()),
        "has_approvals": Exists(Service.objects.waiting_for_approval()),
        "has_plan_due": Exists(FocusStakeholder.objects.current(today).filter(plan_due__lt=today)),
        "has_claims": Exists(strategies.filter(rung__in=CLAIMS)),
        "has_lapsing": Exists(directory.filter_lapsing(first_lapsing, last_lapsing, now)),
        "has_roster": Exists(RosterConfirmation.objects.filter(half_year=this_half_year)),
        "has_research": Exists(Research.objects.not_deleted()),
        "has_declared_no_research": Exists(declared),
        "has_organizations": Exists(Organization.objects.not_deleted()),
        "has_strategies": Exists(Strategy.objects.not_deleted()),
        "has_pairing": Exists(Pairing.objects.running().for_community(town)),
        "has_joint_question": Exists(JointShare.objects.waiting_for(town)),
        "is_updating": Exists(StaleMark.objects.all()),
        "notice_kinds": ArraySubquery(Notice.objects.open().filter(user=user).order_by().values("kind")),
        **get_visit_columns(town, user, visit_began),
    }


COLUMNS = _columns()
_facts: CompiledQuery[tuple[Any, ...]] = CompiledQuery(
    lambda: Community.objects.filter(pk=parameter(0)).annotate(**COLUMNS).values_list(*COLUMNS)
)


def get_home_facts(community: Community, user: User, half_year: HalfYear, today: date) -> HomeFacts:
    """Return the facts for this user; ``half_year`` is the one shown on the home. Call in the community's scope."""
    this = HalfYear.from_day(today)
    now = timezone.now()
    lapsing = get_confirmed_cutoff(today), get_lapsing_cutoff(today)
    place = community.pk, community.office_id
    [row] = _facts(*place, today, now, str(this), str(half_year), *lapsing, user.pk, now - A_VISIT)
    facts: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    thresholds = parse_thresholds(facts.pop("settings"), {half_year, this})
    facts["unresolved"] = facts["unresolved"] or 0
    visit = {name: facts.pop(name) for name in list(facts) if name.startswith(VISIT_PREFIXES)}
    return HomeFacts(
        thresholds=thresholds, evidence_months=thresholds[this].evidence_months, visit=visit, **facts
    )
