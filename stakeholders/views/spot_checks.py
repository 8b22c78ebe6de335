"""Spot checks: the office reviews evidence that its communities share with it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from stakeholders.actions.sharing import check_evidence
from stakeholders.forms.evidence import SpotCheckForm
from stakeholders.models import CheckVerdict, SharedEvidence
from stakeholders.views.evidence import download
from tfc.auditing import note_reading

MOST_WAITING, MOST_CHECKED = 100, 50


def _get_shared_evidence(request: OfficeRequest) -> Any:
    """Return what is shared with this office and was not withdrawn, without the large file contents."""
    rows = SharedEvidence.objects.filter(office=request.office, withdrawn_at=None)
    return rows.select_related("community").defer("content")


def _note(shared: SharedEvidence) -> None:
    note_reading("stakeholders_sharedevidence", shared.pk, community_id=shared.community_id)


@office_view
@require_safe
def shared_evidence_list(request: OfficeRequest) -> HttpResponse:
    rows = _get_shared_evidence(request).annotate(check_count=Count("checks"), checked_at=Max("checks__at"))
    waiting = rows.filter(check_count=0).order_by("shared_at", "id")
    checked = rows.filter(check_count__gt=0).order_by("-checked_at", "-id").prefetch_related("checks")
    context = {
        "waiting": list(waiting[:MOST_WAITING]),
        "waiting_count": waiting.count(),
        "checked": [(row, _newest_verdict(row)) for row in checked[:MOST_CHECKED]],
        "most_checked": MOST_CHECKED,
    }
    return render(request, "stakeholders/shared_evidence_list.html", context)


def _newest_verdict(shared: SharedEvidence) -> CheckVerdict:
    return CheckVerdict(max(shared.checks.all(), key=lambda check: check.pk).verdict)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def shared_evidence(request: OfficeRequest, shared_id: int) -> HttpResponse:
    """Show the evidence, the office's spot checks so far, and a form for another."""
    shared = get_object_or_404(_get_shared_evidence(request), pk=shared_id)
    form = SpotCheckForm(request.POST or None)
    if form.is_bound and form.is_valid():
        check_evidence(shared=shared, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. The community can read it."))
        return redirect("stakeholders:shared-evidence-list", request.office.slug)
    _note(shared)
    context = {
        "shared": shared,
        "form": form,
        "checks": shared.checks.select_related("by").order_by("-id"),
        "is_guest": request.is_guest,
    }
    return render(request, "stakeholders/shared_evidence.html", context, status=422 if form.is_bound else 200)


@office_view
@require_safe
def shared_evidence_file(request: OfficeRequest, shared_id: int) -> HttpResponse:
    shared = get_object_or_404(_get_shared_evidence(request).defer(None), pk=shared_id)
    if shared.content is None:
        raise Http404
    _note(shared)
    return download(shared.file_name, shared.media_type, shared.content)
