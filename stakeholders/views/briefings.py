"""Briefings for officials: write, preview, make the PDF, download it."""

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, fresh_login, office_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from stakeholders.actions import briefings as actions
from stakeholders.actions.briefing_files import ChangedMeanwhileError, NothingChosenError, make_briefing
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.briefings.pdf import TooLongError
from stakeholders.briefings.snapshot import digest, get_current_snapshot, get_typed_texts
from stakeholders.forms.briefings import BriefingFilterForm, BriefingForm
from stakeholders.models import (
    Briefing,
    BriefingFile,
    BriefingShare,
    BriefingStatus,
    BriefingStep,
    Finding,
    FindingStatus,
)
from stakeholders.personal_details import find_details
from stakeholders.views.changing import redirect_restored
from stakeholders.vulnerabilities import catalogue
from tfc import keyset
from tfc.batched_queries import count_together
from tfc.downloads import attachment
from tfc.query_params import row_number
from tfc.typesetting import DrawingError

logger = logging.getLogger(__name__)

PAGE = 25
# In the list of an office.
PAGE_SIZE = 50
NEWEST_FIRST = ("-shared_on", "-pk")
# The most findings offered; a team with more should rank them first.
OFFERED = 40


@community_view(Role.MEMBER)
@require_safe
def briefing_list(request: CommunityRequest) -> HttpResponse:
    """List the briefings, or with a filter each time that one was given."""
    form = BriefingFilterForm(request.GET)
    valid = form.is_valid()
    shares = BriefingShare.objects.counting()
    if valid:
        shares = shares.shared_in(*form.days)
    counts = {
        "shared": shares,
        "answered": shares.at_step(BriefingStep.ANSWERED),
        "followed": shares.at_step(BriefingStep.FOLLOWED_UP),
    }
    context = {
        "form": form,
        "narrowed": valid and form.is_narrowed(),
        **count_together(counts),
        **(_list_shares(request, form) if valid and form.is_narrowed() else _list_briefings(request)),
        "has_findings": Finding.objects.open().exists(),
        "may_make": request.role >= Role.COORDINATOR,
    }
    return render(request, "stakeholders/briefing_list.html", context, status=200 if valid else 422)


def _list_briefings(request: CommunityRequest) -> dict[str, Any]:
    briefings = Briefing.objects.not_deleted().with_shares().defer("snapshot").order_by("-pk")
    before = row_number(request.GET.get("before", ""))
    if before is not None:
        briefings = briefings.filter(pk__lt=before)
    rows = list(briefings[: PAGE + 1])
    return {
        "briefings": rows[:PAGE],
        "older": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }


def _list_shares(request: CommunityRequest, form: BriefingFilterForm) -> dict[str, Any]:
    shares = (
        form.narrow(BriefingShare.objects.counting()).select_related("briefing").defer("briefing__snapshot")
    )
    page = keyset.read_page(shares, NEWEST_FIRST, request.GET, PAGE, among=BriefingShare.objects.all())
    return {
        "shares": [(share, f"{share.briefing} · {describe_answer(share)}") for share in page.rows],
        **keyset.addresses(page, request.path, form.chosen),
    }


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_add(request: CommunityRequest) -> HttpResponse:
    form = _form(request, None)
    if form.is_bound and form.is_valid():
        briefing = actions.add_briefing(by=request.user, **form.cleaned_data)
        return redirect("stakeholders:briefing-detail", request.community.slug, briefing.pk)
    context = {"form": form, "has_findings": bool(form.fields["findings"].choices)}  # type: ignore[attr-defined]
    return render(request, "stakeholders/briefing_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_edit(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing.objects.not_deleted(), pk=briefing_id)
    if briefing.made_at:
        return _show_existing(request, briefing)
    form = _form(request, briefing)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "briefing": briefing, "has_findings": True}
    if form.is_bound and form.is_valid():
        try:
            actions.edit_briefing(briefing=briefing, by=request.user, **form.cleaned_data)
        except actions.AlreadyMadeError:
            return _show_existing(request, briefing)
        except SavedMeanwhileError:
            status = 409
            stored = get_object_or_404(Briefing.objects.not_deleted(), pk=briefing_id)
            context |= {
                "form": form.over(stored),
                "stored": get_current_snapshot(stored, request.community, timezone.now()),
            }
        else:
            return redirect("stakeholders:briefing-detail", request.community.slug, briefing.pk)
    return render(request, "stakeholders/briefing_form.html", context, status=status)


@community_view(Role.MEMBER)
@require_safe
def briefing_detail(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing.objects.not_deleted().with_shares(), pk=briefing_id)
    return _page(request, briefing)


