"""Task forces and coalitions of an office itself: list, add, edit, delete, restore."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version
from stakeholders.actions import partnerships as actions
from stakeholders.forms.half_years import HalfYearFilterForm
from stakeholders.forms.partnerships import OfficePartnershipForm
from stakeholders.models import OfficePartnership
from stakeholders.models.partnerships import PartnershipQuerySet
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored
from stakeholders.views.partnerships import build_deleted, build_groups, build_stored

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _own(request: OfficeRequest) -> "PartnershipQuerySet[OfficePartnership]":
    return OfficePartnership.objects.filter(office=request.office)


def _url(request: OfficeRequest, name: str, *args: int) -> str:
    return reverse(f"stakeholders:office-partnership-{name}", args=[request.office.slug, *args])


@office_view
@require_safe
def office_partnership_list(request: OfficeRequest) -> HttpResponse:
    get_edit_url = None if request.is_guest else partial(_url, request, "edit")
    form = HalfYearFilterForm(request.GET)
    valid = form.is_valid()
    partnerships = _own(request).between(*form.days) if valid else _own(request).none()
    context = {
        "form": form,
        "narrowed": form.is_narrowed(),
        **build_groups(partnerships, timezone.localdate(), get_edit_url),
        "deleted": []
        if request.is_guest
        else build_deleted(_own(request).in_trash(), partial(_url, request, "restore")),
    }
    return render(request, "stakeholders/office_partnership_list.html", context, status=200 if valid else 422)


@office_view
@get_or_post
def office_partnership_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect(_url(request, "list"))
    return add_page(
        request,
        OfficePartnershipForm(request.POST or None),
        actions.add_office_partnership,
        template="stakeholders/partnership_form.html",
        context={"list_url": _url(request, "list")},
        done_url=_url(request, "list"),
    )


@office_view
@get_or_post
def office_partnership_edit(request: OfficeRequest, own_partnership_id: int) -> HttpResponse:
    find = partial(get_object_or_404, _own(request).not_deleted(), pk=own_partnership_id)
    partnership = find()
    if request.is_guest:
        return redirect(_url(request, "list"))
    return change_page(
        request,
        OfficePartnershipForm(request.POST or None, instance=get_requested_version(request, partnership)),
        partial(actions.edit_partnership, partnership=partnership),
        find,
        template="stakeholders/partnership_form.html",
        context={
            "partnership": partnership,
            "table": partnership._meta.db_table,
            "list_url": _url(request, "list"),
            "delete_url": _url(request, "delete", partnership.pk),
        },
        done_url=_url(request, "list"),
        shown=build_stored,
    )


@office_view
@require_POST
def office_partnership_delete(request: OfficeRequest, own_partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(_own(request), pk=own_partnership_id)
    actions.delete_partnership(partnership=partnership, by=request.user)
    undo_url = _url(request, "restore", partnership.pk)
    return redirect_deleted(request, _url(request, "list"), undo_url=undo_url)


@office_view
@require_POST
def office_partnership_restore(request: OfficeRequest, own_partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(_own(request), pk=own_partnership_id)
    actions.restore_partnership(partnership=partnership, by=request.user)
    return redirect_restored(request, _url(request, "list"))
