"""Merge two organizations: compare both, merge, undo."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.places import back_to
from stakeholders.actions.merging import MergeError, count_moving_rows, merge_organizations, undo_merge
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.merging import MergeForm, MergeSearchForm
from stakeholders.models import Organization, OrganizationMerge
from stakeholders.register_duplicates import find_duplicates_in_register
from stakeholders.views.duplicates import get_two_organizations
from stakeholders.views.organizations import visible_contacts
from tfc.text.punctuation import join_title, listed

LABELS = {
    "events.organizationpresence.organization": gettext_lazy("Events"),
    "events.campaign.decider": gettext_lazy("Campaigns"),
    "events.campaignpartner.organization": gettext_lazy("Campaigns"),
    "stakeholders.contact.organization": gettext_lazy("Contacts"),
    "stakeholders.strategy.organization": gettext_lazy("Strategies"),
    "stakeholders.strategyassessment.organization": gettext_lazy("No strategy yet"),
    "stakeholders.contribution.organization": gettext_lazy("Contributions"),
    "stakeholders.briefingshare.organization": gettext_lazy("Briefings"),
    "stakeholders.focusstakeholder.organization": gettext_lazy("Focus stakeholders"),
    "support.service.organization": gettext_lazy("Services"),
    "stakeholders.trustinvitation.organization": gettext_lazy("Partner survey"),
}
MOST_FOUND = 20


@community_view(Role.COORDINATOR)
@require_safe
def merge_choose(request: CommunityRequest, organization_id: int) -> HttpResponse:
    """Choose the other organization: a similar one, or one found by search."""
    organization = get_object_or_404(Organization.objects.not_deleted(), pk=organization_id)
    form = MergeSearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    others = Organization.objects.not_deleted().exclude(pk=organization.pk)
    organizations = (
        others.matching(text, visible_contacts(request)).in_register_order()[:MOST_FOUND] if text else []
    )
    context = {
        "organization": organization,
        "form": form,
        "text": text,
        "found": organizations,
        "alike": [] if text else find_duplicates_in_register(organization),
    }
    return render(request, "stakeholders/merge_choose.html", context, status=422 if form.errors else 200)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_merge(request: CommunityRequest, organization_id: int, other_id: int) -> HttpResponse:
    """Merge: ``organization_id`` remains and receives what ``other_id`` has."""
    target, source = get_two_organizations(organization_id, other_id)
    form = MergeForm(request.POST or None, target=target, source=source)
    status, problem = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid():
        read = (form.cleaned_data["revision"], form.cleaned_data["other_revision"])
        try:
            merge = merge_organizations(
                target=target, source=source, values=form.values(), revisions=read, by=request.user
            )
        except SavedMeanwhileError:
            status, problem = 409, _("Another person changed this. Check it, then save again.")
            form = MergeForm(target=target, source=source)
        except MergeError as error:
            status, problem = 409, str(error)
        else:
            undo = reverse("stakeholders:merge-undo", args=[request.community.slug, merge.pk])
            messages.success(request, _("Saved."), extra_tags=undo)
            return redirect("stakeholders:organization-detail", request.community.slug, target.pk)
    context = {
        "form": form,
        "kept": target,
        "gone": source,
        "both": (target, source),
        "moving": moving_words(count_moving_rows(target=target, source=source)),
        "problem": problem,
    }
    return render(request, "stakeholders/organization_merge.html", context, status=status)


@community_view(Role.COORDINATOR)
@require_POST
def merge_undo(request: CommunityRequest, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(OrganizationMerge.objects.select_related("target", "source"), pk=merge_id)
    place = reverse("stakeholders:organization-detail", args=[request.community.slug, merge.target_id])
    try:
        stayed = undo_merge(merge=merge, by=request.user)
    except MergeError as error:
        messages.error(request, str(error))
        return back_to(request, place)
    messages.success(request, _("%(name)s is separate again.") % {"name": merge.source.name})
    if stayed:
        message = _("Later changes stay: %(fields)s.")
        messages.warning(request, message % {"fields": listed(stayed)})
    return back_to(request, place)


def moving_words(moving: list[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """Return a line for each (label, rows, how many both have) of
    ``stakeholders.actions.merging.count_moving_rows``.
    """
    return [{"what": _words(label, rows), "both": both} for label, rows, both in moving]


def _words(label: str, rows: int) -> str:
    """Return the number with what it counts; a model without an entry in LABELS has its own name."""
    name = LABELS.get(label) or apps.get_model(label.rpartition(".")[0])._meta.verbose_name
    return join_title(name, rows)
