"""A person's notifications in a place, and notification settings."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.access import (
    CommunityRequest,
    OfficeRequest,
    SignedIn,
    community_view,
    office_view,
    signed_in_view,
)
from communities.models import Community, NoticeSetting, Office, Role
from communities.notice_forms import NoticeSettingForm
from communities.notices import build_notice_rows, get_notice_model, kinds
from tfc.registry import reverse_page


@community_view(Role.MEMBER)
@require_safe
def notices(request: CommunityRequest) -> HttpResponse:
    return _list(request, request.community, "communities:notifications-read")


@community_view(Role.MEMBER)
@require_POST
def notices_read(request: CommunityRequest) -> HttpResponse:
    return _read(request, request.community, "communities:notifications")


@office_view
@require_safe
def office_notices(request: OfficeRequest) -> HttpResponse:
    return _list(request, request.office, "communities:office-notifications-read")


@office_view
@require_POST
def office_notices_read(request: OfficeRequest) -> HttpResponse:
    return _read(request, request.office, "communities:office-notifications")


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: SignedIn) -> HttpResponse:
    stored = NoticeSetting.objects.filter(user=request.user).first() or NoticeSetting()
    form = NoticeSettingForm(
        request.POST if request.method == "POST" else None, stored=stored, user=request.user
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        actions.save_wishes(by=request.user, time_zone=form.cleaned_data["time_zone"], **form.wishes())
        messages.success(request, _("Saved."))
        return redirect("communities:notification-settings")
    return render(request, "communities/notice_settings.html", {"form": form}, status=status)


def _list(request: CommunityRequest | OfficeRequest, place: Community | Office, read: str) -> HttpResponse:
    """Show the newest 500: more is not readable, and completed work makes room."""
    waiting = get_notice_model(place)._default_manager.shown_to(request.user)
    notice_rows = build_notice_rows(waiting.order_by("-made_at", "-pk")[:500])
    context = {
        "rows": notice_rows,
        "place": place,
        "read": read,
        "any_unread": any(not row.is_read for row in notice_rows),
        "alerts_page": _get_alerts_page(request, place),
    }
    return render(request, "communities/notices.html", context)


def _get_alerts_page(request: CommunityRequest | OfficeRequest, place: Community | Office) -> str:
    """Return the page where a person sets alerts; empty for those who may not."""
    if isinstance(place, Office):
        return "" if getattr(request, "is_guest", False) else reverse_page("office-alerts", place.slug)
    is_coordinator = getattr(request, "role", Role.MEMBER) >= Role.COORDINATOR
    return reverse_page("alerts", place.slug) if is_coordinator else ""


def _read(request: CommunityRequest | OfficeRequest, place: Community | Office, back: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind and kind not in kinds():
        raise Http404
    actions.mark_read(place=place, kind=kind or None, by=request.user)
    return redirect(back, place.slug)
