"""Reports in the search (tfc/search)."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from reports.models import Report
from reports.report_lists import get_report_title
from tfc.search import Findable, Hit, Seeker

# In the order of the results.
POSITION = 9


def _reports(seeker: Seeker) -> QuerySet[Report]:
    reports = Report.objects.newest_versions().select_related("community", "office")
    return reports.defer("snapshot", "choice").order_by("-pk")


def _report(row: Report, seeker: Seeker) -> Hit:
    prefix = "report" if isinstance(seeker.place, Community) else "office-report"
    return Hit(
        title=get_report_title(row, row.office),
        url=reverse(f"reports:{prefix}-detail", args=[seeker.slug, row.pk]),
        meta=str(row.community or row.get_scope_display()),
    )


def _kinds(prefix: str) -> tuple[Findable, ...]:
    return (
        Findable(
            code="reports",
            title=_("Reports"),
            icon="report",
            rows=_reports,
            tell=_report,
            page=f"reports:{prefix}report-detail",
            number="report_id",
        ),
    )


COMMUNITY_KINDS = _kinds("")
OFFICE_KINDS = _kinds("office-")
