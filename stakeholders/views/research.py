"""Add a research, change its question, close it and reopen it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from communities.places import back_to
from stakeholders.actions import research as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.research import CloseForm, ResearchForm
from stakeholders.models import Research


def find_research(research_id: int) -> Research:
    """Return a research of this community, or 404."""
    return get_object_or_404(Research.objects.not_deleted(), pk=research_id)


def research_url(request: CommunityRequest, research: Research) -> str:
    """Return the link to the research on its page."""
    page = reverse("stakeholders:research", args=[request.community.slug])
    return f"{page}?research={research.pk}"


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def research_begin(request: CommunityRequest) -> HttpResponse:
    form = ResearchForm(request.POST or None, initial={"begun_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        research = actions.begin_research(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(research_url(request, research))
    context = {
        "form": form,
        "running": Research.objects.not_deleted().filter(closed_on=None).exists(),
        "back_url": reverse("stakeholders:research", args=[request.community.slug]),
    }
    return render(request, "stakeholders/research_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def research_edit(request: CommunityRequest, research_id: int) -> HttpResponse:
    research = find_research(research_id)
    form = ResearchForm(request.POST or None, instance=get_requested_version(request, research))
    done = get_saved_message(request, research)
    return _save_research(request, research, form, "stakeholders/research_form.html", done)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def research_close(request: CommunityRequest, research_id: int) -> HttpResponse:
    research = find_research(research_id)
    initial = {"closed_on": research.closed_on or timezone.localdate()}
    form = CloseForm(request.POST or None, instance=research, initial=initial)
    return _save_research(request, research, form, "stakeholders/research_close.html", _("Saved."))


def _save_research(
    request: CommunityRequest, research: Research, form: ResearchForm | CloseForm, template: str, done: str
) -> HttpResponse:
    """Save a form for a research, or show the form again."""
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {
        "form": form,
        "research": research,
        "back_url": research_url(request, research),
    }
    if form.is_bound and form.is_valid():
        try:
            actions.edit_research(research=research, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status, stored = 409, find_research(research.pk)
            context |= {"form": form.overwriting(stored.revision), "stored": stored}
        else:
            reopen = reverse("stakeholders:research-reopen", args=[request.community.slug, research.pk])
            closing = isinstance(form, CloseForm)
            messages.success(request, done, extra_tags=reopen if closing else "")
            return redirect(context["back_url"])
    return render(request, template, context, status=status)


@community_view(Role.LEADER)
@require_POST
def research_reopen(request: CommunityRequest, research_id: int) -> HttpResponse:
    research = find_research(research_id)
    actions.reopen_research(research=research, by=request.user)
    messages.success(request, _("Saved."))
    return back_to(request, research_url(request, research))
