"""Strategies of organizations: choose an organization, add, edit or delete a strategy, or record
that there is none.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from communities.places import back_to
from stakeholders.actions import strategies as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.catalogue import get_strategy_title
from stakeholders.forms.register import SearchForm
from stakeholders.forms.strategies import NewStrategyForm, NoneForm, StrategyForm
from stakeholders.models import Contact, Organization, Strategy, StrategyAssessment
from stakeholders.register import register_page


def find_organization(organization_id: int) -> Organization:
    return get_object_or_404(Organization.objects.not_deleted(), pk=organization_id)


def find_strategy(strategy_id: int, *, running: bool = False) -> Strategy:
    """Return a strategy of this community that is not in the trash, or 404."""
    strategies = Strategy.objects.running() if running else Strategy.objects.not_deleted()
    return get_object_or_404(strategies.select_related("organization"), pk=strategy_id)


def strategy_url(request: CommunityRequest, strategy: Strategy) -> str:
    return reverse("stakeholders:strategy-detail", args=[request.community.slug, strategy.pk])


def list_url(request: CommunityRequest) -> str:
    return reverse("stakeholders:strategy-list", args=[request.community.slug])


@community_view(Role.LEADER)
@require_safe
def strategy_choose(request: CommunityRequest) -> HttpResponse:
    """Choose the organization of a strategy from the register."""
    form = SearchForm(request.GET)
    valid = form.is_valid()
    text, sector = (form.cleaned_data["text"], form.cleaned_data["sector"]) if valid else ("", "")
    organizations = Organization.objects.not_deleted().matching(text, Contact.objects.not_deleted())
    organizations = organizations.filter(sector=sector) if sector else organizations
    page = register_page(
        organizations if valid else organizations.none(),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    active_filters = {name: value for name, value in (("text", text), ("sector", sector)) if value}
    context = {
        "form": form,
        "page": page,
        "filtered": bool(active_filters) or not valid,
        "previous_url": f"{request.path}?{urlencode(active_filters | {'before': page.before})}"
        if page.before
        else "",
        "next_url": f"{request.path}?{urlencode(active_filters | {'after': page.after})}"
        if page.after
        else "",
        "list_url": list_url(request),
    }
    return render(request, "stakeholders/strategy_choose.html", context, status=200 if valid else 422)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_add(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organization = find_organization(organization_id)
    form = NewStrategyForm(request.POST or None, organization=organization)
    if form.is_bound and form.is_valid():
        strategy = actions.add_strategy(organization=organization, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(strategy_url(request, strategy))
    return _form_page(request, organization, form)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_edit(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = find_strategy(strategy_id)
    shown = get_requested_version(request, strategy)
    form = StrategyForm(request.POST or None, instance=shown, organization=strategy.organization)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, strategy.organization, form, strategy=find_strategy(strategy_id))
    try:
        actions.edit_strategy(strategy=strategy, by=request.user, **form.cleaned_data)
    except SavedMeanwhileError:
        stored = find_strategy(strategy_id)
        again = form.overwriting(stored.revision)
        return _form_page(
            request,
            strategy.organization,
            again,
            strategy=stored,
            stored=describe_strategy(stored),
            status=409,
        )
    messages.success(request, get_saved_message(request, strategy))
    return redirect(strategy_url(request, strategy))


def _form_page(
    request: CommunityRequest,
    organization: Organization,
    form: Any,
    *,
    strategy: Strategy | None = None,
    stored: list[dict[str, Any]] | None = None,
    status: int = 0,
) -> HttpResponse:
    context = {
        "form": form,
        "organization": organization,
        "strategy": strategy,
        "stored": stored,
        "back_url": strategy_url(request, strategy) if strategy else list_url(request),
    }
    status = status or (422 if form.is_bound else 200)
    return render(request, "stakeholders/strategy_form.html", context, status=status)


def describe_strategy(strategy: Strategy) -> list[dict[str, Any]]:
    """Return the fields for components/description_list.html."""
    return [
        {"label": _("What they do"), "value": get_strategy_title(strategy)},
        {"label": _("Purpose"), "value": strategy.get_purpose_display()},
        {"label": _("Note"), "value": strategy.note},
    ]


@community_view(Role.LEADER)
@require_POST
def strategy_delete(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = get_object_or_404(Strategy, pk=strategy_id)
    actions.delete_strategy(strategy=strategy, by=request.user)
    undo = reverse("stakeholders:strategy-restore", args=[request.community.slug, strategy.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect(list_url(request))


@community_view(Role.LEADER)
@require_POST
def strategy_restore(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = get_object_or_404(Strategy, pk=strategy_id)
    actions.restore_strategy(strategy=strategy, by=request.user)
    messages.success(request, _("Restored."))
    return redirect(strategy_url(request, strategy))


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_none(request: CommunityRequest, organization_id: int) -> HttpResponse:
    """Record that the organization was asked and has no strategy yet, with the day."""
    organization = find_organization(organization_id)
    form = NoneForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.record_no_strategy(organization=organization, by=request.user, **form.cleaned_data)
        text = _("Saved.")
        undo = reverse("stakeholders:strategy-none-undo", args=[request.community.slug, organization.pk])
        messages.success(request, text, extra_tags=undo)
        return redirect(list_url(request))
    context = {
        "form": form,
        "organization": organization,
        "list_url": list_url(request),
        "earlier": [
            date_format(assessment.on) for assessment in organization.assessments.order_by("-on", "-id")[:5]
        ],
    }
    return render(request, "stakeholders/strategy_none.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_POST
def strategy_none_undo(request: CommunityRequest, organization_id: int) -> HttpResponse:
    """Undo the last such record, if there is one."""
    organization = find_organization(organization_id)
    newest = StrategyAssessment.objects.filter(organization=organization).order_by("-id").first()
    if newest:
        actions.delete_no_strategy(assessment=newest, by=request.user)
        messages.success(request, _("Deleted."))
    return back_to(request, list_url(request))
