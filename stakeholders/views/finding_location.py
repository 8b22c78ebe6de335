"""The exact location of a finding: a page for coordinators, which shows the note only on request and records each
reading.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import findings as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.findings import display_finding
from stakeholders.forms.findings import LocationForm, LocationRemovalForm
from stakeholders.models import Finding, FindingLocation, LocationReading
from stakeholders.views.findings import get_phone_region
from stakeholders.vulnerabilities import catalogue

READINGS_SHOWN = 50


# Outermost, so that the typed text is marked sensitive before the access decorator can fail.
@sensitive_post_parameters()
@never_cache
@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("form")
def finding_location(request: CommunityRequest, finding_id: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.not_deleted(), pk=finding_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "show":
        return _reveal(request, finding)
    if step == "write":
        return _write(request, finding)
    if step == "remove":
        return _remove(request, finding)
    # An unknown action: the typed text stays in the form.
    form = LocationForm(request.POST, region=get_phone_region(request)) if "note" in request.POST else None
    return _page(request, finding, form=form, status=422 if request.method == "POST" else 200)


@sensitive_variables("location")
def _reveal(request: CommunityRequest, finding: Finding) -> HttpResponse:
    """Record the reading and show the note, both or neither."""
    location = actions.read_location(finding=finding, by=request.user)
    if location is None:
        messages.info(request, _("Deleted."))
        return _back(request, finding)
    return _page(request, finding, location=location)


@sensitive_variables("form", "stored")
def _write(request: CommunityRequest, finding: Finding) -> HttpResponse:
    form = LocationForm(request.POST, region=get_phone_region(request))
    read = _moment(request.POST.get("version", ""))
    if not form.is_valid():
        return _page(request, finding, form=form, status=422)
    try:
        actions.write_location(finding=finding, by=request.user, note=form.cleaned_data["note"], read=read)
    except SavedMeanwhileError:
        stored = actions.read_location(finding=finding, by=request.user)
        again = form.over(stored)
        return _page(request, finding, form=again, location=stored, is_overtaken=True, status=409)
    messages.success(request, _("Saved."))
    return _back(request, finding)


def _remove(request: CommunityRequest, finding: Finding) -> HttpResponse:
    """Remove the note after a confirmation, since there is no undo."""
    if not LocationRemovalForm(request.POST).is_valid():
        context = {"finding": finding, "form": LocationRemovalForm()}
        return render(request, "stakeholders/finding_location_remove.html", context)
    actions.remove_location(finding=finding, by=request.user)
    messages.success(request, _("Deleted."))
    return _back(request, finding)


def _back(request: CommunityRequest, finding: Finding) -> HttpResponse:
    return redirect("stakeholders:finding-location", request.community.slug, finding.pk)


def _moment(text: str) -> datetime | None:
    """Parse a version; None for values that the page never sends, such as a time without a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@sensitive_variables("location", "form")
def _page(
    request: CommunityRequest,
    finding: Finding,
    *,
    location: FindingLocation | None = None,
    form: LocationForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show the page. ``location`` is given only if its note is to be shown; otherwise the note is not read."""
    stored_location = (
        FindingLocation.objects.filter(finding=finding).select_related("written_by").defer("note").first()
    )
    if form is None and (location or stored_location is None):
        form = LocationForm(instance=location, region=get_phone_region(request))
    readings = LocationReading.objects.filter(finding=finding).select_related("by").order_by("-at", "-id")
    context = {
        "finding": finding,
        "shown": display_finding(finding, catalogue(), timezone.localdate()),
        "known": stored_location,
        "location": location,
        "form": form,
        "readings": readings[:READINGS_SHOWN],
        **more,
    }
    return render(request, "stakeholders/finding_location.html", context, status=status)
