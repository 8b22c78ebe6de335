"""The research of a community on one page: its question, the five steps, the methods and the result."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.horizon import horizon
from stakeholders.models import (
    Finding,
    FindingStatus,
    FocusStakeholder,
    Research,
    ResearchMethod,
    ResearchStep,
    Step,
)
from stakeholders.research import get_current_research, get_progress_on
from stakeholders.research_progress import path_context
from stakeholders.research_steps import METHODS_NEEDED, Progress
from stakeholders.step_words import get_missing_text
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels
from tfc.text.punctuation import join_title


@community_view(Role.MEMBER)
@require_safe
def research(request: CommunityRequest) -> HttpResponse:
    """Show the current research, the one of ``?research=``, or the newest; the office sets how long findings count as
    fresh.
    """
    today = timezone.localdate()
    months = horizon(today).finding_months
    researches = list(Research.objects.not_deleted().newest_first().with_progress())
    shown = _choose_research(request, researches)
    context: dict[str, Any] = {
        "may_record": request.role >= Role.LEADER,
        "may_declare": request.role >= Role.COORDINATOR,
        "research": shown,
        **path_context(request, "research"),
    }
    if shown:
        focuses = FocusStakeholder.objects.current(today)
        focuses = focuses.select_related("organization").order_by("id")
        rows = shown.steps.filter(deleted_at=None).select_related("led_by__user")
        evaluate_together(rows, focuses)
        progress = get_progress_on(shown, today, months)
        done = list(progress.finished)
        context |= {
            "steps": _steps(request, shown, rows, progress, months),
            "done": len(done),
            "next": _choose_next_action(request, shown, done, context["path_next"]),
            "methods": _methods(request, shown),
            "findings": _finding_numbers(),
            "focuses": focuses,
            "others": _others(request, researches, shown, today, months),
        }
    return render(request, "stakeholders/research.html", context)


def _choose_research(request: CommunityRequest, researches: list[Research]) -> Research | None:
    research_id = request.GET.get("research", "")
    if research_id:
        match = next((candidate for candidate in researches if str(candidate.pk) == research_id), None)
        if match is None:
            raise Http404
        return match
    return get_current_research(researches) or (researches[0] if researches else None)


def _steps(
    request: CommunityRequest, shown: Research, begun: Iterable[ResearchStep], progress: Progress, months: int
) -> list[dict[str, Any]]:
    """Return the steps for components/step_list.html."""
    rows, done = {row.step: row for row in begun}, progress.finished
    first_open = next((step for step in Step if step not in done), None) if shown.closed_on is None else None
    return [
        {
            "title": step.label,
            "note": _methods_note(progress)
            if step == Step.METHODS
            else _step_note(rows.get(step), step, progress, months),
            "url": _step_url(request, shown, step),
            "state": "done" if step in done else "current" if step == first_open else "todo",
        }
        for step in Step
    ]


def _step_url(request: CommunityRequest, shown: Research, step: Step) -> str:
    return reverse("stakeholders:research-step", args=[request.community.slug, shown.pk, step.value])


def _step_note(row: ResearchStep | None, step: Step, progress: Progress, months: int) -> str:
    """Return when and by whom: “Done on March 3, 2026 · Ana”, or what is missing before the step counts."""
    if row is None:
        return ""
    parts = []
    if row.done_on and step not in progress.finished:
        parts.append(f"{_day(row.done_on)} · {get_missing_text(step, progress, months)}")
    elif row.done_on:
        parts.append(join_title(_("Done on"), _day(row.done_on)))
    elif row.begun_on:
        parts.append(join_title(_("Began on"), _day(row.begun_on)))
    if row.led_by:
        parts.append(str(row.led_by.user))
    return " · ".join(parts)


def _methods_note(progress: Progress) -> str:
    begun = progress.methods
    if begun >= METHODS_NEEDED:
        return ngettext("%(begun)d method", "%(begun)d methods", begun) % {"begun": begun}
    return _("%(begun)d of %(needed)d methods have a start date and a number of people or places") % {
        "begun": begun,
        "needed": METHODS_NEEDED,
    }


def _day(day: dt.date) -> str:
    return date_format(day)


def _choose_next_action(
    request: CommunityRequest, shown: Research, done: list[Step], path_next: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the page's one button: the first step that is not done, and after the last one the next action of the
    research path.
    """
    if request.role < Role.LEADER:
        return None
    if shown.closed_on is None:
        for step in Step:
            if step not in done:
                return {"label": step.label, "url": _step_url(request, shown, step)}
    return path_next


def _methods(request: CommunityRequest, shown: Research) -> list[ResearchMethod]:
    """Return the uses of methods, each with its ``linked_events``; two queries.

    The panel "research_methods" takes the request and the methods, and returns events by the ID of a method.
    """
    methods = list(shown.methods.filter(deleted_at=None).order_by("begun_on", "id"))
    [get_linked_events] = get_panels("research_methods")
    events = get_linked_events(request, methods)
    for method in methods:
        method.linked_events = events[method.pk]  # type: ignore[attr-defined]
    return methods


def _finding_numbers() -> dict[str, int]:
    return Finding.objects.not_deleted().aggregate(
        all=Count("id"),
        open=Count("id", filter=Q(status=FindingStatus.OPEN)),
        checked=Count("id", filter=Q(status=FindingStatus.OPEN, checked_on__isnull=False)),
    )


def _others(
    request: CommunityRequest, researches: list[Research], shown: Research, today: dt.date, months: int
) -> list[dict[str, Any]]:
    page = reverse("stakeholders:research", args=[request.community.slug])
    return [
        {
            "research": other,
            "url": f"{page}?research={other.pk}",
            "done": len(get_progress_on(other, today, months).finished),
        }
        for other in researches
        if other.pk != shown.pk
    ]
