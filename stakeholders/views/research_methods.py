"""The methods of a research; each use of one is a row."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import research as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.research import MethodForm
from stakeholders.models import Method, Research, ResearchMethod, Step
from stakeholders.views.changing import redirect_restored
from stakeholders.views.research import find_research


def find_method(research: Research, method_id: int) -> ResearchMethod:
    """Return a method of this research that is not in the trash, or 404."""
    return get_object_or_404(research.methods.filter(deleted_at=None), pk=method_id)


def methods_url(request: CommunityRequest, research: Research) -> str:
    return reverse("stakeholders:research-step", args=[request.community.slug, research.pk, Step.METHODS])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def method_add(request: CommunityRequest, research_id: int) -> HttpResponse:
    research = find_research(research_id)
    requested_method = request.GET.get("method", "")
    initial = {"method": requested_method} if requested_method in Method.values else None
    form = MethodForm(request.POST or None, instance=ResearchMethod(research=research), initial=initial)
    if form.is_bound and form.is_valid():
        actions.add_method(research=research, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(methods_url(request, research))
    return _page(request, research, form, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def method_edit(request: CommunityRequest, research_id: int, method_id: int) -> HttpResponse:
    research = find_research(research_id)
    method = find_method(research, method_id)
    form = MethodForm(request.POST or None, instance=method)
    if not form.is_bound or not form.is_valid():
        return _page(request, research, form, method=method, status=422 if form.is_bound else 200)
    try:
        actions.edit_method(row=method, by=request.user, **form.cleaned_data)
    except SavedMeanwhileError:
        stored = find_method(research, method_id)
        again = form.overwriting(stored.revision)
        return _page(request, research, again, method=method, stored=stored, status=409)
    messages.success(request, _("Saved."))
    return redirect(methods_url(request, research))


def _page(
    request: CommunityRequest, research: Research, form: Any, *, status: int, **more: Any
) -> HttpResponse:
    chosen = form["method"].value()
    context = {
        "form": form,
        "research": research,
        "back_url": methods_url(request, research),
        "chosen": Method(chosen) if chosen in Method.values else None,
        "guide": f"method-{chosen}".replace("_", "-") if chosen in Method.values else "",
    }
    return render(request, "stakeholders/method_form.html", context | more, status=status)


@community_view(Role.LEADER)
@require_POST
def method_delete(request: CommunityRequest, research_id: int, method_id: int) -> HttpResponse:
    research = find_research(research_id)
    method = get_object_or_404(research.methods, pk=method_id)
    actions.delete_method(row=method, by=request.user)
    undo = reverse("stakeholders:method-restore", args=[request.community.slug, research.pk, method.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect(methods_url(request, research))


@community_view(Role.LEADER)
@require_POST
def method_restore(request: CommunityRequest, research_id: int, method_id: int) -> HttpResponse:
    research = find_research(research_id)
    method = get_object_or_404(research.methods, pk=method_id)
    actions.restore_method(row=method, by=request.user)
    return redirect_restored(request, methods_url(request, research))
