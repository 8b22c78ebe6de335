"""Confirming a service: asking by email, recording a call or visit, and settling the provider's reply."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.reauthentication import confirm_reader
from communities.trash import add_deleted_message
from support.actions import confirming as actions
from support.forms.confirming import ConfirmForm, SettleForm
from support.models import ConfirmationWay, Outcome, ServiceConfirmation
from support.views.services import build_service_context, find_service


@community_view(Role.LEADER)
@require_POST
def service_ask(request: CommunityRequest, service_id: int) -> HttpResponse:
    """Queue the email; it is sent after the commit, and the page of the service shows the result.

    Its link shows a confidential address, so who sends it is asked as who reads it.
    """
    service = find_service(service_id)
    if service.address and not service.address_is_public:
        confirm_reader(request)
    if service.email:
        actions.ask_provider(service=service, community=request.community, by=request.user)
        message = _("%(provider)s will get an email. This page shows whether it was sent, and the answer.")
        messages.success(request, message % {"provider": service.provider})
    else:
        messages.error(request, _("Enter the provider's email address, or confirm by phone."))
    return redirect("support:service-detail", request.community.slug, service.pk)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def service_confirm(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = find_service(service_id)
    initial = {"way": ConfirmationWay.CALL, "on": timezone.localdate()}
    data = request.POST if request.method == "POST" else None
    form = ConfirmForm(data, initial=initial, service=service)
    if form.is_bound and form.is_valid():
        actions.confirm_service(service=service, by=request.user, **form.cleaned_data)
        messages.success(request, _("The provider confirmed %(name)s.") % {"name": service.name})
        return redirect("support:service-detail", request.community.slug, service.pk)
    context = build_service_context(request, service) | {"form": form}
    return render(request, "support/service_confirm.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_settle(request: CommunityRequest, service_id: int, confirmation_id: int) -> HttpResponse:
    service = find_service(service_id)
    replies = ServiceConfirmation.objects.select_related("service")
    confirmation = get_object_or_404(replies, pk=confirmation_id, service=service)
    # If it was already settled, any choice gets that message.
    late = confirmation.settled_at is not None and request.method == "POST"
    form = SettleForm(request.POST if request.method == "POST" else None, confirmation=confirmation)
    if form.is_bound and (late or form.is_valid()):
        outcome = form.cleaned_data["outcome"] if not late else ""
        if late or not actions.settle_reply(confirmation=confirmation, outcome=outcome, by=request.user):
            messages.info(request, _("This was already done."))
        elif outcome == Outcome.ENDED:
            undo = reverse("support:service-restore", args=[request.community.slug, service.pk])
            add_deleted_message(request, _("“%(title)s” was deleted.") % {"title": service.name}, undo)
        else:
            messages.success(request, _("Saved."))
        return redirect("support:service-list", request.community.slug)
    context = build_service_context(request, service) | {"form": form, "confirmation": confirmation}
    return render(request, "support/confirmation_settle.html", context, status=422 if form.is_bound else 200)
