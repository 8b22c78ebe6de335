"""The page of one strategy: its levels, its evidence, the office's opinion, and the one next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.forms.strategies import MEANINGS
from stakeholders.horizon import horizon
from stakeholders.models import (
    Evidence,
    EvidenceFile,
    SharedEvidence,
    SpotCheck,
    Strategy,
    StrategyLevel,
    StrategyStep,
)
from stakeholders.strategies import NextAction, StrategyProgress
from stakeholders.vulnerabilities import SHIPPED, catalogue
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels


@dataclass(frozen=True)
class EvidenceShown:
    """One evidence with its file, the link to its event, office copy and spot checks."""

    evidence: Evidence
    file: EvidenceFile | None
    event_link: Any
    shared: SharedEvidence | None
    checks: list[SpotCheck]

    @property
    def is_shared(self) -> bool:
        return self.shared is not None and self.shared.withdrawn_at is None

    @property
    def event_is_gone(self) -> bool:
        """The event of the evidence was deleted, or is not held any more."""
        return self.evidence.kind == "event" and (self.event_link is None or self.event_link.is_gone)


@community_view(Role.MEMBER)
@require_safe
def strategy_detail(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    today = timezone.localdate()
    strategies = Strategy.objects.not_deleted().with_progress(today).select_related("organization", "finding")
    strategy = get_object_or_404(strategies, pk=strategy_id)
    shown = StrategyProgress(strategy, today, horizon(today).evidence_months)
    steps = list(strategy.steps.select_related("by").order_by("on", "id"))
    context = {
        "strategy": strategy,
        "shown": shown,
        "steps": _ladder(steps, shown),
        "history": steps[::-1],
        "finding_title": _finding_title(strategy),
        "rows": _get_evidence(strategy),
        "office_name": request.community.office.name,
        "next": _get_next_action(request, shown) if request.role >= Role.LEADER else None,
        "may_record": request.role >= Role.LEADER,
        "may_share": request.role >= Role.COORDINATOR,
    }
    return render(request, "stakeholders/strategy_detail.html", context)


def _finding_title(strategy: Strategy) -> str:
    if strategy.finding is None:
        return ""
    code = strategy.finding.vulnerability
    vulnerability = SHIPPED.get(code) or catalogue().get(code)
    return str(vulnerability.title) if vulnerability else strategy.finding.summary


def _ladder(reached: Iterable[StrategyStep], shown: StrategyProgress) -> list[dict[str, Any]]:
    """Return the four levels for components/step_list.html: when each was reached last, and who recorded it.

    A level below the present one without a record is not shown as done: the strategy may have begun above it.
    """
    taken = {step.rung: step for step in reached}
    levels = list(StrategyLevel)
    place = levels.index(shown.rung)
    steps = []
    for number, level in enumerate(levels):
        step = taken.get(level)
        if number > place:
            state, note = "todo", ""
        elif step is None:
            state, note = "unknown", _("Not recorded")
        else:
            state = "current" if number == place else "done"
            note = _("since %(day)s, by %(who)s") % {"day": date_format(step.on), "who": step.by}
        steps.append({"title": MEANINGS[level], "state": state, "note": note})
    return steps


def _get_evidence(strategy: Strategy) -> list[EvidenceShown]:
    """Return the evidence, newest first; four queries, however many there are.

    The panel "strategy_evidence" takes a query of evidence and returns the links to its events: evidence_id, event,
    is_gone.
    """
    evidence = Evidence.objects.not_deleted().filter(strategy=strategy)
    shared = SharedEvidence.objects.defer("content").prefetch_related(
        Prefetch("checks", SpotCheck.objects.order_by("-id"))
    )
    rows = evidence.newest_first().prefetch_related(
        Prefetch("files", EvidenceFile.objects.defer("content")), Prefetch("shared", shared)
    )
    [get_event_links] = get_panels("strategy_evidence")
    event_links = get_event_links(evidence)
    evaluate_together(rows, event_links)
    link_by_evidence = {link.evidence_id: link for link in event_links}
    entries = []
    for evidence_item in rows:
        copy = next(iter(evidence_item.shared.all()), None)
        entries.append(
            EvidenceShown(
                evidence=evidence_item,
                file=next(iter(evidence_item.files.all()), None),
                event_link=link_by_evidence.get(evidence_item.pk),
                shared=copy,
                checks=list(copy.checks.all()) if copy else [],
            )
        )
    return entries


def _get_next_action(request: CommunityRequest, shown: StrategyProgress) -> dict[str, str]:
    """Return the next step for components/next_action.html."""
    slug, strategy = request.community.slug, shown.strategy
    climb = reverse("stakeholders:strategy-level", args=[slug, strategy.pk])
    show = reverse("stakeholders:evidence-add", args=[slug, strategy.pk])
    if shown.next == NextAction.CLIMB:
        if shown.rung == StrategyLevel.PLEDGED:
            text = _("Ask who does what, and by when.")
            return {
                "title": _("Agree on a plan with them"),
                "text": text,
                "url": climb,
                "action": _("Change the level"),
            }
        return {"title": _("Has it begun?"), "text": "", "url": climb, "action": _("Change the level")}
    if shown.next == NextAction.SHOW:
        return {
            "title": _("Add evidence"),
            "text": shown.freshness,
            "url": show,
            "action": _("Add evidence"),
        }
    if shown.next == NextAction.VERIFY and request.role >= Role.COORDINATOR:
        text = _("Check the evidence below.")
        return {
            "title": _("Verify it"),
            "text": text,
            "url": climb,
            "action": _("Verify it"),
        }
    return {}
