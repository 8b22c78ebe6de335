"""The coordinator's own full copy of the research, after a fresh proof of who asks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view, fresh_login
from communities.bulk_exports import bulk_export
from communities.data_lists import RESEARCH
from communities.models import Role
from stakeholders.actions.findings import export_locations
from stakeholders.models import Finding, FindingLocation
from stakeholders.workbook import MEDIA_TYPE, research_workbook


@never_cache
@community_view(Role.COORDINATOR)
@fresh_login
@bulk_export(RESEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("locations", "content")
def finding_export(request: CommunityRequest) -> HttpResponse:
    """Each location note in the file is written down as a reading of it."""
    queryset = Finding.objects.not_deleted().select_related("research").ranked()
    if request.method != "POST":
        context = {
            "findings": queryset.count(),
            "locations": FindingLocation.objects.filter(finding__deleted_at=None).count(),
        }
        return render(request, "stakeholders/finding_export.html", context)
    findings, today = list(queryset), timezone.localdate()
    locations = export_locations(findings=findings, by=request.user)
    content = research_workbook(findings, locations, today)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"{request.community.slug}-research-{today:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
