"""The directory: list, details, add, edit, trash."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import RequiredLanguage, Role
from communities.places import back_to
from communities.reauthentication import confirm_reader
from communities.trash import (
    TRASH_PAGE_SIZE,
    DeletedRecord,
    TrashTexts,
    add_deleted_message,
    render_trash_page,
)
from stakeholders.actions.saving import SavedMeanwhileError
from support import directory
from support.actions import services as actions
from support.actions.approvals import may_approve_alone
from support.forms.hours import HoursForm
from support.forms.services import HotlineForm, ServiceFilterForm, ServiceForm
from support.models import Service
from support.opening import (
    format_closing,
    format_opening,
    format_week,
    get_closing_time,
    get_next_opening,
)
from support.readiness import readiness_context
from support.views.approvals import get_waiting_row
from tfc import keyset
from tfc.auditing import note_reading
from tfc.batched_queries import evaluate_together
from tfc.phones import as_link

# An address may be confidential: it must not be in an error report, nor with a form stored during reauthentication.
# Outermost, so that it applies if the access decorator fails.
address_is_sensitive = sensitive_post_parameters("address")


def find_service(service_id: int) -> Service:
    """Return a service that is not deleted, with organization and hours; raise Http404."""
    services = directory.with_hours(Service.objects.not_deleted().with_doubts()).select_related(
        "organization"
    )
    return get_object_or_404(services, pk=service_id)


@community_view(Role.MEMBER)
@require_safe
def service_list(request: CommunityRequest) -> HttpResponse:
    form = ServiceFilterForm(request.GET)
    valid = form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    now, today = timezone.now(), timezone.localdate()
    matches = (
        directory.filter_services(Service.objects.not_deleted(), wanted, today)
        if valid
        else Service.objects.none()
    )
    page = directory.get_page(matches, today, request.GET)
    may_record = request.role >= Role.LEADER
    context = {
        "form": form,
        "rows": directory.build_rows(page.rows, today, now, request.community.zone),
        "counts": directory.get_counts(today),
        "waiting": directory.list_unsettled_replies() if may_record else [],
        "filtered": bool(wanted) or not valid,
        "may_record": may_record,
        **keyset.addresses(page, request.path, wanted),
    }
    return render(request, "support/service_list.html", context, status=200 if valid else 422)


@community_view(Role.MEMBER)
@require_safe
def service_detail(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = find_service(service_id)
    may_record = request.role >= Role.LEADER
    history = service.confirmations.exclude(reply="").select_related("requested_by").order_by("-id")[:10]
    replies = directory.get_unsettled_replies() if may_record else service.confirmations.none()
    waiting = replies.filter(service=service).select_related("service").order_by("replied_on", "id")
    evaluate_together(history, waiting)
    context = build_service_context(request, service) | {
        "may_record": may_record,
        "question": directory.get_open_confirmation(service) if may_record else None,
        "history": history,
        "waiting": waiting,
        "waits": get_waiting_row(
            request, service, alone=may_approve_alone(request.community.pk, request.user)
        )
        if may_record and service.is_waiting
        else None,
        **readiness_context(request, service),
    }
    return render(request, "support/service_detail.html", context)


def build_service_context(request: CommunityRequest, service: Service) -> dict[str, Any]:
    """Build the context of a service page.

    A confidential address has its own page; the provider's mailbox is for leaders.
    """
    now, zone = timezone.now(), request.community.zone
    hours = list(service.hours.all())
    may_record = request.role >= Role.LEADER
    [row] = directory.build_rows([service], timezone.localdate(), now, zone)
    closes = None if service.always_open else get_closing_time(hours, now, zone)
    opens, here = get_next_opening(hours, now, zone), now.astimezone(zone)
    return {
        "service": service,
        "row": row,
        "week": "\n".join(format_week(hours, always=service.always_open)),
        "open_until": format_closing(closes, here) if closes else "",
        "opens_next": format_opening(opens, here) if opens else "",
        "phone_link": as_link(service.phone, request.community.office.country),
        "address": service.address if service.address_is_public else "",
        "hidden_address": bool(service.address) and not service.address_is_public,
        "may_read_address": may_record,
        "email": service.email if may_record else "",
    }


def _forms(
    request: CommunityRequest, service: Service | None = None, form_class: type[ServiceForm] = ServiceForm
) -> tuple[ServiceForm, HoursForm]:
    data = request.POST if request.method == "POST" else None
    first = ["en", *RequiredLanguage.objects.order_by("language").values_list("language", flat=True)]
    if service and service.languages:
        first += service.languages
    shown = service and get_requested_version(request, service)
    form = form_class(data, instance=shown, region=request.community.office.country, first=first)
    hours = HoursForm(data, hours=service.hours.all() if service else ())
    if form.is_bound and not hours.is_valid():
        form.is_valid()
        form.add_error(None, _("Check the opening hours."))
    return form, hours


@address_is_sensitive
@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def service_add(request: CommunityRequest) -> HttpResponse:
    return _add(request, "support/service_form.html", *_forms(request))


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def hotline_add(request: CommunityRequest) -> HttpResponse:
    return _add(request, "support/hotline_form.html", *_forms(request, form_class=HotlineForm))


def _add(request: CommunityRequest, template: str, form: ServiceForm, hours: HoursForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        service = actions.add_service(by=request.user, hours=hours.spans(), **form.cleaned_data)
        messages.success(request, _("“%(title)s” was added.") % {"title": service.name})
        _say_what_waits(request, service)
        return redirect("support:service-detail", request.community.slug, service.pk)
    context = {"form": form, "hours": hours}
    return render(request, template, context, status=422 if form.is_bound else 200)


@address_is_sensitive
@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = find_service(service_id)
    form, hours = _forms(request, service)
    _note_reader(request, form)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "hours": hours, "service": service}
    if form.is_bound and form.is_valid():
        try:
            actions.edit_service(
                service=service, by=request.user, hours=hours.spans(), **form.cleaned_data
            )  # fmt: skip
        except SavedMeanwhileError:
            status = 409
            stored = find_service(service_id)
            context |= {
                "form": form.overwriting(stored.revision),
                "stored": build_service_context(request, stored),
            }
        else:
            messages.success(request, get_saved_message(request, service))
            _say_what_waits(request, service)
            return redirect("support:service-detail", request.community.slug, service.pk)
    return render(request, "support/service_form.html", context, status=status)


def _note_reader(request: CommunityRequest, form: ServiceForm) -> None:
    """Log the reader if the form shows a confidential address, stored or from an earlier version."""
    if form.is_bound or not form.instance.address or form.instance.address_is_public:
        return
    confirm_reader(request)
    note_reading("service_addresses", form.instance.pk)


def _say_what_waits(request: CommunityRequest, service: Service) -> None:
    if service.is_waiting:
        messages.info(request, _("It is shown in public after a second leader approves it."))


@community_view(Role.LEADER)
@require_POST
def service_delete(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = get_object_or_404(Service, pk=service_id)
    actions.delete_service(service=service, by=request.user)
    undo = reverse("support:service-restore", args=[request.community.slug, service.pk])
    add_deleted_message(request, _("“%(title)s” was deleted.") % {"title": service.name}, undo)
    return redirect("support:service-list", request.community.slug)


@community_view(Role.LEADER)
@require_POST
def service_restore(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = get_object_or_404(Service, pk=service_id)
    actions.restore_service(service=service, by=request.user)
    messages.success(request, _("“%(title)s” was restored.") % {"title": service.name})
    return back_to(request, reverse("support:service-detail", args=[request.community.slug, service.pk]))


@community_view(Role.LEADER)
@require_safe
def service_trash(request: CommunityRequest) -> HttpResponse:
    place = request.community.slug
    rows = [
        DeletedRecord(
            title=service.name,
            meta=service.provider,
            record=service,
            restore_url=reverse("support:service-restore", args=[place, service.pk]),
        )
        for service in Service.objects.in_trash().order_by("-deleted_at", "-id")[:TRASH_PAGE_SIZE]
    ]
    texts = TrashTexts(
        heading=_("Deleted services"),
        none=_("Restore a service with its pathway and calls."),
    )
    return render_trash_page(request, rows, texts)
