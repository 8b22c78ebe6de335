"""The research path, from a question to what an organization changes, and a team's progress on it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from communities.access import CommunityRequest
from communities.models import Role
from stakeholders.horizon import horizon
from stakeholders.models import FocusStakeholder, Research, Step, Strategy
from stakeholders.research import get_current_research, get_progress_on, newest_in, newest_rows
from stakeholders.research_steps import is_fresh
from stakeholders.strategy_status import EffectiveLevel as Shown
from stakeholders.strategy_status import get_effective_level
from tfc.batched_queries import evaluate_together

Text: TypeAlias = str | Promise
Place = Literal["research", "findings", "focus", "strategies"]
PAGES: dict[Place, str] = {
    "research": "stakeholders:research",
    "findings": "stakeholders:finding-list",
    "focus": "stakeholders:focus",
    "strategies": "stakeholders:strategy-list",
}

WORDS: dict[Place, tuple[Text, Text]] = {
    "research": (_("Research"), _("Five steps, two methods or more.")),
    "findings": (_("Findings"), _("Where people are vulnerable, and how sure you are.")),
    "focus": (_("Focus"), _("One or two stakeholders who can change most.")),
    "strategies": (_("Strategies"), _("What organizations do differently.")),
}


@dataclass(frozen=True)
class PathProgress:
    """A team's progress. ``step``: the first step of the current research that is not done; None without one."""

    done: dict[Place, bool]
    research: int | None = None
    step: Step | None = None
    has_old_findings: bool = False
    has_strategies: bool = False


@dataclass(frozen=True)
class NextStep:
    """One thing to do, in a volunteer's words: what and why, the link's text, and its page."""

    text: Text
    label: Text
    name: str
    args: tuple[Any, ...] = ()


NEXT = {
    "findings": NextStep(
        _("Record your findings, one weak spot each."),
        _("Record a finding"),
        "stakeholders:finding-add",
    ),
    "old findings": NextStep(
        _("Your findings are too old to count."),
        _("Review findings"),
        PAGES["findings"],
    ),
    "focus": NextStep(
        _("Choose one or two stakeholders, each with a finding and a plan."),
        _("Choose your focus"),
        PAGES["focus"],
    ),
    "strategies": NextStep(
        _("Agree with an organization on one thing to do differently."),
        _("Add a strategy"),
        "stakeholders:strategy-choose",
    ),
    "waiting strategies": NextStep(
        _("Ask how far they are, and record evidence."),
        _("Review strategies"),
        PAGES["strategies"],
    ),
    "all": NextStep(
        _("All four are done. Now tell decision-makers."),
        _("Write a briefing"),
        "stakeholders:briefing-list",
    ),
}


def path_context(request: CommunityRequest, here: Place, *also: "QuerySet[Any, Any]") -> dict[str, Any]:
    """Return the context of ``stakeholders/research_progress.html``: ``path_steps`` for components/step_list.html, and
    ``path_next``.

    Two queries, which include those of ``also``. People who may not record get links to the pages, not to the forms,
    and no one a link to the present page.
    """
    slug = request.community.slug
    standing = get_path_progress(timezone.localdate(), *also)
    todo, place = _choose_next_step(standing), _first_open(standing)
    if place and request.role < Role.LEADER:
        todo = NextStep(todo.text, WORDS[place][0], PAGES[place])
    url = reverse(todo.name, args=[slug, *todo.args])
    return {
        "path_steps": _steps(standing, slug, here),
        "path_next": {"text": todo.text, "label": todo.label, "url": "" if url == request.path else url},
    }


def get_path_progress(today: dt.date, *also: "QuerySet[Any, Any]") -> PathProgress:
    months = horizon(today)
    days, focuses = newest_rows(today), _get_planned_focus(today)
    researches = Research.objects.not_deleted().newest_first().with_progress()
    running = Strategy.objects.in_practice().with_progress(today)
    evaluate_together(days, researches, running, focuses, *also)
    _newest, newest_open = newest_in(days)
    progress = {
        research.pk: get_progress_on(research, today, months.finding_months) for research in researches
    }
    best = max((len(research_progress.finished) for research_progress in progress.values()), default=0)
    current = get_current_research(list(researches))
    open_steps = [step for step in Step if step not in progress[current.pk].finished] if current else []
    return PathProgress(
        done={
            "research": best == len(Step),
            "findings": is_fresh(newest_open, today, months.finding_months),
            "focus": bool(focuses),
            "strategies": _is_any_in_practice(running, today, months.evidence_months),
        },
        research=current.pk if current else None,
        step=open_steps[0] if open_steps else None,
        has_old_findings=newest_open is not None,
        has_strategies=bool(running),
    )


def _get_planned_focus(today: dt.date) -> "QuerySet[FocusStakeholder, Any]":
    """Return a focus tied to a finding with a complete plan: what, who and by when."""
    planned = FocusStakeholder.objects.current(today).filter(finding__deleted_at=None, plan_due__isnull=False)
    return planned.exclude(Q(finding=None) | Q(plan="") | Q(plan_person="")).values_list("pk")[:1]


def _is_any_in_practice(running: Iterable[Strategy], today: dt.date, months: int) -> bool:
    """Return whether a strategy is in practice with fresh evidence."""
    standings = {
        get_effective_level(strategy.rung, strategy.evidence_on, today, months)
        for strategy in running
        if strategy.rung
    }
    return bool(standings & {Shown.IMPLEMENTING, Shown.VERIFIED})


def _first_open(standing: PathProgress) -> Place | None:
    return next((place for place, done in standing.done.items() if not done), None)


def _steps(standing: PathProgress, slug: str, here: Place) -> list[dict[str, Any]]:
    current = _first_open(standing)
    return [
        {
            "title": WORDS[place][0],
            "note": WORDS[place][1],
            "state": "done" if done else "current" if place == current else "todo",
            "url": "" if place == here else reverse(PAGES[place], args=[slug]),
        }
        for place, done in standing.done.items()
    ]


def _choose_next_step(standing: PathProgress) -> NextStep:
    place = _first_open(standing)
    if place == "research":
        return _choose_next_research_step(standing)
    if place == "findings" and standing.has_old_findings:
        return NEXT["old findings"]
    if place == "strategies" and standing.has_strategies:
        return NEXT["waiting strategies"]
    return NEXT[place or "all"]


def _choose_next_research_step(standing: PathProgress) -> NextStep:
    if standing.research is None or standing.step is None:
        text = _("Begin with a question: what do you want to know about your town?")
        return NextStep(text, _("Begin your research"), "stakeholders:research-begin")
    text = format_lazy(_("Next step of your research: {step}."), step=standing.step.label)
    return NextStep(
        text, _("Open this step"), "stakeholders:research-step", (standing.research, standing.step)
    )
