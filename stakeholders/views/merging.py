"""Two organizations that are one: look at both, join them, take them apart again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions.merging import MergeError, merge_organizations, undo_merge, what_moves
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.merging import MergeForm, MergeSearchForm
from stakeholders.listed_twice import alike_to_listed
from stakeholders.merge_words import moving_words
from stakeholders.models import Organization, OrganizationMerge
from stakeholders.views.duplicates import two_kept
from stakeholders.views.organizations import back_to, visible_contacts
from tfc.text.punctuation import listed

MOST_FOUND = 20


@community_view(Role.COORDINATOR)
@require_safe
def merge_choose(request: CommunityRequest, organization_id: int) -> HttpResponse:
    """The other one: what looks alike, or what is searched for."""
    organization = get_object_or_404(Organization.objects.kept(), pk=organization_id)
    form = MergeSearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    others = Organization.objects.kept().exclude(pk=organization.pk)
    found = others.matching(text, visible_contacts(request)).in_register_order()[:MOST_FOUND] if text else []
    context = {
        "organization": organization,
        "form": form,
        "text": text,
        "found": found,
        "alike": [] if text else alike_to_listed(organization),
    }
    return render(request, "stakeholders/merge_choose.html", context, status=422 if form.errors else 200)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_merge(request: CommunityRequest, organization_id: int, other_id: int) -> HttpResponse:
    """``organization_id`` stays and takes over what ``other_id`` has."""
    kept, gone = two_kept(organization_id, other_id)
    form = MergeForm(request.POST or None, kept=kept, gone=gone)
    status, problem = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid():
        read = (form.cleaned_data["revision"], form.cleaned_data["other_revision"])
        try:
            merge = merge_organizations(
                kept=kept, gone=gone, values=form.values(), revisions=read, by=request.user
            )
        except SavedMeanwhileError:
            status, problem = 409, _("Somebody changed one of them meanwhile. This is how they are now.")
            form = MergeForm(kept=kept, gone=gone)
        except MergeError as error:
            status, problem = 409, str(error)
        else:
            undo = reverse("stakeholders:merge-undo", args=[request.community.slug, merge.pk])
            messages.success(request, _("They are one organization now."), extra_tags=undo)
            return redirect("activity:organization-detail", request.community.slug, kept.pk)
    context = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "both": (kept, gone),
        "moving": moving_words(what_moves(kept=kept, gone=gone)),
        "problem": problem,
    }
    return render(request, "stakeholders/organization_merge.html", context, status=status)


@community_view(Role.COORDINATOR)
@require_POST
def merge_undo(request: CommunityRequest, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(OrganizationMerge.objects.select_related("kept", "gone"), pk=merge_id)
    place = reverse("activity:organization-detail", args=[request.community.slug, merge.kept_id])
    try:
        stayed = undo_merge(merge=merge, by=request.user)
    except MergeError as error:
        messages.error(request, str(error))
        return back_to(request, place)
    messages.success(request, _("%(name)s is an organization of its own again.") % {"name": merge.gone.name})
    if stayed:
        words = _("What somebody changed since stays as it is: %(fields)s.")
        messages.warning(request, words % {"fields": listed(stayed)})
    return back_to(request, place)
