"""The pathway to a service, and the calls that check it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.hotlines import is_emergency_line
from communities.models import Membership, Role
from communities.places import back_to
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.views.changing import change_page
from support.actions import readiness as actions
from support.forms.readiness import CheckForm, PathwayForm
from support.models import Pathway, PathwayCheck, Service
from support.readiness import format_accepts, get_calls_in, get_cells_to_ask
from tfc.periods import HalfYear

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _service(service_id: int) -> Service:
    return get_object_or_404(Service.objects.not_deleted(), pk=service_id)


def _back(request: CommunityRequest, service: Service) -> str:
    return reverse("support:service-detail", args=[request.community.slug, service.pk]) + "#readiness"


@community_view(Role.LEADER)
@get_or_post
def pathway_edit(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = _service(service_id)
    pathways = Pathway.objects.filter(service=service).select_related("contact__user")
    pathway = pathways.first()
    data = request.POST if request.method == "POST" else None
    # Submitted as the first, perhaps twice or while another person created one: it has no revision, and the action
    # decides.
    as_first = data is not None and "revision" not in data
    form = PathwayForm(data, instance=None if as_first else pathway, community=request.community)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "service": service, "pathway": pathway}
    if form.is_bound and form.is_valid():
        try:
            actions.write_pathway(service=service, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status = 409
            stored = get_object_or_404(pathways, service=service)
            again = PathwayForm(request.POST, instance=stored, community=request.community)
            context |= {
                "form": again.overwriting(stored.revision),
                "pathway": stored,
                "stored": pathways.get(),
            }
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(request, service))
    return render(request, "support/pathway_form.html", context, status=status)


@community_view(Role.LEADER)
@get_or_post
def check_add(request: CommunityRequest, service_id: int) -> HttpResponse:
    service = _service(service_id)
    context: dict[str, Any] = {"service": service}
    if is_emergency_line(service.phone, request.community.office):
        status = 403 if request.method == "POST" else 200
        return render(request, "support/check_forbidden.html", context, status=status)
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        community=request.community,
        cells=get_cells_to_ask(service),
        initial={"on": timezone.localdate(), "called_by": _get_own_membership(request)},
    )
    context["form"] = form
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        context["earlier"] = _earlier(form, service)
        if not context["earlier"]:
            actions.add_check(service=service, by=request.user, **form.get_stored_fields())
            messages.success(request, _("Saved."))
            return redirect(_back(request, service))
    return render(request, "support/check_form.html", context, status=status)


def _get_own_membership(request: CommunityRequest) -> Membership | None:
    return Membership.objects.current().filter(community=request.community, user=request.user).first()


def _earlier(form: CheckForm, service: Service) -> list[PathwayCheck]:
    """Return other calls to the provider in the same half-year, unless the user confirmed another one.

    One call may ask about several services of a provider: a record of the same day at another service is that call.
    """
    if form.cleaned_data["again"]:
        return []
    on, same = form.cleaned_data["on"], form.cleaned_data.get("client_id")
    return [
        check
        for check in get_calls_in(HalfYear.from_day(on), service)
        if check.pk != form.instance.pk
        and (same is None or check.client_id != same)
        and not (check.on == on and check.service_id != service.pk)
    ]


@community_view(Role.LEADER)
@get_or_post
def check_edit(request: CommunityRequest, service_id: int, check_id: int) -> HttpResponse:
    service = _service(service_id)
    checks = PathwayCheck.objects.not_deleted().filter(service=service).select_related("called_by__user")
    check = get_object_or_404(checks, pk=check_id)
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        instance=check,
        community=request.community,
        cells=get_cells_to_ask(service, [(need, language) for need, language in check.accepts]),
    )
    context: dict[str, Any] = {"service": service, "check": check}
    day = check.on
    if (
        form.is_bound
        and form.is_valid()
        and HalfYear.from_day(day) != HalfYear.from_day(form.cleaned_data["on"])
    ) and (earlier := _earlier(form, service)):
        context |= {"form": form, "earlier": earlier}
        return render(request, "support/check_form.html", context, status=422)
    return change_page(
        request,
        form,
        lambda **_fields: actions.edit_check(check=check, by=request.user, **form.get_stored_fields()),
        lambda: get_object_or_404(checks, pk=check_id),
        template="support/check_form.html",
        context=context,
        done_url=_back(request, service),
        shown=lambda stored: {"stored": stored, "stored_accepts": format_accepts(stored.accepts)},
    )


@community_view(Role.LEADER)
@require_POST
def check_delete(request: CommunityRequest, service_id: int, check_id: int) -> HttpResponse:
    service = _service(service_id)
    check = get_object_or_404(PathwayCheck, pk=check_id, service=service)
    actions.delete_check(check=check, by=request.user)
    undo = reverse("support:referral-check-restore", args=[request.community.slug, service.pk, check.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect(_back(request, service))


@community_view(Role.LEADER)
@require_POST
def check_restore(request: CommunityRequest, service_id: int, check_id: int) -> HttpResponse:
    service = _service(service_id)
    check = get_object_or_404(PathwayCheck, pk=check_id, service=service)
    actions.restore_check(check=check, by=request.user)
    messages.success(request, _("Restored."))
    return back_to(request, _back(request, service))
