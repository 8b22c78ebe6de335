"""An office's own additions to the catalogue of vulnerabilities; guests read them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from stakeholders.forms.vulnerabilities import VulnerabilityForm
from stakeholders.models import OfficeTerm, OwnVulnerability, VulnerabilityGroup
from stakeholders.views.terms import (
    add_term_page,
    build_term_lists,
    redirect_restored_term,
    redirect_retired,
)
from stakeholders.vulnerabilities import SHIPPED, group_vulnerabilities


def _list_url(request: OfficeRequest) -> str:
    return reverse("stakeholders:vulnerability-list", args=[request.office.slug])


def _url(request: OfficeRequest, page: str, term: OfficeTerm) -> str:
    if page == "edit":
        return ""
    return reverse(f"stakeholders:vulnerability-{page}", args=[request.office.slug, term.pk])


@office_view
@require_safe
def vulnerability_list(request: OfficeRequest) -> HttpResponse:
    own = OwnVulnerability.objects.select_related("added_by").order_by("-added_at", "-id")
    context = {
        **build_term_lists(own, partial(_url, request), dict(VulnerabilityGroup.choices)),
        "shipped": group_vulnerabilities(SHIPPED.values()),
    }
    return render(request, "stakeholders/vulnerability_list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def vulnerability_add(request: OfficeRequest) -> HttpResponse:
    form = VulnerabilityForm(request.POST or None)
    template = "stakeholders/vulnerability_add.html"
    return add_term_page(request, form, template=template, list_url=_list_url(request))


@office_view
@require_POST
def vulnerability_retire(request: OfficeRequest, own_id: int) -> HttpResponse:
    own = get_object_or_404(OwnVulnerability, pk=own_id)
    return redirect_retired(request, own, list_url=_list_url(request), undo_url=_url(request, "restore", own))


@office_view
@require_POST
def vulnerability_restore(request: OfficeRequest, own_id: int) -> HttpResponse:
    own = get_object_or_404(OwnVulnerability, pk=own_id)
    return redirect_restored_term(request, own, list_url=_list_url(request))
