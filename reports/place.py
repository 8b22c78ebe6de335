"""The office or community whose reports a page shows; both have the same pages."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from communities.access import CommunityRequest, OfficeRequest
from communities.models import Community, Office, Role, User
from reports.models import Report


@dataclass(frozen=True)
class Place:
    request: HttpRequest
    by: User
    office: Office
    community: Community | None
    may_write: bool

    @property
    def name(self) -> str:
        return (self.community or self.office).name

    @property
    def region(self) -> str:
        """Return the country for detecting phone numbers in texts."""
        return self.office.country

    def url(self, name: str, *args: Any) -> str:
        prefix = "reports:report" if self.community else "reports:office-report"
        return reverse(f"{prefix}-{name}", args=[(self.community or self.office).slug, *args])

    def report(self, report_id: int) -> Report:
        """Return a report that can be read here; an office also reads those of its communities."""
        reports = Report.objects.not_deleted().select_related("community", "office", "published_by")
        return get_object_or_404(reports, pk=report_id)

    def own(self, report_id: int, *, in_trash: bool = False) -> Report:
        """Return a report that belongs to this place; 404 for any other."""
        report = (
            get_object_or_404(Report.objects.in_trash(), pk=report_id) if in_trash else self.report(report_id)
        )
        if not self.owns(report):
            raise Http404
        return report

    def owns(self, report: Report) -> bool:
        return report.community_id == (self.community.pk if self.community else None)


def get_community_place(request: CommunityRequest) -> Place:
    community = request.community
    may_write = request.role >= Role.COORDINATOR
    return Place(request, request.user, community.office, community, may_write)


def get_office_place(request: OfficeRequest) -> Place:
    return Place(request, request.user, request.office, None, not request.is_guest)