@community_view(Role.COORDINATOR)
@require_POST
def briefing_make(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing.objects.not_deleted().with_shares(), pk=briefing_id)
    displayed_digest = request.POST.get("shown_version", "")
    try:
        make_briefing(
            briefing=briefing, community=request.community, displayed_digest=displayed_digest, by=request.user
        )
    except ChangedMeanwhileError:
        why = _("The text or a finding changed while you were reading.")
        return _page(request, briefing, why=why, status=409)
    except NothingChosenError:
        why = _("All its findings were deleted or withdrawn. Choose at least one.")
        return _page(request, briefing, why=why, status=422)
    except TooLongError:
        why = _("Too long for two pages. Choose fewer findings or shorten your text.")
        return _page(request, briefing, why=why, status=422)
    except DrawingError:
        logger.exception("Briefing %s could not be drawn", briefing.pk)
        why = _("The PDF could not be made. Please tell your Oasis office.")
        return _page(request, briefing, why=why, status=422)
    messages.success(request, _("The PDF is ready."))
    return redirect("stakeholders:briefing-detail", request.community.slug, briefing.pk)


@community_view(Role.MEMBER)
@require_safe
@fresh_login
def briefing_file(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    files = BriefingFile.objects.filter(briefing__deleted_at=None)
    file = get_object_or_404(files, briefing_id=briefing_id)
    return attachment(file.content, "application/pdf", file.name)


@community_view(Role.COORDINATOR)
@require_POST
def briefing_delete(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing, pk=briefing_id)
    actions.delete_briefing(briefing=briefing, by=request.user)
    undo = reverse("stakeholders:briefing-restore", args=[request.community.slug, briefing.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect("stakeholders:briefing-list", request.community.slug)


@community_view(Role.COORDINATOR)
@require_POST
def briefing_restore(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing, pk=briefing_id)
    actions.restore_briefing(briefing=briefing, by=request.user)
    here = reverse("stakeholders:briefing-detail", args=[request.community.slug, briefing.pk])
    return redirect_restored(request, here)


def _page(request: CommunityRequest, briefing: Briefing, why: str = "", status: int = 200) -> HttpResponse:
    """Show the content, stored or as it would be now, and the shares."""
    snapshot = (
        briefing.snapshot
        if briefing.made_at
        else get_current_snapshot(briefing, request.community, timezone.now())
    )
    assert snapshot is not None  # noqa: S101 (kept together with made_at)
    context: dict[str, Any] = {
        "briefing": briefing,
        "snapshot": snapshot,
        "why": why,
        "may_make": request.role >= Role.COORDINATOR,
        "may_record": request.role >= Role.LEADER,
        "shares": briefing.shares.not_deleted().select_related("organization").newest_first(),
    }
    if briefing.made_at is None:
        country = request.community.office.country
        details = [
            detail.text for text in get_typed_texts(snapshot) for detail in find_details(text, country)
        ]
        context |= {"shown_version": digest(snapshot), "details": list(dict.fromkeys(details))}
        context["is_cut"] = any(finding["is_cut"] for finding in snapshot["findings"])
    return render(request, "stakeholders/briefing_detail.html", context, status=status)


def _form(request: CommunityRequest, briefing: Briefing | None) -> BriefingForm:
    """Return the form with open findings, ranked by weight, and those that the draft has already."""
    findings = list(Finding.objects.open().ranked()[:OFFERED])
    if briefing:
        still = Finding.objects.not_deleted().exclude(status=FindingStatus.WITHDRAWN)
        named = still.filter(pk__in=briefing.chosen.values("finding"))
        findings += named.exclude(pk__in=[finding.pk for finding in findings]).ranked()
    initial = None if briefing else {"language": get_language()}
    return BriefingForm(
        request.POST or None,
        instance=briefing and get_requested_version(request, briefing),
        initial=initial,
        findings=findings,
        vulnerabilities=catalogue(),
        region=request.community.office.country,
    )


def _show_existing(request: CommunityRequest, briefing: Briefing) -> HttpResponse:
    messages.info(request, _("Its PDF is final."))
    return redirect("stakeholders:briefing-detail", request.community.slug, briefing.pk)


@office_view
@require_safe
def office_briefing_list(request: OfficeRequest) -> HttpResponse:
    form = BriefingFilterForm(request.GET)
    valid = form.is_valid()
    statuses = BriefingStatus.objects.filter(office=request.office)
    listed = form.narrow(statuses) if valid else statuses.none()
    page = keyset.read_page(
        listed.select_related("community"), NEWEST_FIRST, request.GET, PAGE_SIZE, among=statuses
    )
    context = {
        "form": form,
        "narrowed": form.is_narrowed(),
        "rows": [{"status": status, "meta": describe_status(status)} for status in page.rows],
        **keyset.addresses(page, request.path, form.chosen),
    }
    return render(request, "stakeholders/office_briefing_list.html", context, status=200 if valid else 422)


def describe_status(status: BriefingStatus) -> str:
    """Return “A mayor or council · answered on March 3, 2026”."""
    return f"{status.get_audience_display()} · {describe_answer(status)}"


def describe_answer(share: BriefingShare | BriefingStatus) -> str:
    """Return “answered on March 3, 2026 · followed up on March 9, 2026”, or “no answer yet”."""
    parts = []
    if share.answered_on:
        parts.append(_("answered on %(day)s") % {"day": date_format(share.answered_on)})
    if share.followed_on:
        parts.append(_("followed up on %(day)s") % {"day": date_format(share.followed_on)})
    return " · ".join(parts) or _("no answer yet")
