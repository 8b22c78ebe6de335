"""Approval of public service details by a second person, and hiding them by any leader."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.places import back_to
from communities.reauthentication import confirm_reader
from stakeholders.actions.saving import SavedMeanwhileError
from support.actions import approvals as actions
from support.forms.services import ReturnForm
from support.models import Service
from support.models.approval import DETAILS
from tfc.auditing import note_reading
from tfc.query_params import row_number

MOST_SHOWN = 50
LABELS = {
    "phone": gettext_lazy("Phone"),
    "website": gettext_lazy("Website"),
    "address": gettext_lazy("Address"),
}


def get_waiting_row(request: CommunityRequest, service: Service, *, alone: bool) -> dict[str, Any]:
    """Return what waits, what is shown now, and if this person can approve any of it."""
    approvable = actions.get_approvable(service, request.user, alone=alone)
    return {
        "service": service,
        "is_new": service.approved_at is None,
        "details": [
            {
                "label": LABELS[name],
                "new": service.get_detail(name),
                "shown": getattr(service, f"public_{name}"),
                "by": getattr(service, f"{name}_by"),
            }
            for name in service.waiting_details
        ],
        "can_approve": bool(approvable),
        "form": ReturnForm(prefix=f"service-{service.pk}"),
        "alone": alone,
    }


def get_waiting_rows(request: CommunityRequest) -> list[dict[str, Any]]:
    people = ("published_by", *(f"{name}_by" for name in DETAILS))
    services = Service.objects.waiting_for_approval().select_related(*people)
    alone = actions.may_approve_alone(request.community.pk, request.user)
    rows = services.order_by("name", "id")[:MOST_SHOWN]
    return [get_waiting_row(request, service, alone=alone) for service in rows]


@community_view(Role.LEADER)
@require_safe
def approval_list(request: CommunityRequest) -> HttpResponse:
    return render(request, "support/approval_list.html", {"rows": get_waiting_rows(request)})


@community_view(Role.LEADER)
@require_POST
def service_approve(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = _get_service(service_id)
    return _decide(request, service, actions.approve_service, _("%(name)s was approved."))


@community_view(Role.LEADER)
@require_POST
def service_return(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = _get_service(service_id)
    form = ReturnForm(request.POST, prefix=f"service-{service.pk}")
    if not form.is_valid():
        rows = get_waiting_rows(request)
        rows = [row | {"form": form} if row["service"] == service else row for row in rows]
        return render(request, "support/approval_list.html", {"rows": rows}, status=422)
    send_back = partial(actions.return_service, reason=form.cleaned_data["reason"])
    return _decide(request, service, send_back, _("%(name)s was sent back."))


def _get_service(service_id: int) -> Service:
    return get_object_or_404(Service.objects.not_deleted(), pk=service_id)


def _decide(
    request: CommunityRequest, service: Service, decide: Callable[..., None], done: str
) -> HttpResponse:
    revision = row_number(request.POST.get("revision", ""))
    try:
        decide(service=service, revision=revision or 0, by=request.user)
    except SavedMeanwhileError:
        messages.error(request, _("%(name)s has changed. Check it again.") % {"name": service.name})
    except actions.OwnEntryError:
        messages.error(request, _("You entered this. Another leader must approve it."))
    else:
        messages.success(request, done % {"name": service.name})
    return redirect("support:approval-list", request.community.slug)


@community_view(Role.LEADER)
@require_POST
def service_hide(request: CommunityRequest, service_id: int, what: str) -> HttpResponse:
    """``what``: the service, or one of DETAILS."""
    service = get_object_or_404(Service, pk=service_id)
    if what == actions.SERVICE:
        actions.hide_service(service=service, by=request.user)
    elif what in DETAILS:
        actions.hide_detail(service=service, name=what, by=request.user)
    else:
        raise Http404
    messages.success(request, _("Saved."))
    return back_to(request, reverse("support:service-detail", args=[request.community.slug, service.pk]))


@community_view(Role.LEADER)
@require_safe
def service_address(request: CommunityRequest, service_id: int) -> HttpResponse:
    """Show a confidential address after reauthentication; the audit log records the reader."""
    service = get_object_or_404(Service.objects.not_deleted().with_confidential_address(), pk=service_id)
    confirm_reader(request)
    note_reading("service_addresses", service.pk)
    return render(request, "support/service_address.html", {"service": service})
