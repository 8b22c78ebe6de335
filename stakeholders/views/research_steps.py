"""A step of a research: instructions and record. Members read it; leaders record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import research as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.research import StepForm
from stakeholders.horizon import horizon
from stakeholders.models import Finding, FindingStatus, Method, Research, ResearchStep, Step
from stakeholders.research import get_progress_on, has_solid_finding
from stakeholders.research_steps import METHODS_NEEDED
from stakeholders.views.research import find_research, research_url
from stakeholders.vulnerabilities import catalogue

# The most findings in the ranking; the list of findings has all.
MOST_RANKED = 20


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def research_step(request: CommunityRequest, research_id: int, step: str) -> HttpResponse:
    if step not in Step.values:
        raise Http404
    research = find_research(research_id)
    if request.method == "POST" and request.role < Role.LEADER:
        raise PermissionDenied
    if step == Step.METHODS:
        return _methods(request, research)
    return _redirect_after_step(request, research, Step(step))


def _get_step_context(request: CommunityRequest, research: Research, step: Step) -> dict[str, Any]:
    """Return the context of every step's page: its number among the five, and whether the user may record it."""
    return {
        "research": research,
        "step": step,
        "number": list(Step).index(step) + 1,
        "back_url": research_url(request, research),
        "guide": step.value.replace("_", "-"),
        "may_record": request.role >= Role.LEADER,
    }


def _methods(request: CommunityRequest, research: Research) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    rows = list(research.methods.filter(deleted_at=None).order_by("begun_on", "id"))
    today = timezone.localdate()
    research_with_progress = Research.objects.with_progress().get(pk=research.pk)
    begun = get_progress_on(research_with_progress, today, horizon(today).finding_months).methods
    context = _get_step_context(request, research, Step.METHODS) | {
        "methods": rows,
        "begun": bool(begun),
        "missing": max(METHODS_NEEDED - begun, 0),
        "kinds": [(method, f"method-{method.value}".replace("_", "-")) for method in Method],
    }
    return render(request, "stakeholders/research_methods.html", context)


def _redirect_after_step(request: CommunityRequest, research: Research, step: Step) -> HttpResponse:
    form = _form(request, research, step)
    status = 422 if form.is_bound else 200
    context = _get_step_context(request, research, step) | {"form": form, "row": _row(research, step)}
    if form.is_bound and form.is_valid():
        try:
            _save(request, research, step, form)
        except SavedMeanwhileError:
            form.instance, status = _row(research, step), 409
            context |= {"form": form.overwriting(form.instance.revision), "stored": context["row"]}
        else:
            messages.success(request, _("Saved."))
            return redirect(context["back_url"])
    if step == Step.RANKED_FINDINGS:
        context |= _rank_findings()
    return render(request, "stakeholders/research_step.html", context, status=status)


def _form(request: CommunityRequest, research: Research, step: Step) -> StepForm:
    """Return the form for the stored row; a form opened before there was a row is still sent as the first record."""
    row = _row(research, step)
    if request.method != "POST":
        return StepForm(instance=row or ResearchStep(research=research, step=step))
    as_first = "revision" not in request.POST
    fresh = as_first or row is None
    return StepForm(request.POST, instance=ResearchStep(research=research, step=step) if fresh else row)


def _row(research: Research, step: Step) -> Any:
    rows = research.steps.filter(step=step, deleted_at=None)
    return rows.select_related("led_by__user").first()


def _save(request: CommunityRequest, research: Research, step: Step, form: StepForm) -> None:
    if form.instance.pk is None:
        actions.add_step(research=research, step=step, by=request.user, **form.cleaned_data)
    else:
        actions.edit_step(step=form.instance, by=request.user, **form.cleaned_data)


def _rank_findings() -> dict[str, Any]:
    """Return the findings ranked by weight, and whether one is fresh enough for the step to count; four queries."""
    vulnerabilities = catalogue()
    findings = Finding.objects.not_deleted().exclude(status=FindingStatus.WITHDRAWN).ranked()[:MOST_RANKED]
    today = timezone.localdate()
    return {
        "findings": [
            (
                finding,
                vulnerabilities[finding.vulnerability].title
                if finding.vulnerability in vulnerabilities
                else finding.vulnerability,
            )
            for finding in findings
        ],
        "most": MOST_RANKED,
        "fresh": has_solid_finding(today, horizon(today).finding_months),
    }
