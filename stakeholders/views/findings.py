"""Findings of the research: list, details, add, edit, trash."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view, fresh_login
from communities.audit.versions import get_requested_version, get_saved_message
from communities.bulk_exports import bulk_export
from communities.data_lists import RESEARCH
from communities.models import Role
from communities.trash import (
    TRASH_PAGE_SIZE,
    DeletedRecord,
    TrashTexts,
    render_trash_page,
)
from stakeholders.actions import findings as actions
from stakeholders.actions.findings import export_locations
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.findings import (
    display_finding,
    filter_by_age,
    filter_by_group,
    filter_by_text,
    finding_page,
    get_finding_counts,
    read_finding_counts,
)
from stakeholders.forms.findings import CHECKED, OLD, FindingFilterForm, FindingForm
from stakeholders.horizon import horizon
from stakeholders.models import Finding, FindingLocation, FindingQuerySet, FocusStakeholder, Strategy
from stakeholders.research_progress import path_context
from stakeholders.strategies import StrategyProgress as ShownStrategy
from stakeholders.views.changing import redirect_deleted, redirect_restored
from stakeholders.vulnerabilities import Vulnerability, catalogue
from stakeholders.workbook import research_workbook
from tfc.downloads import attachment
from tfc.lists.xlsx import MEDIA_TYPE
from tfc.text.normalize import shorten

NO_FILTERS = {"text": "", "group": "", "status": "", "checked": "", "age": ""}


def get_phone_region(request: CommunityRequest) -> str:
    """Return the country whose phone numbers are written without a country code."""
    return request.community.office.country or "US"


def _filter_findings(
    filters: dict[str, str], vulnerabilities: dict[str, Vulnerability], today: dt.date, months: int
) -> FindingQuerySet:
    findings = filter_by_text(Finding.objects.not_deleted(), filters["text"], vulnerabilities)
    if filters["group"]:
        findings = filter_by_group(findings, filters["group"], vulnerabilities)
    if filters["status"]:
        findings = findings.filter(status=filters["status"])
    if filters["checked"]:
        findings = findings.filter(checked_on__isnull=filters["checked"] != CHECKED)
    if filters["age"]:
        findings = filter_by_age(findings, today, months, old=filters["age"] == OLD)
    return findings


@community_view(Role.MEMBER)
@require_safe
def finding_list(request: CommunityRequest) -> HttpResponse:
    form = FindingFilterForm(request.GET)
    valid = form.is_valid()
    filters = form.cleaned_data if valid else NO_FILTERS
    vulnerabilities, today = catalogue(), timezone.localdate()
    months = horizon(today).finding_months
    findings = _filter_findings(filters, vulnerabilities, today, months) if valid else Finding.objects.none()
    page = finding_page(findings, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    numbers = get_finding_counts(today, months)
    path = path_context(request, "findings", numbers)
    active_filters = {name: value for name, value in filters.items() if value}
    here = request.path
    context = {
        "form": form,
        "findings": [display_finding(finding, vulnerabilities, today, months) for finding in page.rows],
        "counts": read_finding_counts(numbers),
        "filtered": bool(active_filters) or not valid,
        "previous_url": f"{here}?{urlencode(active_filters | {'before': page.before})}"
        if page.before
        else "",
        "next_url": f"{here}?{urlencode(active_filters | {'after': page.after})}" if page.after else "",
        "may_record": request.role >= Role.LEADER,
        "may_export": request.role >= Role.COORDINATOR,
        **path,
    }
    return render(request, "stakeholders/finding_list.html", context, status=200 if valid else 422)


@community_view(Role.MEMBER)
@require_safe
def finding_detail(request: CommunityRequest, finding_id: int) -> HttpResponse:
    """Show a finding. Coordinators see whether there is a location note; for others nothing shows that one could
    exist.
    """
    findings = Finding.objects.not_deleted().select_related("research", "created_by")
    finding = get_object_or_404(findings, pk=finding_id)
    locates, today = request.role >= Role.COORDINATOR, timezone.localdate()
    context = {
        "finding": finding,
        "shown": display_finding(finding, catalogue(), today, horizon(today).finding_months),
        **_get_outcomes(finding, today),
        "may_record": request.role >= Role.LEADER,
        "may_locate": locates,
        "is_located": locates and FindingLocation.objects.filter(finding=finding).exists(),
    }
    return render(request, "stakeholders/finding_detail.html", context)


def _get_outcomes(finding: Finding, today: dt.date) -> dict[str, Any]:
    focuses = FocusStakeholder.objects.current(today).filter(finding=finding)
    strategies = Strategy.objects.running().filter(finding=finding, organization__deleted_at=None)
    ordered = (
        strategies.with_progress(today).select_related("organization").order_by("organization__name", "id")
    )
    return {
        "focuses": focuses.select_related("organization").order_by("id"),
        "strategies": [ShownStrategy(strategy, today) for strategy in ordered],
    }


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request: CommunityRequest) -> HttpResponse:
    form = FindingForm(request.POST or None, catalogue=catalogue(), region=get_phone_region(request))
    if form.is_bound and form.is_valid():
        finding = actions.add_finding(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("stakeholders:finding-detail", request.community.slug, finding.pk)
    return render(
        request, "stakeholders/finding_form.html", {"form": form}, status=422 if form.is_bound else 200
    )


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: CommunityRequest, finding_id: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.not_deleted(), pk=finding_id)
    vulnerabilities = catalogue()
    form = FindingForm(
        request.POST or None,
        instance=get_requested_version(request, finding),
        catalogue=vulnerabilities,
        region=get_phone_region(request),
    )
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "finding": finding}
    if form.is_bound and form.is_valid():
        try:
            actions.edit_finding(finding=finding, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status = 409
            stored = get_object_or_404(Finding.objects.not_deleted(), pk=finding_id)
            context |= {
                "form": form.over(stored),
                "stored": display_finding(stored, vulnerabilities, timezone.localdate()),
            }
        else:
            messages.success(request, get_saved_message(request, finding))
            return redirect("stakeholders:finding-detail", request.community.slug, finding.pk)
    return render(request, "stakeholders/finding_form.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def finding_delete(request: CommunityRequest, finding_id: int) -> HttpResponse:
    finding = get_object_or_404(Finding, pk=finding_id)
    actions.delete_finding(finding=finding, by=request.user)
    undo_url = reverse("stakeholders:finding-restore", args=[request.community.slug, finding.pk])
    return redirect_deleted(
        request, reverse("stakeholders:finding-list", args=[request.community.slug]), undo_url=undo_url
    )


@community_view(Role.LEADER)
@require_POST
def finding_restore(request: CommunityRequest, finding_id: int) -> HttpResponse:
    finding = get_object_or_404(Finding, pk=finding_id)
    actions.restore_finding(finding=finding, by=request.user)
    return redirect_restored(
        request, reverse("stakeholders:finding-detail", args=[request.community.slug, finding.pk])
    )


@community_view(Role.LEADER)
@require_safe
def finding_trash(request: CommunityRequest) -> HttpResponse:
    deleted = Finding.objects.in_trash().order_by("-deleted_at", "-id")[:TRASH_PAGE_SIZE]
    vulnerabilities, today = catalogue(), timezone.localdate()
    place = request.community.slug
    rows = [
        DeletedRecord(
            title=str(display_finding(finding, vulnerabilities, today).title),
            meta=shorten(finding.summary, 140),
            record=finding,
            restore_url=reverse("stakeholders:finding-restore", args=[place, finding.pk]),
        )
        for finding in deleted
    ]
    texts = TrashTexts(
        heading=_("Deleted findings"),
        none=_("What you delete stays here, in case it was a mistake."),
    )
    return render_trash_page(request, rows, texts)


@never_cache
@community_view(Role.COORDINATOR)
@fresh_login
@bulk_export(RESEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("locations", "content")
def finding_export(request: CommunityRequest) -> HttpResponse:
    """Export the findings; each location note in the file is recorded as a reading."""
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
    return attachment(content, MEDIA_TYPE, f"{request.community.slug}-research-{today:%Y-%m-%d}.xlsx")
