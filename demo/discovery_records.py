"""The research, findings, focus and strategies of a town, stored in its own scope as its coordinator would."""

from datetime import date, timedelta

from communities.models import Community, Membership, User
from demo.findings import Discovery, FindingPlan, ResearchPlan, StrategyPlan
from demo.sources import read_rows
from events.models import Event, EventKind, ResearchEvent
from stakeholders.actions.sharing import share_evidence
from stakeholders.catalogue import CATALOGUE, get_offered_strategies
from stakeholders.focus import build_fact
from stakeholders.models import (
    Evidence,
    EvidenceKind,
    Finding,
    FindingLocation,
    FocusDecision,
    FocusStakeholder,
    Method,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Strategy,
    StrategyAssessment,
    StrategyStep,
    Verdict,
)
from stakeholders.scores import current_weights, rank, ranking_to_json

PLACES_OBSERVED = 9
# What a plan and its finding have under the same name.
FINDING_FIELDS = ("severity", "confidence", "people_heard", "observed_on", "checked_on", "status")
# What a town plans with a sector that it chose because of a vulnerability.
FOCUS_PLANS = {(row["sector"], row["vulnerability"]): row["plan"] for row in read_rows("focus_plans.csv")}
ANY_FOCUS_PLAN = (
    "Sit down with three of them about what we found, and agree with each on one "
    "thing to change before the summer."
)


def store_discovery(
    plan: Discovery,
    community: Community,
    memberships: list[Membership],
    organizations: list[Organization],
    today: date,
) -> list[Finding]:
    """All of it as far as it had happened by ``today``; returns the findings. In a coordinator's scope."""
    coordinator = memberships[0].user
    findings = [
        finding
        for research in plan.researches
        for finding in _store_research(research, memberships, coordinator, today)
    ]
    if plan.decided_on and plan.decided_on <= today and findings:
        _store_focus(plan, plan.decided_on, findings, coordinator)
    for strategy in plan.strategies:
        _store_strategy(strategy, organizations[strategy.organization], community, findings, coordinator)
    StrategyAssessment.objects.bulk_create(
        StrategyAssessment(organization=organizations[number], on=plan.decided_on or today, by=coordinator)
        for number in plan.asked_without
    )
    return findings


def _store_research(
    plan: ResearchPlan, memberships: list[Membership], by: User, today: date
) -> list[Finding]:
    research = Research.objects.create(
        question=plan.question, places=plan.places, people_to_hear=plan.people_to_hear,
        begun_on=plan.begun_on, closed_on=plan.closed_on, created_by=by,
    )  # fmt: skip
    ResearchStep.objects.bulk_create(
        ResearchStep(
            research=research, step=step, begun_on=plan.begun_on, done_on=day,
            led_by=memberships[number % len(memberships)], created_by=by,
        )
        for number, (step, day) in enumerate(plan.steps.items())
        if day <= today
    )  # fmt: skip
    for method, day, people in plan.methods:
        if day <= today:
            _store_method(research, method, day, people, by)
    return [
        _store_finding(finding, research, by) for finding in plan.findings if finding.observed_on <= today
    ]


def _store_method(research: Research, method: Method, day: date, people: int | None, by: User) -> None:
    places = PLACES_OBSERVED if people is None else None
    stored = ResearchMethod.objects.create(
        research=research,
        method=method,
        begun_on=day,
        people_heard=people,
        places_observed=places,
        created_by=by,
    )
    if method == Method.LISTENING_GROUP:
        groups = Event.objects.held().filter(kind=EventKind.LISTENING_GROUP, local_day__gte=research.begun_on)
        for event in groups.order_by("local_day", "id")[:3]:
            ResearchEvent.objects.create(method=stored, event=event)


def _store_finding(plan: FindingPlan, research: Research, by: User) -> Finding:
    finding = Finding.objects.create(
        research=research,
        vulnerability=plan.text.vulnerability,
        summary=plan.text.summary,
        affected_groups=list(plan.text.groups),
        method=plan.text.method,
        created_by=by,
        **{name: getattr(plan, name) for name in FINDING_FIELDS},
    )
    if plan.location:
        FindingLocation.objects.create(finding=finding, note=plan.location, written_by=by)
    return finding


def _store_focus(plan: Discovery, decided_on: date, findings: list[Finding], by: User) -> None:
    ranking = rank([build_fact(finding) for finding in findings], current_weights(), decided_on)
    chosen = [score for score in ranking.scores if score.terms][: plan.focuses]
    decision = FocusDecision.objects.create(
        verdict=Verdict.ACCEPTED, decided_on=decided_on, suggestion=ranking_to_json(ranking), created_by=by
    )
    FocusStakeholder.objects.bulk_create(
        FocusStakeholder(
            decision=decision, sector=score.sector, finding_id=score.terms[0].finding,
            plan=plan.focus_plan
            or FOCUS_PLANS.get((str(score.sector), score.terms[0].vulnerability), ANY_FOCUS_PLAN),
            plan_person=plan.focus_who, plan_due=decided_on + timedelta(days=plan.focus_days), created_by=by,
        )
        for score in chosen
    )  # fmt: skip


def _store_strategy(
    plan: StrategyPlan, organization: Organization, community: Community, findings: list[Finding], by: User
) -> None:
    choices = get_offered_strategies(organization.sector)[0][1]
    choice = choices[plan.choice % len(choices)]
    strategy = Strategy.objects.create(
        organization=organization,
        code=choice.code,
        purpose=CATALOGUE[choice.code].purpose,
        finding=findings[0] if findings and plan.choice == 0 else None,
        created_by=by,
    )
    StrategyStep.objects.bulk_create(
        StrategyStep(strategy=strategy, rung=rung, on=day, by=by) for rung, day in plan.steps
    )
    for day, what in plan.evidence:
        evidence = Evidence.objects.create(
            strategy=strategy, kind=EvidenceKind.LINK, on=day, what=what,
            link=f"https://{community.slug}-news.example/{organization.pk}", created_by=by,
        )  # fmt: skip
        if plan.shared:
            share_evidence(evidence=evidence, by=by)
