"""Certificates: one's own, the team's for coordinators, all for the office; and the page that confirms one."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import (
    CommunityRequest,
    LinkRequest,
    OfficeRequest,
    community_view,
    link_view,
    office_view,
)
from communities.models import Community, Role
from communities.visitor_pages import link_page
from events.certificates import build_certificate_code, certificate_pdf, find_attendance
from events.models import EventStatus, TrainingAttendance
from tfc.downloads import attachment
from tfc.locales import parse_language


@community_view(Role.MEMBER)
@require_safe
def training_certificate(request: CommunityRequest, attendance_id: int) -> HttpResponse:
    attendance = _find(attendance_id)
    sign_up = attendance.sign_up
    if sign_up.membership.user_id != request.user.pk and request.role < Role.COORDINATOR:
        messages.info(request, _("A certificate is for the person and the coordinators."))
        return redirect("events:training-detail", request.community.slug, sign_up.training_id)
    return _file(attendance, request.community)


@office_view
@require_safe
def office_certificate(request: OfficeRequest, attendance_id: int) -> HttpResponse:
    attendance = _find(attendance_id)
    return _file(attendance, attendance.sign_up.membership.community)


@link_view
@require_safe
def certificate_check(request: LinkRequest, code: str) -> HttpResponse:
    """Confirm that a certificate is valid, and its training; the holder's name is on the paper, not on this page."""
    attendance = find_attendance(code)
    if attendance is None:
        raise Http404
    context = {
        "training": attendance.sign_up.training,
        "office": request.community.office,
        "code": build_certificate_code(attendance),
        "languages": settings.LANGUAGES,
    }
    with translation.override(parse_language(request.GET.get("lang", "")) or translation.get_language()):
        return link_page("events/certificate_check.html", context)


def _find(attendance_id: int) -> TrainingAttendance:
    """Return the attendance of a person at a held training, or 404."""
    there = TrainingAttendance.objects.there().filter(sign_up__training__status=EventStatus.HELD)
    whose = ("sign_up__membership__user", "sign_up__membership__community__office")
    return get_object_or_404(there.select_related("sign_up__training", *whose), pk=attendance_id)


def _file(attendance: TrainingAttendance, community: Community) -> HttpResponse:
    path = reverse("events:certificate-check", args=[community.slug, build_certificate_code(attendance)])
    content = certificate_pdf(attendance, settings.SITE_URL + path)
    return attachment(content, "application/pdf", f"certificate-{attendance.pk}.pdf")
