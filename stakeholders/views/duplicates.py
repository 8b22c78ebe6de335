"""Possible duplicates in the register, and recording that two organizations are different."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.places import back_to
from stakeholders.actions import merging as actions
from stakeholders.models import Organization, OrganizationMerge
from stakeholders.register_duplicates import get_suggested_pairs

# As many as a person reviews at once; the strongest come first.
MOST = 30
LATEST_MERGES = 10


@community_view(Role.LEADER)
@require_safe
def duplicate_list(request: CommunityRequest) -> HttpResponse:
    pairs = get_suggested_pairs()
    merges = OrganizationMerge.objects.filter(undone_at=None).select_related("target", "source", "by")
    context = {
        "pairs": pairs[:MOST],
        "more": max(0, len(pairs) - MOST),
        "merges": merges.order_by("-at", "-id")[:LATEST_MERGES],
        "may_merge": request.role >= Role.COORDINATOR,
    }
    return render(request, "stakeholders/duplicate_list.html", context)


def get_two_organizations(organization_id: int, other_id: int) -> tuple[Organization, Organization]:
    """Return two different organizations of the register; 404 otherwise."""
    if organization_id == other_id:
        raise Http404
    organizations = Organization.objects.not_deleted()
    return get_object_or_404(organizations, pk=organization_id), get_object_or_404(organizations, pk=other_id)


@community_view(Role.LEADER)
@require_POST
def duplicate_apart(request: CommunityRequest, organization_id: int, other_id: int) -> HttpResponse:
    organization, other = get_two_organizations(organization_id, other_id)
    actions.tell_apart(organization=organization, other=other, by=request.user)
    undo = reverse(
        "stakeholders:not-duplicates-undo", args=[request.community.slug, organization.pk, other.pk]
    )
    messages.success(request, _("Saved."), extra_tags=undo)
    return back_to(request, reverse("stakeholders:duplicate-list", args=[request.community.slug]))


@community_view(Role.LEADER)
@require_POST
def duplicate_apart_undo(request: CommunityRequest, organization_id: int, other_id: int) -> HttpResponse:
    organization, other = get_two_organizations(organization_id, other_id)
    actions.take_back_apart(organization=organization, other=other, by=request.user)
    messages.success(request, _("Saved."))
    return back_to(request, reverse("stakeholders:duplicate-list", args=[request.community.slug]))
