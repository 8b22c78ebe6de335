"""What organizations contribute: strategies with their evidence, contributions, and new partners."""

from datetime import timedelta

from django.db.models import Q

from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.research_rows import AssessmentRow, EvidenceRow, StrategyRow, StrategyStepRow
from stakeholders.contribution_sums import Gift, Partner
from stakeholders.models import (
    Contribution,
    Evidence,
    Organization,
    Strategy,
    StrategyAssessment,
    StrategyStep,
    TieKind,
)


def read_partners(reading: Reading) -> None:
    _read_strategies(reading)
    _read_assessments(reading)
    _read_contributions(reading)
    _read_new_partners(reading)


def _read_strategies(reading: Reading) -> None:
    """Read strategies of organizations that are not deleted. A strategy exists from its first step on, whenever it was
    entered.
    """
    strategies = reading.get_active_rows(Strategy).filter(organization__deleted_at=None)
    fields = ("id", "revision", "organization_id", "organization__revision", "ended_on", "community_id")
    strategies_by_id, owner = {}, {}
    for identity, revision, organization, its_revision, ended_on, community in strategies.values_list(
        *fields
    ):
        strategies_by_id[identity] = StrategyRow((identity, revision), (organization, its_revision), ended_on)
        owner[identity] = reading.rows[community]
    for strategy, identity, level, on in reading.get_rows(StrategyStep).values_list(
        "strategy_id", "id", "rung", "on"
    ):
        if strategy in strategies_by_id and on <= owner[strategy].as_of:
            strategies_by_id[strategy].steps.append(StrategyStepRow(identity, level, on))
    evidence = reading.get_active_rows(Evidence).values_list("strategy_id", "id", "revision", "on")
    for strategy, identity, revision, on in evidence:
        if strategy in strategies_by_id and on <= owner[strategy].as_of:
            strategies_by_id[strategy].evidence.append(EvidenceRow((identity, revision), on))
    for identity, strategy in strategies_by_id.items():
        if strategy.steps:
            owner[identity].strategies.append(strategy)


def _read_assessments(reading: Reading) -> None:
    assessments = reading.get_rows(StrategyAssessment)
    for community, identity, organization, on in assessments.values_list(
        "community_id", "id", "organization_id", "on"
    ):
        rows = reading.rows[community]
        if on <= rows.as_of:
            rows.assessments.append(AssessmentRow(identity, organization))


def _read_contributions(reading: Reading) -> None:
    half_year = reading.half_year
    contributions = reading.get_active_rows(Contribution).filter(
        received_on__range=(half_year.first_day, half_year.last_day)
    )
    fields = ("community_id", "id", "revision", "kind", "sector", "amount", "currency", "received_on")
    for community, identity, revision, *gift in contributions.values_list(*fields):
        rows = reading.rows[community]
        made = Gift(*gift)
        if made.on <= rows.as_of:
            rows.gifts.append(((identity, revision), made))


def _read_new_partners(reading: Reading) -> None:
    half_year, day = reading.half_year, timedelta(days=1)
    met = Q(met_on__range=(half_year.first_day, half_year.last_day))
    # One day wider: the local day of an entry is checked below, in its community's time zone.
    entered = Q(met_on=None, created_at__date__range=(half_year.first_day - day, half_year.last_day + day))
    new = reading.get_active_rows(Organization).filter(met | entered, tie=TieKind.NEW)
    fields = ("community_id", "id", "revision", "sector", "tie", "met_on", "created_at")
    for community, identity, revision, sector, tie, met_on, created_at in new.values_list(*fields):
        rows = reading.rows[community]
        entered_on = created_at.astimezone(rows.community.zone).date()
        partner = Partner(sector, tie, met_on, entered_on)
        if rows.half_year.first_day <= partner.since <= rows.as_of:
            rows.new_partners.append(((identity, revision), partner))
