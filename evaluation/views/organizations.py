"""One organization, with everything that the community did with it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.models import Organization
from stakeholders.views.organizations import visible_contacts


@community_view(Role.MEMBER)
@require_safe
def organization_detail(request: CommunityRequest, organization_id: int) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.kept(), pk=organization_id)
    context = {
        "organization": organization,
        "contacts": visible_contacts(request).filter(organization=organization).order_by("name", "id"),
        "may_record": request.role >= Role.LEADER,
    }
    return render(request, "evaluation/organization_detail.html", context)
