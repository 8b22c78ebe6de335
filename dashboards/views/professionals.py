"""People trained by profession: a community's own page with its trainings, and an office's sums."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions
from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.chart_files import chart_file
from communities.models import Role, Workforce
from dashboards.forms.targets import WorkforceForm
from dashboards.office_charts import professions_chart
from dashboards.professionals_page import office_table, town_table, training_rows, workforce_rows
from dashboards.town_charts import professionals_chart
from evaluation.professionals import read_community_professionals, read_office_professionals
from events.models import Profession


@community_view(Role.MEMBER)
@require_safe
def professionals(request: CommunityRequest) -> HttpResponseBase:
    professionals_data = read_community_professionals(timezone.localdate())
    heads, rows = town_table(professionals_data, request.community)
    chart = professionals_chart(professionals_data, request.community)
    if file := chart_file(request, [chart]):
        return file
    context = {
        "found": professionals_data,
        "chart": chart if chart.is_drawn else None,
        "heads": heads,
        "rows": rows,
        "trainings": training_rows(professionals_data, request.community),
        "workforce": workforce_rows(professionals_data),
        "may_set": request.role >= Role.COORDINATOR,
    }
    return render(request, "dashboards/professionals.html", context)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def workforce_set(request: CommunityRequest) -> HttpResponse:
    """``?profession=police``: prefill the stored number."""
    form = WorkforceForm(request.POST if request.method == "POST" else None, initial=_get_initial(request))
    if form.is_bound and form.is_valid():
        try:
            actions.set_workforce(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboards:professionals", request.community.slug)
    return render(
        request, "dashboards/workforce_form.html", {"form": form}, status=422 if form.errors else 200
    )


def _get_initial(request: CommunityRequest) -> dict[str, Any]:
    profession = request.GET.get("profession", "")
    if profession not in Profession.values:
        return {}
    stored = Workforce.objects.filter(profession=profession).first()
    names = ("profession", "people", "source", "year")
    return {name: getattr(stored, name) for name in names} if stored else {"profession": profession}


@office_view
@require_safe
def office_professionals(request: OfficeRequest) -> HttpResponseBase:
    professionals_data = read_office_professionals(request.office)
    chart = professions_chart(request.office, professionals_data)
    if file := chart_file(request, [chart]):
        return file
    headers, rows = office_table(professionals_data)
    context: dict[str, Any] = {
        "found": professionals_data,
        "chart": chart if chart.is_drawn else None,
        "headers": headers,
        "rows": rows,
    }
    context["labeled_rows"] = [list(zip(headers, row, strict=True)) for row in rows]
    return render(request, "dashboards/office_professionals.html", context)
