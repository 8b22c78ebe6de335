"""What waits in a community, in one query: its home reads on only where something does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Subquery
from django.utils import timezone

from communities.actions.visits import A_VISIT
from communities.models import Cadence, Community, Membership, Pairing, Role, RosterConfirmation, User
from evaluation.figure_queries.thresholds import settings_of, thresholds_told
from evaluation.instrument import Thresholds
from evaluation.models import Declaration
from evaluation.since_visit import VISITED, visited
from events.models import Event, JointShare
from stakeholders.models import FocusStakeholder, Research, Strategy
from stakeholders.standing import CLAIMS
from support import directory
from support.confirming import newest_lapsing, oldest_confirmed
from support.models import Service
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Waiting:
    """``unresolved``: events that are over and of which nobody said whether they were held; ``leaders``: who lead now.

    ``has_claims``: strategies that need evidence, fresh or not. ``thresholds`` hold in the half-year that is asked
    about and in today's, ``evidence_months`` today.
    """

    thresholds: Mapping[HalfYear, Thresholds]
    evidence_months: int
    unresolved: int
    leaders: int
    has_cadence: bool
    has_replies: bool
    has_approvals: bool
    has_plan_due: bool
    has_claims: bool
    has_lapsing: bool
    has_roster: bool
    has_research: bool
    has_declared_no_research: bool
    has_pairing: bool
    has_joint_question: bool
    # When this person was here last, and what is new since (evaluation.since_visit).
    visit: Mapping[str, Any]


def _facts(community: Community, user: User, half_year: HalfYear, today: date) -> dict[str, Any]:
    """One query, with the columns of `Waiting`."""
    now = timezone.now()
    over = Event.objects.unresolved(now).order_by().values("community")
    current = Membership.objects.current().filter(community=community)
    leaders = current.filter(role__gte=Role.LEADER).values("community")
    strategies: Any = Strategy.objects.in_practice().with_progress(today)
    declared = Declaration.objects.filter(half_year=str(half_year), part="research_done")
    lapsing = directory.lapsing_between(oldest_confirmed(today), newest_lapsing(today), now)
    facts: Any = Community.objects.values(
        settings=ArraySubquery(settings_of(community.office_id)),
        unresolved=Subquery(over.annotate(n=Count("pk")).values("n")),
        leaders=Subquery(leaders.annotate(n=Count("pk")).values("n")),
        has_cadence=Exists(Cadence.objects.all()),
        has_replies=Exists(directory.replies_that_wait()),
        has_approvals=Exists(Service.objects.waiting_for_approval()),
        has_plan_due=Exists(FocusStakeholder.objects.current(today).filter(plan_due__lt=today)),
        has_claims=Exists(strategies.filter(rung__in=CLAIMS)),
        has_lapsing=Exists(lapsing),
        has_roster=Exists(RosterConfirmation.objects.filter(half_year=str(HalfYear.of(today)))),
        has_research=Exists(Research.objects.kept()),
        has_declared_no_research=Exists(declared),
        has_pairing=Exists(Pairing.objects.running().of(community)),
        has_joint_question=Exists(JointShare.objects.waiting_for(community)),
        **visited(community.pk, user.pk, now - A_VISIT),
    ).get(pk=community.pk)
    return dict(facts)


def waiting_in(community: Community, user: User, half_year: HalfYear, today: date) -> Waiting:
    """In the community's scope, for this person; ``half_year`` is the one that its home asks about."""
    this = HalfYear.of(today)
    found = _facts(community, user, half_year, today)
    thresholds = thresholds_told(found.pop("settings"), {half_year, this})
    found |= {name: found[name] or 0 for name in ("unresolved", "leaders")}
    visit = {name: found.pop(name) for name in list(found) if name.startswith(VISITED)}
    return Waiting(
        thresholds=thresholds, evidence_months=thresholds[this].evidence_months, visit=visit, **found
    )
