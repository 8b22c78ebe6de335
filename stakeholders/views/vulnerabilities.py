"""An office's own additions to the catalogue of vulnerabilities; guests read them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from stakeholders.actions.terms import add_term, restore_term, retire_term
from stakeholders.forms.vulnerabilities import VulnerabilityForm
from stakeholders.models import OwnVulnerability, VulnerabilityGroup
from stakeholders.vulnerabilities import SHIPPED, group_vulnerabilities


@office_view
@require_safe
def vulnerability_list(request: OfficeRequest) -> HttpResponse:
    own = list(OwnVulnerability.objects.select_related("added_by").order_by("-added_at", "-id"))
    context = {
        "own": [
            (vulnerability, VulnerabilityGroup(vulnerability.group).label)
            for vulnerability in own
            if vulnerability.retired_at is None
        ],
        "retired": [
            (vulnerability, VulnerabilityGroup(vulnerability.group).label)
            for vulnerability in own
            if vulnerability.retired_at
        ],
        "shipped": group_vulnerabilities(SHIPPED.values()),
    }
    return render(request, "stakeholders/vulnerability_list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def vulnerability_add(request: OfficeRequest) -> HttpResponse:
    form = VulnerabilityForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            added = add_term(OwnVulnerability, office=request.office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” was added.") % {"title": added.title})
            return redirect("stakeholders:vulnerability-list", request.office.slug)
    status = 422 if form.is_bound else 200
    return render(request, "stakeholders/vulnerability_add.html", {"form": form}, status=status)


@office_view
@require_POST
def vulnerability_retire(request: OfficeRequest, own_id: int) -> HttpResponse:
    own = get_object_or_404(OwnVulnerability, pk=own_id)
    retire_term(term=own, by=request.user)
    undo = reverse("stakeholders:vulnerability-restore", args=[request.office.slug, own.pk])
    message = _("“%(title)s” can no longer be chosen.") % {"title": own.title}
    messages.success(request, message, extra_tags=undo)
    return redirect("stakeholders:vulnerability-list", request.office.slug)


@office_view
@require_POST
def vulnerability_restore(request: OfficeRequest, own_id: int) -> HttpResponse:
    own = get_object_or_404(OwnVulnerability, pk=own_id)
    try:
        restore_term(term=own, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("“%(title)s” can be chosen again.") % {"title": own.title})
    return redirect("stakeholders:vulnerability-list", request.office.slug)
